/* Runs in a worker before its own script. The browser can slow down a page's main thread but not
   its workers, so this one waits busily, three times as long as each piece of work took: before a
   message leaves, before a request goes out, and when the piece is over. A piece begins when a
   message, an answer from the network or a compiled module arrives. */
(() => {
  const post = self.postMessage.bind(self)
  const { port1, port2 } = new MessageChannel()
  let since = performance.now()
  let working = true

  const pay = () => {
    if (!working) return
    const until = performance.now() + 3 * (performance.now() - since)
    while (performance.now() < until);
    since = performance.now()
  }
  const start = () => {
    if (!working) since = performance.now()
    working = true
    port2.postMessage(0)
  }
  port1.onmessage = () => {
    pay()
    working = false
  }
  self.addEventListener("message", start)
  self.postMessage = (...message) => {
    pay()
    post(...message)
  }
  const later = (owner, name) => {
    const real = owner[name]
    owner[name] = function (...values) {
      pay()
      return real.apply(this, values).then((result) => {
        start()
        return result
      })
    }
  }
  later(self, "fetch")
  for (const name of ["arrayBuffer", "blob", "json", "text"]) later(Response.prototype, name)
  for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming"])
    later(WebAssembly, name)
  start()
})()

/* Runs in every page before its own scripts, after `window.ENGINE` (see search_engines.py). It only
   watches: when the last key was struck, what the page asks its worker, and when results change. */
(() => {
  const [READY, QUERY, RESULT] = [1, 2, 3] /* messages of Material's worker, and of Zensical's */
  const PATIENCE = 60_000
  const now = () => performance.now()
  const frame = () => new Promise(requestAnimationFrame)
  let [struck, value, first] = [0, "", null]
  let [asked, answered] = [[], null]

  const probe = (window.probe = {
    ready: false, /* the worker says that it has its index */
    workers: 0,
    shown: null, /* the query whose results are on the screen; only for those two workers */
    next: false, /* the worker has more results to give */

    field() {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return element
    },

    /** Look at every change of the results from now on. */
    watch() {
      const what = { subtree: true, childList: true, characterData: true, attributes: true }
      new MutationObserver(() => {
        if (answered !== null) probe.shown = answered
        look()
      }).observe(ENGINE.root(), what)
    },

    /** Wait for all results of a query: ms from the last key to the first result, and since when. */
    async settled(query) {
      const until = now() + PATIENCE
      for (;;) {
        look()
        if (ENGINE.complete(query)) {
          await frame()
          await frame()
          if (ENGINE.complete(query) && value === query) break
        }
        if (now() > until) throw new Error("the results do not come")
        await frame()
      }
      return { taken: first - struck, at: first, clock: (performance.timeOrigin + first) / 1000 }
    },

    /** Make the page show more results, as scrolling down does; false when there are no more. */
    async more() {
      const [count, until] = [ENGINE.links().length, now() + PATIENCE]
      if (!probe.next) return false
      ENGINE.scroll()
      while (ENGINE.links().length === count) {
        if (now() > until) throw new Error("more results do not come")
        await frame()
      }
      return true
    },
  })

  const look = () => {
    if (first === null && ENGINE.first(value)) first = now()
  }
  addEventListener(
    ENGINE.event,
    () => {
      ;[struck, value, first] = [now(), probe.field()?.value ?? "", null]
    },
    true,
  )

  window.Worker = class extends Worker {
    constructor(...values) {
      super(...values)
      probe.workers++
      this.addEventListener("message", async ({ data }) => {
        if (data?.type === READY) probe.ready = true
        if (data?.type !== RESULT || !asked.length) return
        const query = asked.shift()
        probe.next = Boolean(data.data?.pagination?.next)
        if (asked.length) return
        answered = query
        await frame() /* the same results again may change nothing on the screen */
        await frame()
        if (answered === query) probe.shown = query
      })
    }

    postMessage(message, ...rest) {
      if (message?.type === QUERY) {
        asked.push(probe.field()?.value ?? "")
        ;[answered, probe.shown] = [null, null]
      }
      super.postMessage(message, ...rest)
    }
  }
})()

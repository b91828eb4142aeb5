// How the words that a query matched are shown in a text.

/** A text as nodes, with every one of the words marked; nothing in it is read as HTML. */
export function marked(text, words) {
  const lower = text.toLowerCase();
  const bold = new Array(text.length).fill(false);
  for (const [word] of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) bold.fill(true, at, at + word.length);
  }
  const nodes = [];
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && bold[end] === bold[at]) end++;
    const part = document.createTextNode(text.slice(at, end));
    if (bold[at]) {
      const mark = document.createElement("mark");
      mark.append(part);
      nodes.push(mark);
    } else nodes.push(part);
    at = end;
  }
  return nodes;
}

/** A long line, cut so that its first match is seen. */
export function around(text, words, size = 60) {
  const lower = text.toLowerCase();
  const places = words.map(([word]) => lower.indexOf(word)).filter((at) => at >= 0);
  const first = Math.max(0, Math.min(...places, text.length) - 12);
  if (text.length <= size || first === 0) return text;
  return `…${text.slice(Math.min(first, text.length - size))}`;
}

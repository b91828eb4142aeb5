// The line of a page that a query matched. The page itself is the only copy of its text: it is fetched
// (where it is going to be opened anyway), read, and kept for the next keystroke.
import { SITE } from "./shelves.js";

const LINES = "h1, h2, h3, p, li, summary, legend, label";
const HEADINGS = "h1, h2, h3, summary";
const LEFT_OUT = ".basis, .colophon, .chips, .mark, .checked, .also, .call, .related, .list, .question, .terms";
const pages = new Map();

function readPage(path) {
  if (!pages.has(path)) {
    const read = fetch(new URL(path, SITE)).then(async (answer) => (answer.ok ? split(await answer.text()) : []));
    pages.set(path, read);
    read.catch(() => pages.delete(path)); // without network now, perhaps with it at the next keystroke
  }
  return pages.get(path);
}

function split(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("article, main") ?? page.body;
  for (const part of main.querySelectorAll(LEFT_OUT)) part.remove();
  const lines = [];
  let section = { id: "", title: "" };
  for (const part of main.querySelectorAll(LINES)) {
    if (part.querySelector(LINES)) continue;
    const text = part.textContent.replace(/[¶\s]+/g, " ").trim();
    const heading = part.matches(HEADINGS);
    if (heading) section = part.tagName === "H1" ? { id: "", title: "" } : { id: part.id, title: text };
    if (text) lines.push({ text, section, heading });
  }
  return lines;
}

/** The best line of a page for some words: { text, section } or null.
 *  `words`: [word, weight]; an address with an anchor gives a line of that section only. */
export async function excerpt(address, words) {
  const [path, anchor] = address.split("#");
  const lines = await readPage(path).catch(() => []);
  let best = null;
  let most = 0;
  for (const line of lines) {
    if (line.heading || (anchor && line.section.id !== anchor)) continue;
    let worth = anchor && !best ? 1 : 0;
    const found = line.text.toLowerCase();
    for (const [word, weight] of words) if (found.includes(word)) worth += weight;
    worth -= found.length / 1000; // of two equals the shorter one
    if (worth > most) [best, most] = [line, worth];
  }
  return best;
}

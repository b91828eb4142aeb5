// What somebody typed → what is looked up. The twin of generator/search/query.py.
import { readHan } from "./han.js";
import { readLatin } from "./latin.js";
import { LONGEST, fold, isHan, runs } from "./letters.js";

/** A query as { slots, words: looked up though not typed, text: the characters looked up }. */
export function read(query, shelves) {
  const reading = { slots: [], words: [], text: "" };
  let left = LONGEST;
  let latin = [];
  const folded = [...fold(query)].map((sign) => shelves.plain(sign)).join("");
  for (const run of runs(folded)) {
    if (left <= 0) break;
    const part = run.slice(0, left);
    left -= run.length;
    if (!isHan(part)) {
      latin.push(part);
      continue;
    }
    if (latin.length) readLatin(latin, reading, shelves);
    latin = [];
    readHan(part, reading, shelves);
  }
  if (latin.length) readLatin(latin, reading, shelves);
  return reading;
}

/** The handbook's words that have most letters in common with what was typed. */
export function nearest(query, shelves) {
  const typed = new Set([...fold(query)].map((sign) => shelves.plain(sign)));
  typed.delete(" ");
  const shared = (word) => new Set([...word].filter((sign) => typed.has(sign))).size / Math.max(word.length, 2);
  const near = shelves.names.filter((word) => shared(word) >= 0.5);
  return near.sort((a, b) => shared(b) - shared(a) || (a < b ? -1 : 1)).slice(0, 5);
}

// What may have been meant. The twin of generator/search/slips.py, which says how.
import { WORD } from "./shelves.js";

export const FEW = 4;
const MOST = 6;

export function alikeWords(piece, strange, shelves) {
  const found = [];
  for (let size = Math.min(WORD, piece.length); size > (piece.length <= FEW ? 1 : 2); size--) {
    for (let start = 0; start + size <= piece.length; start++) {
      const end = start + size;
      if (!strange.some((at) => start <= at && at < end - 1)) continue;
      if (found.some(([other, otherEnd]) => start < otherEnd && other < end)) continue;
      const sounds = [...piece.slice(start, end)].map((sign) => shelves.sound(sign)).join(" ");
      const same = (word) => word.length === size && [...word].map((sign) => shelves.usual.get(sign)).join(" ") === sounds;
      const word = shelves.wordsBeside(piece[start]).find(same);
      if (word) found.push([start, end, word]);
    }
  }
  return found;
}

export function alikePairs(pair, shelves) {
  const [first, second] = [...pair].map((sign) => shelves.sound(sign));
  const found = [];
  for (const sign of shelves.characters.get(first) ?? "") {
    for (const rest of shelves.line(sign).keys()) {
      if (rest.length === 1 && shelves.usual.get(rest) === second) found.push(sign + rest);
    }
  }
  const far = (term) => (term[0] !== pair[0] && term[1] !== pair[1] ? 1 : 0);
  return found.sort((a, b) => far(a) - far(b) || (a < b ? -1 : 1)).slice(0, MOST);
}

export function slippedWords(piece, shelves) {
  const words = new Set([...piece].flatMap((sign) => shelves.wordsBeside(sign)));
  const sorted = (word) => [...word].sort().join("");
  const likely = (word) => word.length > 2 && (word.length !== piece.length || sorted(word) === sorted(piece));
  return [...words].filter((word) => likely(word) && oneSlip(piece, word)).sort().slice(0, 2);
}

export function oneSlip(typed, right) {
  if (Math.abs(typed.length - right.length) > 1 || typed === right) return false;
  let at = 0;
  while (at < Math.min(typed.length, right.length) && typed[at] === right[at]) at++;
  const [a, b] = [typed.slice(at), right.slice(at)];
  const [a1, b1] = [a.slice(1), b.slice(1)];
  const swapped = a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return a1 === b || a === b1 || a1 === b1 || swapped;
}

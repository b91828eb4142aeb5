// Chinese characters of a query → slots. The twin of generator/search/han.py.
import { pairs, pieces } from "./letters.js";
import { GROUP, PART, SAME, SOUND, Slot } from "./reading.js";
import { FEW, alikePairs, alikeWords, slippedWords } from "./slips.js";

const SHORT = 6;

export function readHan(run, reading, shelves, lost = 0) {
  reading.text += run;
  for (const piece of pieces(run)) {
    const parts = piece.length > 1 ? pairs(piece) : [piece];
    const whole = piece.length > 1 || piece === run ? SAME : PART;
    const slots = parts.map((part) => new Slot([part, whole - lost]));
    for (const [start, end, groups] of shelves.named(piece)) {
      for (const slot of slots.slice(start, Math.max(end - 1, start + 1))) slot.addGroups(groups, GROUP - lost);
    }
    const strange = [...parts.keys()].filter((at) => shelves.packed(parts[at]) === undefined);
    if (strange.length) mend(piece, strange, slots, reading, shelves);
    reading.slots.push(...slots);
  }
}

function mend(piece, strange, slots, reading, shelves) {
  const mended = new Set();
  let found = alikeWords(piece, strange, shelves);
  if (!found.length && piece.length <= SHORT) {
    found = slippedWords(piece, shelves).map((word) => [0, piece.length, word]);
  }
  for (const [start, end, word] of found) {
    reading.words.push(word);
    for (let at = start; at < Math.max(end - 1, start + 1); at++) {
      mended.add(at);
      slots[Math.min(at, slots.length - 1)].addGroups(shelves.groups(word), SOUND);
    }
  }
  for (const at of strange) {
    if (mended.has(at) || piece.length > SHORT || piece.length < 2) continue;
    const pair = piece.slice(at, at + 2);
    const alike = piece.length < FEW ? alikePairs(pair, shelves) : [];
    for (const term of alike) slots[at].add(term, SOUND);
    reading.words.push(...alike.slice(0, 1));
    if (!alike.length) for (const sign of pair) slots[at].add(sign, PART);
  }
}

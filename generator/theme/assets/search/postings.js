// Reads what a volume says of a term. The twin of generator/search/postings.py, which says how it is packed.
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUE = Object.fromEntries([...ALPHABET].map((letter, value) => [letter, value]));
const LEVELS = 16;
const STEP = 4;
const GAP = 63;

export const rarityOf = (packed) => VALUE[packed[0]];

/** Calls `each(entry number, field, points)` for every entry that holds the term. */
export function unpack(packed, each) {
  let number = -1;
  for (let at = 1; at < packed.length; ) {
    const code = VALUE[packed[at++]];
    for (; VALUE[packed[at]] === GAP; at++) number += GAP;
    number += VALUE[packed[at++]] + 1;
    each(number, Math.floor(code / LEVELS), ((code % LEVELS) + 1) * STEP);
  }
}

// Pinyin → the handbook's own words. The twin of generator/search/pinyin.py, which says how.
import { foldSound } from "./letters.js";
import { rarityOf } from "./postings.js";

const WIDEST = 6;
const KEPT = 12;
const TITLE_PART = /[\u4e00-\u9fff]{2,}/g;

const common = (packed) => (packed ? 64 - rarityOf(packed) : 60);
const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const better = (a, b) =>
  a.text.length - 2 * a.known - (b.text.length - 2 * b.known) ||
  a.fuzzy - b.fuzzy ||
  a.text.length - b.text.length ||
  b.common - a.common ||
  before(a.text, b.text);

export function decode(words, shelves) {
  const usual = ([first]) => first;
  const all = ([first, second]) => first + second;
  return decodeBy(usual, words, shelves) || decodeBy(all, words, shelves);
}

function decodeBy(which, words, shelves) {
  const typed = words.join("");
  const wordEnds = [];
  for (const word of words) wordEnds.push(...new Array(word.length).fill(wordEnds.length + word.length));
  const ends = Array.from({ length: typed.length + 1 }, () => []);
  ends[0] = [{ text: "", known: 0, fuzzy: 0, common: 0 }];
  for (let at = 0; at < typed.length; at++) {
    const paths = ends[at].sort(better).slice(0, KEPT);
    for (let size = 1; paths.length && size <= Math.min(WIDEST, wordEnds[at] - at); size++) {
      const last = at > 0 && at + size === typed.length;
      const signs = signsFor(typed.slice(at, at + size), which, shelves, last);
      for (const path of paths) ends[at + size].push(...longer(path, signs, shelves));
    }
  }
  const best = ends[typed.length].sort(better).slice(0, KEPT).filter(makesSense);
  const named = best.filter(({ text }) => shelves.groups(text).length);
  return (named.length ? named : best)[0]?.text ?? "";
}

/** Character → 1 if its syllable is typed otherwise, for all that letters may stand for. */
function signsFor(part, which, shelves, unfinished) {
  const sound = foldSound(part);
  let fitting = shelves.syllables.get(sound) ?? [];
  if (unfinished && !fitting.length) {
    fitting = [...shelves.syllables].filter(([other]) => other.startsWith(sound)).flatMap(([, some]) => some);
  }
  const signs = new Map();
  for (const syllable of fitting) {
    const fuzzy = syllable === part.replaceAll("v", "u") ? 0 : 1;
    for (const sign of which(shelves.core.sounds[syllable])) signs.set(sign, Math.min(fuzzy, signs.get(sign) ?? 1));
  }
  return signs;
}

function longer(path, signs, shelves) {
  const add = (sign, fuzzy, known, packed) => ({
    text: path.text + sign,
    known: path.known + known,
    fuzzy: path.fuzzy + fuzzy,
    common: path.common + (packed === undefined ? 0 : common(packed)),
  });
  if (!path.text) {
    const found = [...signs].map(([sign, fuzzy]) => [sign, fuzzy, shelves.packed(sign)]);
    return found.filter(([, , packed]) => packed !== undefined).map(([sign, fuzzy, packed]) => add(sign, fuzzy, 0, packed));
  }
  const line = shelves.line(path.text.at(-1));
  const found = [...signs].filter(([sign]) => line.has(sign));
  if (found.length) return found.map(([sign, fuzzy]) => add(sign, fuzzy, 1, line.get(sign)));
  return [...signs].slice(0, 3).map(([sign, fuzzy]) => add(sign, fuzzy, 0));
}

function makesSense({ text, known }) {
  const joints = text.length - 1;
  return joints === 0 || (known > 0 && known >= (joints * 2 - 1) / 3);
}

export function spelled(typed, shelves) {
  const found = [];
  for (const [place, word] of shelves.names.entries()) {
    const used = word.length > 1 ? spells(typed, word, shelves) : 0;
    if (used) found.push({ word, place, part: used < word.length ? 1 : 0 });
  }
  found.sort((a, b) => a.part - b.part || a.word.length - b.word.length || a.place - b.place);
  return found.map(({ word }) => word);
}

export function spelledTitle(typed, shelves) {
  for (const { title } of shelves.entries) {
    const part = (title.match(TITLE_PART) ?? []).find((one) => spells(typed, one, shelves) === one.length);
    if (part) return part;
  }
  return "";
}

function spells(typed, word, shelves) {
  const letter = foldSound(typed[0]);
  if (!shelves.spoken.get(word[0])?.some((sound) => sound[0] === letter)) return 0;
  let places = new Set([0]);
  for (let count = 1; count <= word.length; count++) {
    const reached = new Set();
    for (const sound of shelves.spoken.get(word[count - 1]) ?? []) {
      for (const at of places) {
        for (let size = 1; size <= Math.min(WIDEST, typed.length - at); size++) {
          if (sound.startsWith(foldSound(typed.slice(at, at + size)))) reached.add(at + size);
        }
      }
    }
    if (reached.has(typed.length)) return count > 2 || count === word.length ? count : 0;
    if (!reached.size) return 0;
    places = reached;
  }
  return 0;
}

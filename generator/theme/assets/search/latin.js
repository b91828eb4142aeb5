// Latin words, numbers and pinyin of a query → slots. The twin of generator/search/latin.py.
import { readHan } from "./han.js";
import { EMPTY } from "./letters.js";
import { decode, spelled, spelledTitle } from "./pinyin.js";
import { LONGER, SAME, SLIP, SOUND, Slot } from "./reading.js";
import { oneSlip } from "./slips.js";

const SILENT_PINYIN = /zenmeban|zenmeyang|zenme|weishenme|shenme|nengbuneng|keyi/;
const PHRASE = 3;

export function readLatin(typed, reading, shelves) {
  const strange = [];
  const telling = typed.filter((word) => !EMPTY.has(word));
  const words = telling.length ? telling : typed;
  for (let at = 0; at < words.length; ) {
    const phrase = (size) => words.slice(at, at + size).join(" ");
    let size = Math.min(PHRASE, words.length - at);
    while (size > 1 && !shelves.groups(phrase(size)).length) size--;
    const word = phrase(size);
    const slot = new Slot();
    slot.addGroups(shelves.groups(word), SAME);
    if (size === 1 && shelves.line(word[0]).has(word.slice(1))) slot.add(word, SAME);
    if (slot.options.size) reading.text += word.replaceAll(" ", "");
    else strange.push(word);
    if (size === 1) addOthers(word, slot, shelves, at === words.length - 1);
    if (slot.options.size) reading.slots.push(slot);
    at += size;
  }
  readPinyin(strange.map((word) => word.replace(/[^a-z]/g, "")).filter(Boolean), reading, shelves);
}

function addOthers(word, slot, shelves, last) {
  const addFitting = (fits, weight) => {
    for (const rest of shelves.line(word[0]).keys()) if (fits(word[0] + rest)) slot.add(word[0] + rest, weight);
    for (const other of shelves.wordsBeside(word[0])) if (fits(other)) slot.addGroups(shelves.groups(other), weight);
  };
  if (last && word.length > 2) addFitting((other) => other.startsWith(word) && other !== word, LONGER);
  if (!slot.options.size && word.length > 4) addFitting((other) => oneSlip(word, other), SLIP);
}

function readPinyin(words, reading, shelves) {
  const told = words.flatMap((word) => word.split(SILENT_PINYIN)).filter(Boolean);
  if (!told.length || readLetters(told, reading, shelves) || told.length === 1) return;
  for (const word of told) readLetters([word], reading, shelves);
}

function readLetters(words, reading, shelves) {
  const typed = words.join("");
  let text = decode(words, shelves);
  const spellings = text && shelves.groups(text).length ? [] : spelled(typed, shelves).slice(0, 3);
  if (spellings.length) {
    const slot = new Slot();
    for (const word of spellings) slot.addGroups(shelves.groups(word), SOUND);
    reading.slots.push(slot);
    reading.words.push(spellings[0]);
  }
  if (!text && !spellings.length) text = spelledTitle(typed, shelves);
  if (text) {
    reading.words.push(text);
    readHan(text, reading, shelves, 1);
  }
  return Boolean(text || spellings.length);
}

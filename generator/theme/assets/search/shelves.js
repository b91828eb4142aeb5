// The files of the index. A look-up in a volume that is not here yet finds nothing and notes the volume
// down; whoever asks fetches what was noted and asks again. The twin of generator/search/shelves.py.
import { foldSound, isHan } from "./letters.js";

const FOLDER = new URL("../../search/", import.meta.url);
const AT_ONCE = 4; // leaves connections for what is being typed
const UNSPOKEN = "?";
export const WORD = 24;
export const SITE = new URL("../", FOLDER);

async function load(name, version, options) {
  const address = new URL(name, FOLDER);
  if (version) address.search = `v=${version}`;
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.text();
}

export class Shelves {
  static async open() {
    return new Shelves(JSON.parse(await load("core.json", "", { cache: "no-cache" })));
  }

  constructor(core) {
    this.core = core;
    this.noted = new Set();
    this.files = new Map();
    this.coming = new Map(); // name → promise of the file
    this.usual = new Map(); // character → its usual sound, folded
    this.spoken = new Map(); // character → all its sounds
    this.characters = new Map(); // sound → characters whose usual sound it is
    this.syllables = new Map(); // sound → the syllables that it stands for
    for (const [syllable, [first, second]] of Object.entries(core.sounds)) {
      const sound = foldSound(syllable);
      this.syllables.set(sound, [...(this.syllables.get(sound) ?? []), syllable]);
      this.characters.set(sound, (this.characters.get(sound) ?? "") + first);
      for (const sign of first) this.usual.set(sign, sound);
      for (const sign of first + second) this.spoken.set(sign, [...(this.spoken.get(sign) ?? []), sound]);
    }
    this.entries = core.entries.flatMap((listed, kind) =>
      listed.map((one) => {
        const end = one.indexOf(" ");
        return { kind, address: core.kinds[kind][2] + one.slice(0, end), title: one.slice(end + 1) };
      }),
    );
  }

  /** The first words of the groups that a word is in. */
  groups(word) {
    return this.#volume(word[0])?.get("#")?.get(word)?.split(",") ?? [];
  }

  /** The words of a group that the handbook has. */
  members(first) {
    return [first, ...(this.#group(first) ?? "").split(",").slice(1)];
  }

  /** Words of groups in the volume of a character or letter: those that begin with its sound are there. */
  wordsBeside(sign) {
    return [...(this.#volume(sign)?.get("#")?.keys() ?? [])];
  }

  /** Words of groups in a piece, from left to right, the longest first: [start, end, groups]. */
  named(piece) {
    const spans = [];
    for (let at = 0; at < piece.length; ) {
      let size = Math.min(WORD, piece.length - at);
      while (size > 0 && !this.groups(piece.slice(at, at + size)).length) size--;
      if (size) spans.push([at, at + size, this.groups(piece.slice(at, at + size))]);
      at += Math.max(size, 1);
    }
    return spans;
  }

  /** Fetches everything noted since the last time; false when there was nothing to fetch. */
  async fetchNoted() {
    const wanted = [...this.noted];
    this.noted.clear();
    await Promise.all(wanted.map((name) => this.#fetch(name)));
    return wanted.length > 0;
  }

  /** Fetches what no query has asked for yet, so that no later key waits, not even when the network goes. */
  async fetchRest() {
    const left = Object.keys(this.core.versions);
    const lane = async () => {
      for (let name; (name = left.pop()); ) if (!this.files.has(name)) await this.#fetch(name, { priority: "low" });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  #fetch(name, options) {
    if (!this.coming.has(name)) this.coming.set(name, this.#bring(name, options).finally(() => this.coming.delete(name)));
    return this.coming.get(name);
  }

  async #bring(name, options) {
    const text = await load(name, this.core.versions[name], options);
    this.files.set(name, name.endsWith(".json") ? readStrangers(text) : name === "names.txt" ? text.split(" ") : new Volume(text));
  }

  #strangers(sign) {
    const name = `strangers-${String(sign.codePointAt(0) >> 11).padStart(2, "0")}.json`;
    return this.#file(name);
  }

  #file(name) {
    if (!this.core.versions[name]) return undefined; // the handbook has no such words
    if (!this.files.has(name)) this.noted.add(name);
    return this.files.get(name);
  }

  plain(sign) {
    return !isHan(sign) || this.usual.has(sign) ? sign : (this.#strangers(sign)?.plain.get(sign) ?? sign);
  }

  /** The usual sound of a character, also of one that the handbook does not use; UNSPOKEN if unknown. */
  sound(sign) {
    return this.usual.get(sign) ?? this.#strangers(sign)?.spoken.get(sign) ?? UNSPOKEN;
  }

  line(sign) {
    return this.#volume(sign)?.get(sign) ?? NOTHING;
  }

  /** Words that may be typed by their initials. */
  get names() {
    return this.#file("names.txt") ?? [];
  }

  /** What the terms of a result look like on a page, as [word, weight]. */
  wordsOf(terms) {
    const looks = (term) => (term[0] === "=" ? this.members(term.slice(1)) : [term]);
    return terms.flatMap(([term, rare]) => looks(term).map((word) => [word, rare]));
  }

  #group(first) {
    return this.#volume(first[0])?.get("=")?.get(first);
  }

  packed(term) {
    if (term[0] === "=") return this.#group(term.slice(1))?.split(",")[0];
    return this.line(term[0]).get(term.slice(1));
  }

  #volume(sign) {
    if (!isHan(sign)) return this.#file(`${sign}-.txt`);
    const sound = this.sound(sign);
    return this.#file(sound === UNSPOKEN ? "unspoken.txt" : `${sound}.txt`);
  }
}

const NOTHING = new Map();

/** A volume: head → Map of the rest of each term → what the index says of it. A line is read when it is first asked for. */
class Volume {
  constructor(text) {
    this.lines = new Map(text.trimEnd().split("\n").map((line) => [line[0], line]));
  }

  get(head) {
    const line = this.lines.get(head);
    if (typeof line !== "string") return line;
    const cells = line.slice(2).split("\t");
    const read = new Map(cells.map((cell) => [cell.slice(0, cell.lastIndexOf(" ")), cell.slice(cell.lastIndexOf(" ") + 1)]));
    this.lines.set(head, read);
    return read;
  }
}

function readStrangers(text) {
  const { plain, sounds } = JSON.parse(text);
  const spoken = Object.entries(sounds).flatMap(([sound, signs]) => [...signs].map((sign) => [sign, sound]));
  return { plain: new Map(plain.match(/../g)?.map((pair) => [pair[0], pair[1]])), spoken: new Map(spoken) };
}

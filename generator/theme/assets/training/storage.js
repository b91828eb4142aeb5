// What the phone remembers. Storage may be switched off, full, damaged, or written by a newer handbook
// than this page: then the value lives as long as the page, and `trouble` says in words what happened.
const PREFIX = "wushe.training.";
const VERSION = 1;
const WORDS = {
  closed: "这台手机的浏览器不让网页存东西：照常能用，关掉这一页就不记得了。",
  full: "手机存不下了（存满了，或开着无痕浏览）：照常能用，关掉这一页就不记得了。",
  broken: "上次的记录读不出来了，从头来一遍就好。",
  newer: "手机上的记录是新版手册写的，这一页还是旧版，就不动它。联网刷新以后再来；现在做的，关掉这一页就不记得了。",
};

export class Memory {
  #area;
  #held = new Map();
  #troubles = new Map();

  /** `area` gives the storage; it is asked each time, because a browser may refuse with an error. */
  constructor(area = () => localStorage) {
    this.#area = area;
  }

  /** The value under a name, or `otherwise` when there is none that `isSound`. */
  read(name, isSound, otherwise) {
    if (this.#held.has(name)) return this.#held.get(name);
    let text;
    try {
      text = this.#area().getItem(PREFIX + name);
    } catch {
      this.#troubles.set(name, "closed");
      return otherwise;
    }
    if (text === null) return otherwise;
    const { version, value } = parsed(text);
    if (version === VERSION && isSound(value)) return value;
    this.#troubles.set(name, version > VERSION ? "newer" : "broken");
    return otherwise;
  }

  write(name, value) {
    if (!["newer", "closed"].includes(this.#troubles.get(name))) {
      try {
        this.#area().setItem(PREFIX + name, JSON.stringify({ version: VERSION, value }));
        this.#held.delete(name);
        this.#troubles.delete(name);
        return;
      } catch (error) {
        this.#troubles.set(name, /quota/i.test(error.name) ? "full" : "closed");
      }
    }
    this.#held.set(name, value);
  }

  /** Removes every value whose name begins so, also of modules that are gone. */
  forget(start) {
    for (const map of [this.#held, this.#troubles]) {
      for (const name of [...map.keys()]) if (name.startsWith(start)) map.delete(name);
    }
    try {
      const area = this.#area();
      const names = Array.from({ length: area.length }, (_, at) => area.key(at));
      for (const name of names) if (name.startsWith(PREFIX + start)) area.removeItem(name);
    } catch {
      // what may not be touched holds nothing of ours
    }
  }

  /** A calm word about what cannot be remembered of the names that begin so, or "". */
  trouble(start) {
    for (const [name, kind] of this.#troubles) if (name.startsWith(start)) return WORDS[kind];
    return "";
  }
}

function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

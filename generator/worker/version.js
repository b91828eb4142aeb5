// One version of the handbook: its list, and how its files are named in the store.
class Version {
  constructor({ version, day, files, packs }) {
    Object.assign(this, { version, day, files, packs });
    this.hashes = new Map(Object.entries(files).map(([address, hash]) => [new URL(address, SITE).pathname, hash]));
  }

  static async read(store, slot) {
    const found = await store.match(slot);
    return found ? new Version(await found.json()) : null;
  }

  key(path, hash = this.hashes.get(path)) {
    return `${SITE.origin}${path}?v=${hash}`;
  }

  async lacking(store) {
    const there = new Set((await store.keys()).map((request) => request.url));
    return new Set([...this.hashes.keys()].filter((path) => !there.has(this.key(path))));
  }

  write(store, slot) {
    return store.put(slot, new Response(JSON.stringify(this)));
  }
}

// What a query is made of. The twin of generator/search/reading.py.
export const [SAME, GROUP, LONGER, SOUND, SLIP, PART] = [10, 7, 6, 6, 5, 3];

export class Slot {
  constructor(...terms) {
    this.options = new Map(terms);
  }

  add(term, weight) {
    this.options.set(term, Math.max(weight, this.options.get(term) ?? 0));
  }

  addGroups(groups, weight) {
    for (const group of groups) this.add(`=${group}`, weight);
  }
}

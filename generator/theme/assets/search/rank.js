// Slots → entries in order of evidence. The twin of generator/search/rank.py, which says why.
import { isFaint } from "./letters.js";
import { rarityOf, unpack } from "./postings.js";
import { SAME } from "./reading.js";

const UNKNOWN = 40;
const KIND = [100, 92, 90, 92, 84, 88, 74, 55, 75];

/** Results { number, points, share: per cent of the query, terms: [term, rarity] }, strongest first. */
export function rank(reading, shelves) {
  const results = new Map();
  let whole = 0;
  for (const slot of reading.slots) {
    const best = new Map();
    let rarest = 0;
    const most = limit(slot, shelves);
    for (const term of [...slot.options.keys()].sort()) {
      const packed = shelves.packed(term);
      if (!packed) continue;
      const rare = Math.floor(Math.min(rarityOf(packed), most) / (isFaint(term) ? 2 : 1));
      const weight = slot.options.get(term) * rare;
      rarest = Math.max(rarest, rare);
      unpack(packed, (number, _field, points) => {
        const worth = weight * points;
        const found = best.get(number);
        if (!found || worth > found.worth) best.set(number, { worth, weight, term, rare });
      });
    }
    whole += SAME * (rarest || UNKNOWN);
    for (const [number, { worth, weight, term, rare }] of best) {
      if (!results.has(number)) results.set(number, { number, points: 0, covered: 0, terms: [] });
      const result = results.get(number);
      result.points += worth;
      result.covered += weight;
      result.terms.push([term, rare]);
    }
  }
  for (const result of results.values()) {
    const { kind, title } = shelves.entries[result.number];
    result.share = Math.floor((100 * result.covered) / Math.max(1, whole));
    const cover = 50 + Math.floor((50 * result.covered) / Math.max(1, whole));
    for (const per of [cover, KIND[kind], named(reading.text, title.toLowerCase())]) result.points = Math.floor((result.points * per) / 100);
  }
  return [...results.values()].sort((a, b) => b.points - a.points || a.number - b.number);
}

function limit(slot, shelves) {
  const groups = [...slot.options.keys()].filter((term) => term[0] === "=").map((term) => shelves.packed(term));
  const known = groups.filter(Boolean).map(rarityOf);
  return known.length ? Math.max(...known) : 99;
}

function named(text, title) {
  const whole = title.replaceAll(" ", "");
  if (!text || !whole.includes(text)) return 100;
  return text === whole || text === title.split(" ")[0] ? 170 : 130;
}

// Where runs are kept: one entry of localStorage for each, so that two runs never touch each other. The
// only module that knows storage. It never throws: what could not be kept is said in the answer.
import { kept, merge, read } from "./run.js";

const PREFIX = "wushe-run:";
const FORGET = 7 * 24 * 3600 * 1000; // how long another tab is told of a deleted run

const keyOf = (run) => `${PREFIX}${run.page}:${run.id}`;

/** Every run of a page, or of all: { runs, newer, damaged }. What cannot be read stays where it is:
 *  `newer`: whether a later version wrote some; `damaged`: entries { key, text }. */
export function readAll(page, now) {
  const found = { runs: [], newer: false, damaged: [] };
  try {
    const store = window.localStorage; // the mere look throws where storage is forbidden
    const start = page ? `${PREFIX}${page}:` : PREFIX;
    const keys = Array.from({ length: store.length }, (_, at) => store.key(at)).filter((key) => key.startsWith(start));
    for (const key of keys.sort()) {
      const text = store.getItem(key);
      const { run, newer } = read(text);
      if (newer) found.newer = true;
      else if (!run || keyOf(run) !== key) found.damaged.push({ key, text });
      else if (run.gone.is && run.gone.at < now - FORGET) store.removeItem(key);
      else found.runs.push(run);
    }
  } catch {
    // nothing to read; keeping will say why
  }
  return found;
}

/** Keeps a run, merged with what another tab has kept meanwhile: { run, trouble }.
 *  `trouble`: "", "full", "forbidden", or "newer": a later version works on it and is not overwritten. */
export function keep(run) {
  let merged = run;
  try {
    const stored = read(window.localStorage.getItem(keyOf(run)));
    if (stored.newer) return { run, trouble: "newer" };
    if (stored.run) merged = merge(stored.run, run);
    window.localStorage.setItem(keyOf(run), JSON.stringify(kept(merged)));
    return { run: merged, trouble: "" };
  } catch (error) {
    return { run: merged, trouble: isFull(error) ? "full" : "forbidden" };
  }
}

// Private windows of old Safari have room for nothing at all; that is forbidden, not full.
const isFull = (error) => (/quota/i.test(error.name) || error.code === 22) && window.localStorage.length > 0;

/** Deletes a damaged entry, or puts it back. */
export const removeEntry = ({ key }) => window.localStorage.removeItem(key);
export const putEntry = ({ key, text }) => window.localStorage.setItem(key, text);

/** Calls back with each run of the page that another tab has kept. */
export function watch(page, heard) {
  window.addEventListener("storage", ({ key, newValue }) => {
    const run = key && key.startsWith(`${PREFIX}${page}:`) && newValue && read(newValue).run;
    if (run) heard(run);
  });
}

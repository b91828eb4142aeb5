// One run of a checklist: who ticked what, when, with which note. Pure: a run and a time go in, a new run
// comes out. Every fact is { is, at }; of two that differ, the one set later counts. So two tabs, or a phone
// and a file, can be merged in any order without losing anything.
const VERSION = 1;
const TOLD = ["name", "who", "where"];
const FACTS = ["list", "started", "gone", ...TOLD];
const ITEM_FACTS = ["done", "note", "text"];
const EMPTY = { done: 0, note: "", text: "" };
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const fact = (is, at) => ({ is, at });
/** A fact set now wins over what it replaces, even if a clock was wrong. */
const after = (old, is, at) => fact(is, old ? Math.max(at, old.at + 1) : at);
/** Items are looked up by names that come from files: `constructor` is no item. */
const own = (items, id) => (Object.prototype.hasOwnProperty.call(items, id) ? items[id] : {});
export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A new run. `list`: the ids of the page's items; kept, so that progress is known without the page. */
export function begin(page, id, list, at) {
  const run = { v: VERSION, page, id };
  for (const name of FACTS) run[name] = fact("", at);
  return { ...run, list: fact(list, at), started: fact(at, at), gone: fact(false, at), items: {} };
}

/** What the run says of an item: when it was done (0: not), the note, and the words it had then. */
export function look(run, id) {
  const item = own(run.items, id);
  return Object.fromEntries(ITEM_FACTS.map((name) => [name, item[name] ? item[name].is : EMPTY[name]]));
}

/** Sets facts of one item: `{ done: time or 0 }` or `{ note }`, and the words it has today. */
export function mark(run, id, facts, at) {
  const item = { ...own(run.items, id) };
  for (const [name, is] of Object.entries(facts)) item[name] = after(item[name], is, at);
  return { ...run, items: { ...run.items, [id]: item } };
}

/** Sets facts of the whole run: a name, who, where, gone, the list as it stands. Equal ones stay untouched. */
export function tell(run, facts, at) {
  const told = { ...run };
  for (const [name, is] of Object.entries(facts)) if (!same(run[name].is, is)) told[name] = after(run[name], is, at);
  return told;
}

/** The same run from the start: no tick, no note. Who, where and name stay. */
export function again(run, at) {
  return Object.keys(run.items).reduce((left, id) => mark(left, id, { done: 0, note: "" }, at), tell(run, { started: at }, at));
}

/** As `former` was, set anew, so that it wins over what happened since. */
export function restore(run, former, at) {
  const facts = Object.fromEntries(FACTS.map((name) => [name, former[name].is]));
  return Object.keys(former.items).reduce((left, id) => mark(left, id, look(former, id), at), tell(run, facts, at));
}

/** What is kept of it: of a deleted run only that it is gone, so that another tab does not bring it back. */
export function kept(run) {
  if (!run.gone.is) return run;
  const left = { ...run, items: {} };
  for (const name of TOLD) left[name] = fact("", run[name].at);
  return left;
}

/** Two states of one run as one; the order does not matter, not even to the bytes. */
export function merge(a, b) {
  const run = { v: VERSION, page: a.page, id: a.id };
  for (const name of FACTS) run[name] = later(a[name], b[name]);
  run.items = {};
  for (const id of Object.keys({ ...a.items, ...b.items }).sort()) {
    const item = {};
    for (const name of ITEM_FACTS) {
      const one = later(own(a.items, id)[name], own(b.items, id)[name]);
      if (one) item[name] = one;
    }
    run.items[id] = item;
  }
  return run;
}

function later(a, b) {
  if (!a || !b) return a || b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return JSON.stringify(a.is) >= JSON.stringify(b.is) ? a : b;
}

/** When anything was last set. */
export function touched(run) {
  const facts = [...FACTS.map((name) => run[name]), ...Object.values(run.items).flatMap((item) => Object.values(item))];
  return Math.max(...facts.map((one) => one.at));
}

export function progress(run) {
  const done = run.list.is.filter((id) => look(run, id).done).length;
  return { done, total: run.list.is.length };
}

/** Whether somebody has put anything into it. */
export const used = (run) =>
  TOLD.some((name) => run[name].is) || Object.keys(run.items).some((id) => look(run, id).done || look(run, id).note);

/** Ids that were ticked or noted and are not on the list any more (taken off it, or renamed). */
export const removed = (run) =>
  Object.keys(run.items).filter((id) => !run.list.is.includes(id) && (look(run, id).done || look(run, id).note));

/** A run out of what was stored: { run }, or { newer: true } of a later version, or {} for damaged. */
export function read(text) {
  let run;
  try {
    run = JSON.parse(text);
  } catch {
    return {};
  }
  if (run && run.v > VERSION) return { newer: true };
  return sound(run) ? { run: merge(run, run) } : {};
}

const isTime = (is) => Number.isFinite(is) && is >= 0 && is < 8e15; // what a Date can hold
const isFact = (kind) => (one) => one && typeof one === "object" && isTime(one.at) && kind(one.is);
const isText = (is) => typeof is === "string";
const isId = (is) => isText(is) && ID.test(is);
const isList = (is) => Array.isArray(is) && is.every(isId);
const RULES = { list: isList, started: isTime, gone: (is) => typeof is === "boolean", done: isTime };

function sound(run) {
  const fits = (owner) => (name) => isFact(RULES[name] || isText)(owner[name]);
  const isItem = ([id, item]) =>
    isId(id) && item && typeof item === "object" && ITEM_FACTS.every((name) => !(name in item) || fits(item)(name));
  return Boolean(
    run && run.v === VERSION && isId(run.page) && isId(run.id) && FACTS.every(fits(run)) &&
      run.items && typeof run.items === "object" && !Array.isArray(run.items) && Object.entries(run.items).every(isItem),
  );
}

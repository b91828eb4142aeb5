// The runs of one checklist as an open page holds them: one is open, every change is kept at once, and what
// another tab keeps comes in. Where keeping fails, the book goes on in memory and tries again at every change.
import { begin, kept, merge, restore, same, tell, touched, used } from "./run.js";
import { keep, putEntry, readAll, removeEntry, watch } from "./store.js";

export class Book {
  /** `ids`: the items of the page as it stands today; `onLost(run)`: another tab has deleted the open run. */
  constructor(page, ids, onLost) {
    const { runs, newer, damaged } = readAll(page, Date.now());
    Object.assign(this, { page, ids, onLost, newer, damaged });
    this.runs = new Map(runs.map((run) => [run.id, run]));
    this.unkept = new Map(); // id → why
    this.settle();
  }

  /** The open run with the list as it stands today. */
  get run() {
    return this.seen(this.current);
  }

  seen(run) {
    return tell(run, { list: this.ids }, Date.now());
  }

  /** Every run that is not deleted, the newest first; the open one even if nothing was ever put into it. */
  all() {
    const all = [...new Map(this.runs).set(this.current.id, this.current).values()];
    return all.filter((run) => !run.gone.is).map((run) => this.seen(run)).sort((a, b) => b.started.is - a.started.is);
  }

  /** What the reader has to know: "full", "forbidden", "newer", "damaged". */
  troubles() {
    const all = [...this.unkept.values(), this.newer && "newer", this.damaged.length && "damaged"];
    return [...new Set(all.filter(Boolean))];
  }

  /** `edit(run, at)` gives the changed run. */
  change(edit) {
    this.put(edit(this.run, Date.now()));
    if (this.current.gone.is) this.lose();
  }

  put(run) {
    this.runs.set(run.id, run);
    for (const id of new Set([run.id, ...this.unkept.keys()])) {
      const answer = keep(this.runs.get(id));
      this.runs.set(id, answer.run);
      if (answer.trouble) this.unkept.set(id, answer.trouble);
      else this.unkept.delete(id);
    }
    this.current = this.runs.get(this.current.id) || this.current;
  }

  /** Opens the run that the address names, or the one last worked on, or a new one. */
  settle() {
    const asked = this.runs.get(location.hash.replace("#run=", ""));
    const open = [...this.runs.values()].filter((run) => !run.gone.is).sort((a, b) => touched(b) - touched(a));
    this.current = asked && !asked.gone.is ? asked : open[0] || this.fresh();
  }

  fresh() {
    const id = `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
    return begin(this.page, id, this.ids, Date.now());
  }

  /** The address names the open run, so that a reload does not open another one. */
  choose(id) {
    this.current = this.runs.get(id) || this.current;
    history.replaceState(history.state, "", `#run=${this.current.id}`);
  }

  another() {
    if (used(this.current)) this.put((this.current = this.fresh()));
    this.choose(this.current.id);
  }

  /** Gives the run as it was, for `bringBack`. */
  drop(id) {
    const former = this.runs.get(id) || this.current;
    this.put(tell(former, { gone: true }, Date.now()));
    if (former.id === this.current.id) this.settle();
    return former;
  }

  bringBack(former) {
    this.put(restore(this.runs.get(former.id) || former, former, Date.now()));
    this.choose(former.id);
  }

  dropDamaged(entry) {
    removeEntry(entry);
    this.damaged = this.damaged.filter((one) => one !== entry);
  }

  bringBackDamaged(entry) {
    putEntry(entry);
    this.damaged = [...this.damaged, entry];
  }

  /** Takes in a run from a file; gives whether it joined one that is here. */
  takeIn(run) {
    const mine = this.runs.get(run.id);
    this.put(tell(mine ? merge(mine, run) : run, { gone: false }, Date.now()));
    this.choose(run.id);
    return Boolean(mine && !mine.gone.is);
  }

  /** Another tab has kept a run: both join, and what it did not know is kept again. */
  hear(run) {
    const mine = this.runs.get(run.id);
    const merged = mine ? merge(mine, run) : run;
    this.runs.set(run.id, merged);
    if (!same(kept(merged), run)) this.put(merged);
    if (run.id !== this.current.id) return;
    this.current = merged;
    if (merged.gone.is) this.lose();
  }

  lose() {
    const former = tell(this.current, { gone: false }, Date.now());
    this.settle();
    this.onLost(former);
  }

  /** Calls back after another tab's change, and when the page comes back from sleep: it heard nothing then. */
  follow(onChange) {
    const wake = () => {
      for (const run of readAll(this.page, Date.now()).runs) this.hear(run);
      onChange();
    };
    watch(this.page, (run) => {
      this.hear(run);
      onChange();
    });
    window.addEventListener("pageshow", wake);
    document.addEventListener("visibilitychange", () => document.hidden || wake());
  }
}

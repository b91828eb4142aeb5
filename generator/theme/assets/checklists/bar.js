// The bar that floats over the foot of the screen: how far the run is, and the last word said, with what
// can be done about it.
import { button, make } from "./dom.js";
import { progress } from "./run.js";
import { countOf } from "./words.js";

/** `onMore`: she wants what stands below the list. Gives { part, say(words, label, act), toAnswer(), draw(run) }. */
export function bar(onMore) {
  const words = make("p", { className: "run-said", role: "status" });
  let act;
  const answer = button("", () => act(), { hidden: true });
  const meter = make("progress", { "aria-hidden": "true" });
  const count = make("output", { className: "run-count" });
  const part = make("div", { className: "run-bar" },
    words, make("div", { className: "run-meter" }, meter, count, answer, button("更多", onMore)));

  return {
    part,
    say(said, label = "", acting = null) {
      act = acting;
      words.textContent = said;
      answer.textContent = label;
      answer.hidden = !label;
    },
    /** For whoever works by keyboard: what she stood on is gone, the answer is where she goes on. */
    toAnswer: () => answer.focus(),
    draw(run) {
      const { done, total } = progress(run);
      [meter.max, meter.value] = [total, done];
      const said = done === total ? `全部勾完 ${countOf(run)}` : countOf(run);
      if (count.textContent !== said) count.textContent = said;
    },
  };
}

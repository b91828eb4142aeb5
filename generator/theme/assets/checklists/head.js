// Above the list: one line for who does it and where, and what the reader has to know about keeping.
import { field, fill, make } from "./dom.js";
import { used } from "./run.js";
import { headOf } from "./words.js";

const TROUBLES = {
  forbidden: "这台手机现在不让网页存东西（多半是无痕浏览）。照样能勾，关掉这一页就没了：做完请先带走。",
  full: "手机给网页的地方满了，新勾的存不下来。照样能勾，关掉这一页就没了：请先带走，再删几次旧的。",
  newer: "手机里有新版手册存的记录，这一页太旧，读不了，也没有动它。请连上网刷新一下。",
  damaged: "有一份旧记录读不出来。没有删，放在页尾“做过几次”里。",
};

/** `onTold(facts)`: somebody has written who or where. Gives { part, draw(run, troubles, now) }. */
export function head(onTold) {
  const [who, whoField] = field("谁", { placeholder: "称呼就行" });
  const [where, whereField] = field("在哪", { placeholder: "如 3 号楼" });
  whoField.addEventListener("input", () => onTold({ who: whoField.value }));
  whereField.addEventListener("input", () => onTold({ where: whereField.value }));
  const trouble = make("div", { className: "run-warning", role: "status" });
  const paper = make("p", { className: "run-paper" });
  const part = make("section", { className: "run-head", "aria-label": "这一次" },
    trouble, make("div", { className: "run-told" }, who, where), paper);

  return {
    part,
    draw(run, troubles, now) {
      fill(whoField, run.who.is);
      fill(whereField, run.where.is);
      paper.textContent = used(run) ? headOf(run, now) : "";
      const said = troubles.map((one) => TROUBLES[one]).join("\n");
      if (trouble.textContent !== said) trouble.textContent = said;
    },
  };
}

// A module page: its quiz, the switch 带课模式, and what comes out of the printer.
import { button, element } from "./element.js";
import { isLeading, leadingSwitch } from "./leading.js";
import { standing } from "./quiz.js";
import { Memory } from "./storage.js";
import { startQuiz } from "./view.js";

const place = document.querySelector("[data-quiz]");
const sections = [...document.querySelectorAll("[data-question]")];
const folded = [...document.querySelectorAll(".answers, .facilitator")];
const memory = new Memory();

const progress = element("a", "tool progress");
progress.href = "#quiz";
const show = startQuiz(place.dataset.quiz, sections, memory, (record, done, all) => {
  const words = { passed: `✓ 小测已通过（${record.passed}）`, begun: `◐ 小测还没通过，答了 ${done}／${all} 题`, new: `○ 小测还没做，共 ${all} 题` };
  progress.textContent = words[standing(record)];
});

const toNotes = element("a", "tool leader-only", "看流程和提示");
toNotes.href = "#prepare";
const toPaper = button("tool", "", () => print());
const copyName = element("p", "copy-name");
document.querySelector("h1").after(copyName);
const quizNote = element("p", "leader-only", "带课模式开着：题目照讲义的次序，答案都打开了。要自己答题，请先关掉带课模式。");
sections[0].before(quizNote);

function lead(on) {
  document.documentElement.dataset.leading = on ? "yes" : "no"; // the style sheet does the rest
  toPaper.textContent = on ? "打印带课稿（含答案）" : "打印讲义（不含答案）";
  copyName.textContent = on ? "带课稿：含答案和带课提示，不发给学员" : "学员讲义　姓名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿";
}
function unfold(on) {
  for (const fold of folded) fold.open = on;
}

const tools = [progress, ...leadingSwitch(memory, (on) => (lead(on), unfold(on))), toNotes];
if (typeof print === "function") tools.push(toPaper); // browsers inside other apps may have none
place.append(...tools);
lead(isLeading(memory));
if (isLeading(memory)) unfold(true);
addEventListener("beforeprint", () => isLeading(memory) && unfold(true));
addEventListener("pageshow", (event) => event.persisted && show()); // back on a page that was kept asleep

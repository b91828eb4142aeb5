// A quiz as it is seen: one tap answers a question, then every option says why. The list and the folded
// answers of the page stay as they are, for paper and for 带课模式; this stands beside them on the screen.
import { button, element } from "./element.js";
import { NEW_RECORD, answered, chosen, isRecord, judge, nextAttempt, settled, shuffled } from "./quiz.js";

/** Makes the sections of a page live. Returns a function that reads the phone's memory and shows it anew. */
export function startQuiz(id, sections, memory, shown) {
  const name = `quiz.${id}`;
  const questions = sections.map(readQuestion);
  const outcome = element("div", "live outcome");
  const words = element("div");
  words.setAttribute("role", "status");
  const again = button("button again", "再答一遍", () => {
    memory.write(name, nextAttempt(record()));
    show();
    sections[0].scrollIntoView();
    sections[0].querySelector(".choice button").focus({ preventScroll: true });
  });
  outcome.append(words, again);
  sections[sections.length - 1].after(outcome);
  let attempt = 0;

  function record() {
    const read = memory.read(name, isRecord, NEW_RECORD);
    const now = settled(read, questions, today());
    if (now !== read) memory.write(name, now);
    return now;
  }

  function choose(question, option) {
    memory.write(name, answered(record(), questions, question, option, today()));
    show();
  }

  function show() {
    const now = record();
    if (attempt !== now.attempt) for (const question of questions) layOut(question, `${id}/${question.id}/${now.attempt}`, choose);
    attempt = now.attempt;
    for (const question of questions) reveal(question, chosen(question, now));
    const verdict = judge(questions, now);
    words.replaceChildren(...summary(questions, now, verdict), element("p", "trouble", memory.trouble(name)));
    again.hidden = !verdict.done;
    shown(now, questions.length - verdict.open.length, questions.length);
  }

  show();
  return () => {
    attempt = 0; // what was answered may have been cleared meanwhile
    show();
  };
}

function readQuestion(section) {
  const options = [...section.querySelectorAll("[data-option]")].map((line) => line.dataset.option);
  const live = element("div", "live");
  section.querySelector(".answers").before(live);
  return { id: section.dataset.question, answer: section.dataset.answer, safety: "safety" in section.dataset, options, section, live };
}

/** The options of a question as buttons, in the order of this attempt. */
function layOut(question, seed, choose) {
  const list = element("ul", "choices");
  shuffled(question.options, seed).forEach((option, place) => {
    const tap = button("", "", () => choose(question, option));
    tap.append(element("b", "letter", "ABCDE"[place]), element("span", "", ...content(question.section, "option", option)));
    const row = element("li", "choice", tap);
    row.dataset.choice = option;
    list.append(row);
  });
  const verdict = element("p", "verdict");
  verdict.setAttribute("role", "status");
  question.live.replaceChildren(list, verdict);
}

/** After an answer: the verdict, and under every option why. */
function reveal(question, choice) {
  const verdict = question.live.querySelector(".verdict");
  if (!choice || verdict.hasChildNodes()) return;
  for (const row of question.live.querySelectorAll(".choice")) {
    const option = row.dataset.choice;
    const right = option === question.answer;
    row.classList.add(right ? "right" : "wrong");
    row.classList.toggle("chosen", option === choice);
    row.firstChild.setAttribute("aria-disabled", "true");
    const sign = element("b", "sign", (right ? "✓ 对" : "✗ 不对") + (option === choice ? "（您选的）" : ""));
    row.append(element("div", "why", sign, " ", ...content(question.section, "why", option)));
  }
  const letter = question.live.querySelector(".right .letter").textContent;
  const wrong = question.safety ? `✗ 不对，对的是 ${letter}。这是安全题，请把“为什么”看完。` : `✗ 不对，对的是 ${letter}。`;
  verdict.append(choice === question.answer ? "✓ 答对了。" : wrong);
  verdict.classList.add(choice === question.answer ? "right" : "wrong");
  const basis = question.section.querySelector(".answers .basis");
  if (basis) question.live.append(basis.cloneNode(true));
}

/** What the page says of an option, without its letter. */
function content(section, kind, option) {
  const line = section.querySelector(`[data-${kind}="${option}"]`).cloneNode(true);
  line.querySelector("strong").remove();
  return line.childNodes;
}

/** Where the attempt stands, and what to look at again. */
function summary(questions, record, verdict) {
  const before = record.passed && !verdict.passed ? `${record.passed} 已经通过，这一遍不影响。` : "";
  if (!verdict.done) {
    const left = `答了 ${questions.length - verdict.open.length} 题，还有 ${verdict.open.length} 题。`;
    return [element("p", "", left + before)];
  }
  const score = `${questions.length} 题对了 ${verdict.right} 题`;
  if (verdict.passed) {
    const all = verdict.wrong.length ? "，安全题全对" : "";
    const lines = [element("p", "verdict right", `✓ 通过了：${score}${all}。`), element("p", "", `通过的日子：${record.passed}，记在这台手机上。要留底，请截屏。`)];
    return verdict.wrong.length ? [...lines, element("p", "", "再看一眼："), lookAgain(questions, verdict.wrong)] : lines;
  }
  const unsafe = verdict.unsafe.length ? `，安全题错了 ${verdict.unsafe.length} 题` : "";
  const guidance = element("a", "", "配套指引");
  guidance.href = "#next";
  return [
    element("p", "verdict wrong", `✗ 这一遍还没通过：${score}${unsafe}。${before}`),
    element("p", "", "不要紧。先看看这几题的“为什么”，翻一翻", guidance, "，再答一遍："),
    lookAgain(questions, verdict.wrong),
  ];
}

function lookAgain(questions, wrong) {
  const lines = wrong.map((question) => {
    const heading = question.section.querySelector("h3");
    const link = element("a", "", heading.textContent.replace("¶", "").trim());
    link.href = `#${heading.id}`;
    return element("li", "", link, question.safety ? "（安全题）" : "");
  });
  return element("ul", "look-again", ...lines);
}

function today() {
  return new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

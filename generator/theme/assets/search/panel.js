// The search as it is seen: what is typed goes in, rows come out. One query runs at a time; while it
// waits for a volume, only the newest text is kept.
import { around, marked } from "./marks.js";
import { nearest, read } from "./query.js";
import { rank } from "./rank.js";
import { Shelves, SITE } from "./shelves.js";

const SHOWN = 20;
const WITH_LINE = 8;
const ROUNDS = 8;
const PAUSE = 250; // ms without a key: somebody reads, so the lines are worth fetching

export function start(dialog, field) {
  const part = (name) => dialog.querySelector(`[data-search-${name}]`);
  const [list, status, help, others] = ["results", "status", "help", "near"].map(part);
  const greeting = status.textContent;
  let opening = null;
  let running = false;
  let active = -1;
  let pause = 0;
  let rest = null; // the rest of the index, on its way once there are results

  async function find(query) {
    opening ??= Shelves.open();
    const shelves = await opening;
    for (let round = 0; ; round++) {
      const reading = read(query, shelves);
      const results = rank(reading, shelves);
      const nothing = query.trim() && !results.length && !shelves.noted.size; // and no volume on its way
      const near = nothing ? nearest(query, shelves) : [];
      if (round === ROUNDS || !(await shelves.fetchNoted())) return { shelves, reading, results, near };
    }
  }

  async function run() {
    if (running) return;
    running = true;
    let query;
    do {
      query = field.value;
      try {
        const found = await find(query);
        if (query === field.value) show(query, found);
      } catch {
        opening = null;
        if (query === field.value) tell("搜索没有取到：网络不通。连上网再打一个字；看过的页照样能用。");
      }
    } while (query !== field.value);
    running = false;
  }

  function tell(words) {
    clearTimeout(pause);
    select(-1);
    list.replaceChildren();
    delete list.dataset.query;
    field.setAttribute("aria-expanded", "false");
    help.hidden = true;
    status.textContent = words;
  }

  function show(query, { shelves, reading, results, near }) {
    tell(query.trim() ? said(query, reading, results) : greeting);
    list.dataset.query = query;
    if (!query.trim()) return;
    list.append(...results.slice(0, SHOWN).map((result, at) => row(result, at, shelves)));
    field.setAttribute("aria-expanded", String(results.length > 0));
    help.hidden = results.length > 0;
    others.textContent = near.length ? `手册里相近的词：${near.join("、")}` : "";
    pause = setTimeout(() => addLines(query, results.slice(0, WITH_LINE), shelves), PAUSE);
    if (!navigator.connection?.saveData) rest ??= shelves.fetchRest().catch(() => (rest = null));
  }

  async function addLines(query, results, shelves) {
    // Not before the first results are there; without network the rows stand without their lines.
    const { excerpt } = (await import("./excerpt.js").catch(() => null)) ?? {};
    if (!excerpt) return;
    for (const [at, result] of results.entries()) {
      const { address, title } = shelves.entries[result.number];
      if (address.startsWith("apply/")) continue; // a form asks, it does not tell
      const words = shelves.wordsOf(result.terms);
      const line = await excerpt(address, words);
      if (query !== field.value || list.dataset.query !== query) return;
      const row = list.children[at];
      if (!line || !row) continue;
      const text = row.querySelector(".result-line");
      text.replaceChildren(...marked(around(line.text, words), words));
      if (line.section.title && !title.includes(line.section.title)) {
        row.querySelector(".result-section").textContent = line.section.title;
        row.dataset.section = line.section.id;
      }
    }
  }

  function row(result, at, shelves) {
    const { kind, address, title } = shelves.entries[result.number];
    const [name, label] = shelves.core.kinds[kind];
    const link = document.createElement("a");
    link.className = `result result-${name}`;
    link.id = `result-${at}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    const words = shelves.wordsOf(result.terms);
    link.innerHTML =
      '<span class="result-kind"></span><b class="result-title"></b><span class="result-section"></span><span class="result-line"></span>';
    link.querySelector(".result-kind").textContent = label;
    link.querySelector(".result-title").append(...marked(title, words));
    link.href = name === "hotlines" ? `tel:${title.split(" ")[0]}` : name === "apply" ? `/${address}` : new URL(address, SITE);
    return link;
  }

  function select(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = Math.min(Math.max(at, -1), list.children.length - 1);
    const chosen = list.children[active];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function typed() {
    if (!dialog.open) return; // closed while this was still on its way
    history.replaceState(history.state, "", `?q=${encodeURIComponent(field.value)}`);
    run();
  }

  field.addEventListener("input", typed);
  field.addEventListener("compositionend", typed);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the key belongs to the input method
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      select(active + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (active >= 0) list.children[active].click();
      else if (matchMedia("(pointer: coarse)").matches) field.blur(); // the keyboard makes room
      else list.children[0]?.click();
    }
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-section]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the address of a result is the page's; the tap goes on to the section
    location.assign(`${link.href}#${link.dataset.section}`);
  });

  return typed;
}

function said(query, reading, results) {
  const by = reading.words.length ? `按“${[...new Set(reading.words)].slice(0, 3).join("、")}”查找，` : "";
  if (!results.length) return `没有找到“${query.trim().slice(0, 20)}”。`;
  const partly = results[0].share < 40 ? "没有完全相符的，下面是最接近的" : `找到 ${results.length} 条`;
  return by + partly;
}

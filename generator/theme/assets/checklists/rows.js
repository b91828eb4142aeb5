// The boxes of the list: each gets its time and its note. Below them stands what was taken off the list.
import { button, fill, make } from "./dom.js";
import { look, removed } from "./run.js";
import { stampOf, timeOf } from "./words.js";

/** `on`: { tick(id, text, done), note(id, text, words) }. Gives { items, early, focus(), draw(run, now) }. */
export function rows(list, on) {
  const drawn = [...list.querySelectorAll("li")].map((row) => oneRow(row, on));
  const gone = make("section", { className: "run-removed", hidden: true });
  list.append(gone);
  return {
    items: drawn.map(({ id, text }) => ({ id, text })),
    early: drawn.filter(({ early }) => early), // ticked before this script was there
    focus: (id = drawn[0].id) => drawn.find((row) => row.id === id).focus(),
    draw(run, now) {
      for (const row of drawn) row.draw(look(run, row.id), now);
      drawGone(gone, run, now);
    },
  };
}

function oneRow(row, on) {
  const box = row.querySelector("input");
  const id = box.name;
  const text = row.querySelector("label b").textContent.trim();
  const stamp = make("time", { className: "run-stamp" });
  const was = make("p", { className: "run-was" });
  const note = make("textarea", { rows: 1, maxLength: 500, hidden: true, autocomplete: "off", id: `note-${id}`, placeholder: "不写姓名和证件号", "aria-label": `备注：${text}` });
  const open = button("备注", () => show(true), { className: "run-note-open", "aria-controls": note.id, "aria-label": `备注：${text}` });
  const show = (shown) => {
    note.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    grow(note);
    if (shown) note.focus();
  };
  box.addEventListener("change", () => on.tick(id, text, box.checked));
  note.addEventListener("input", () => {
    grow(note);
    on.note(id, text, note.value);
  });
  row.classList.add("run-row");
  row.querySelector("label").after(open, stamp);
  row.append(note, was);

  const draw = (item, now) => {
    box.checked = Boolean(item.done);
    row.classList.toggle("is-done", box.checked);
    stamp.textContent = item.done ? stampOf(item.done, now) : "";
    stamp.dateTime = item.done ? new Date(item.done).toISOString() : "";
    fill(note, item.note);
    if (note !== document.activeElement) {
      note.hidden = !item.note;
      open.setAttribute("aria-expanded", String(!note.hidden));
      grow(note);
    }
    const reworded = item.text && item.text !== text && (item.done || item.note);
    was.textContent = reworded ? `这一项后来改了说法，当时写的是“${item.text}”` : "";
  };
  return { id, text, early: box.checked, draw, focus: () => box.focus() };
}

/** As high as what is written in it. */
function grow(note) {
  note.style.height = "auto";
  note.style.height = `${note.scrollHeight + 2}px`;
}

function drawGone(gone, run, now) {
  const lines = removed(run).map((id) => {
    const { done, note, text } = look(run, id);
    const said = [done && `${timeOf(done, now)} 勾的`, note && `备注：${note}`].filter(Boolean).join("　");
    return make("li", {}, make("b", {}, `${done ? "✓ " : ""}${text || id}`), make("span", { className: "run-was" }, said));
  });
  gone.hidden = !lines.length;
  gone.replaceChildren(make("h2", {}, "已从清单里去掉"), make("ul", {}, ...lines));
}

// Shows a term's explanation where it stands. Without this script the link jumps to the list below.
const note = document.createElement("div");
note.className = "term-note";
note.setAttribute("role", "status");
note.hidden = true;
const close = document.createElement("button");
close.textContent = "×";
close.setAttribute("aria-label", "关闭解释");
const text = document.createElement("span");
note.append(close, text);
document.body.append(note);

let opener = null;
const hide = () => {
  note.hidden = true;
  opener?.focus();
};
close.addEventListener("click", hide);
document.addEventListener("keydown", (event) => event.key === "Escape" && !note.hidden && hide());
document.addEventListener("click", (event) => {
  const term = event.target.closest("a.term");
  if (!term) {
    if (!note.contains(event.target)) note.hidden = true;
    return;
  }
  const entry = document.getElementById(decodeURIComponent(term.hash.slice(1)));
  if (!entry) return;
  event.preventDefault();
  opener = term;
  text.textContent = entry.textContent.trim();
  note.hidden = false;
});

// Opens the search. What finds anything is fetched only when somebody wants to find something.
const dialog = document.querySelector("[data-search]");
const field = dialog.querySelector("input[type=search]");
const asked = () => new URL(location).searchParams.get("q");
const PARTS = ["panel", "query", "rank", "shelves", "marks", "letters", "han", "latin", "pinyin", "slips", "reading", "postings"];
let panel = null;

/** All modules at once: a module that is known only from another one waits for it. */
function load() {
  for (const part of PARTS) {
    const href = new URL(`./search/${part}.js`, import.meta.url).href;
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
  return import("./search/panel.js").then((module) => module.start(dialog, field));
}

const open = (query) => {
  if (!dialog.open) dialog.showModal();
  field.focus(); // within the tap itself: a phone opens its keyboard only then
  if (query !== null && query !== field.value) field.value = query;
  panel ??= load();
  panel.then((refresh) => refresh());
};

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-search-open]")) return;
  event.preventDefault();
  history.pushState({ search: true }, "", "?q=");
  open("");
});
document.addEventListener("keydown", (event) => {
  const shortcut = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
  if (!shortcut || dialog.open || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  history.pushState({ search: true }, "", "?q=");
  open("");
});
// The address says whether the search is open, so that back closes it and a shared address opens it.
const follow = () => (asked() === null ? dialog.close() : open(asked()));
window.addEventListener("popstate", follow);
dialog.addEventListener("close", () => {
  if (asked() === null) return;
  if (history.state?.search) history.back();
  else history.replaceState(null, "", location.pathname + location.hash);
});
if (asked() !== null) follow();

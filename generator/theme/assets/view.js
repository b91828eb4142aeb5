// How the reader wants to see the handbook: set before anything is drawn, so that nothing flashes.
// A phone that keeps nothing (private mode) follows its system.
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  const kept = (name) => {
    try {
      return localStorage.getItem(`view-${name}`) ?? "";
    } catch {
      return "";
    }
  };
  const keep = (name, value) => {
    try {
      if (value) localStorage.setItem(`view-${name}`, value);
      else localStorage.removeItem(`view-${name}`);
    } catch {
      // the choice holds for this page then
    }
  };
  const show = (name, value) => (value ? (root.dataset[name] = value) : delete root.dataset[name]);
  const names = ["size", "colour"];
  for (const name of names) show(name, kept(name));
  window.addEventListener("storage", () => names.forEach((name) => show(name, kept(name)))); // another tab
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-view]");
    if (!form) return;
    form.hidden = false;
    for (const name of names) form.elements[name].value = root.dataset[name] ?? "";
    form.addEventListener("change", ({ target }) => {
      keep(target.name, target.value);
      show(target.name, target.value);
    });
  });
})();

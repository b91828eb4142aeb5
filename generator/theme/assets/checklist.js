// Makes a checklist remember. The rest is fetched only by the pages that have one, or that list them;
// where it cannot be fetched, the boxes are as on paper, and the page says so.
const PARTS = [
  ["[data-checklist]", () => import("./checklists/page.js"), "这一页没有取全，勾选暂时存不下来。连上网刷新一下，或者先记在纸上。"],
  ["[data-checklists]", () => import("./checklists/going-on.js"), "没有取全，看不到做了一半的清单。连上网刷新一下。"],
];

for (const [place, fetched, otherwise] of PARTS) {
  const list = document.querySelector(place);
  if (!list) continue;
  fetched().then((module) => module.start(list)).catch((error) => {
    const words = document.createElement("p");
    words.className = "run-warning";
    words.textContent = otherwise;
    list.before(words);
    console.error(error);
  });
}

// On the index: the runs that are under way on this phone. Nothing where there are none.
import { make } from "./dom.js";
import { progress, touched, used } from "./run.js";
import { readAll } from "./store.js";
import { countOf, nameOf, timeOf } from "./words.js";

const FIRST = 4;

export function start(list) {
  const links = new Map([...list.querySelectorAll("a[href]")].map((link) => [link.href.split("/").filter(Boolean).pop(), link]));
  const part = make("section", { className: "run-going" });
  list.before(part);

  const draw = () => {
    const underWay = (run) => !run.gone.is && used(run) && progress(run).done < progress(run).total;
    const runs = readAll("", Date.now()).runs.filter((run) => links.has(run.page) && underWay(run)).sort((a, b) => touched(b) - touched(a));
    const entries = runs.map((run) => entry(run, links.get(run.page), Date.now()));
    part.hidden = !runs.length;
    part.replaceChildren(make("h2", {}, "进行中"), make("ul", {}, ...entries.slice(0, FIRST)));
    if (runs.length > FIRST) {
      const rest = make("ul", {}, ...entries.slice(FIRST));
      part.append(make("details", { className: "fold" }, make("summary", {}, `还有 ${runs.length - FIRST} 次`), rest));
    }
  };
  draw();
  window.addEventListener("pageshow", draw); // back from a checklist: the browser may show a frozen page
}

function entry(run, link, now) {
  const facts = `${nameOf(run, now)}　${countOf(run)}　最近 ${timeOf(touched(run), now)}`;
  return make("li", {}, make("a", { href: `${link.href}#run=${run.id}` }, make("b", {}, link.textContent), make("small", {}, facts)));
}

// Keeps the handbook on the phone (the work is done by sw.js) and says so in one quiet line.
const SITE = new URL("../", import.meta.url);
const line = document.querySelector("[data-offline]");
const [words, button] = line.children;
const workers = navigator.serviceWorker;
const known = { whole: false, online: navigator.onLine, day: "", percent: null, trouble: null, offer: null, none: false };
let leaving = false;

const updated = () => (known.day ? ` · 更新于 ${known.day.split("-").map(Number).join(".")}` : "");
function sentence() {
  if (known.none) return known.online ? "这个浏览器存不了手册，没网时打不开。用手机自带的浏览器打开，多半可以。" : "现在没有网，只有打开的这一页能看。";
  if (!known.online) return known.whole ? `现在没有网，照样能看${updated()}` : "现在没有网，手册还没存进手机，只有打开的这一页能看。";
  if (known.trouble === "full") return known.whole ? `手机空间不够，新版本没存下；旧的还在，没网也能看${updated()}` : "手机空间不够，手册没存下；有网时照样能看。";
  if (known.whole) return `手册已存在手机里，没网也能看${updated()}`;
  if (known.trouble) return "手册还没存进手机，下次打开接着存。";
  return known.percent === null ? "" : `正在把手册存进手机 ${known.percent} %`;
}
const OFFERS = {
  swap: "有新版本，点一下换上",
  reload: "手册换了新版本，点一下重新打开这页",
  save: "把手册存进手机（约 1 MB），没网也能看",
};
function show() {
  const said = sentence();
  if (words.textContent !== said) words.textContent = said;
  button.hidden = !known.offer;
  button.textContent = OFFERS[known.offer] ?? "";
  line.hidden = !said && !known.offer;
  line.classList.toggle("is-cut", !known.online);
}
const learn = (news) => {
  Object.assign(known, news);
  show();
};

function hear({ data: { swapped, ...news } }) {
  if (swapped && leaving) location.reload();
  else learn(swapped ? { offer: "reload" } : { ...news, offer: known.offer === "reload" ? "reload" : news.next && "swap" });
}

async function keep() {
  await workers.register(new URL("sw.js", SITE));
  const tell = async (word) => (await workers.ready).active.postMessage(word);
  const check = () => document.hidden || tell("check");
  button.addEventListener("click", () => {
    leaving = true;
    if (known.offer === "swap") tell("swap");
    else location.reload();
  });
  addEventListener("online", check);
  document.addEventListener("visibilitychange", check);
  check();
}

function start() {
  const begin = () => keep().catch((error) => learn(error.name === "SecurityError" ? { none: true } : { trouble: "cut" }));
  if (workers.controller || !navigator.connection?.saveData) return begin();
  learn({ offer: "save" });
  button.addEventListener("click", () => learn({ offer: null }) ?? begin(), { once: true });
}

addEventListener("offline", () => learn({ online: false }));
addEventListener("online", () => learn({ online: true }));
if (!workers) learn({ none: true });
else {
  workers.addEventListener("message", hear);
  workers.startMessages?.();
  if (document.readyState === "complete") start();
  else addEventListener("load", start); // the page first
}

// Keeps the whole handbook on the phone; `python -m generator offline SITE` puts it there as sw.js.
//
// A version is a list: address → hash of the content. A file is stored under its address and its hash,
// so a new version fetches only what has changed, and an interrupted one goes on where it stopped.
// Readers get the files of one list, `current`. A new list waits as `next` once its last file is there,
// and takes over in a single step: when the reader says so, or when the reader comes anew. The browser's own
// update of workers is not used for this: it may wait for minutes, and it reloads at the wrong moment.
const SITE = new URL(registration.scope);
const STORE = `handbook ${SITE.pathname}`;
const CURRENT = `${SITE.href}lists/current`;
const NEXT = `${SITE.href}lists/next`;
const AT_ONCE = 3;
const OTHERS = /^\/(apply|desk)(\/|$)/; // made for each visitor by the server: never ours
const text = (kind) => `${kind}; charset=utf-8`;
const TYPES = {
  html: text("text/html"), css: text("text/css"), js: text("text/javascript"), json: "application/json", txt: text("text/plain"),
  webmanifest: "application/manifest+json", svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg", webp: "image/webp", gif: "image/gif",
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (event.data === "check") event.waitUntil(checkOnce());
  if (event.data === "swap") event.waitUntil(swap());
});
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== SITE.origin || !pathname.startsWith(SITE.pathname) || OTHERS.test(pathname)) return;
  event.respondWith(answer(event.request));
});

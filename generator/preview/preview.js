// Waits until this page would look different, then shows it anew. Only the preview adds this script.
const { mark } = document.currentScript.dataset;
const question = `/__preview/changed?${new URLSearchParams({ page: decodeURI(location.pathname), mark })}`;
const pause = () => new Promise((go) => setTimeout(go, 500));
const seen = () => document.hidden && new Promise((go) => document.addEventListener("visibilitychange", go, { once: true }));

/** The new text at once; the reload behind it starts the page's scripts on it. */
function renew(html) {
  const next = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  document.querySelector("article")?.replaceWith(next);
  location.reload();
}

(async () => {
  for (;;) {
    await seen(); // a browser has few connections to one host: none for a tab that nobody looks at
    const answer = await fetch(question, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 200) return renew(await answer.text());
    if (!answer?.ok) await pause(); // the preview has been stopped, perhaps for a moment
  }
})();

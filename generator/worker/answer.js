// Answers requests: from the store what the current version has, else from the network.
async function answer(request) {
  const url = new URL(request.url);
  const opens = request.mode === "navigate";
  if (opens && comesAnew(request)) await swap().catch(() => {});
  const version = await current().catch(() => null);
  const path = url.pathname.replace(/\/index\.html$/, "/");
  if (opens && version?.hashes.has(`${path}/`)) return Response.redirect(`${path}/${url.search}`);
  const found = version?.hashes.has(path) && (await stored(version, path, opens ? null : url.searchParams.get("v")).catch(() => null));
  return found || fetch(request).catch((error) => (opens ? lost(version) : Promise.reject(error)));
}

/** From outside, and neither a reload nor a tab that the phone brings back: nobody is in the middle of anything. */
const comesAnew = ({ referrer, cache }) => cache === "default" && !referrer.startsWith(SITE.href);

/** A tab of a former version asks for the index by the fingerprints it knows: the beginning of a hash. */
async function stored(version, path, wanted) {
  const store = await caches.open(STORE);
  if (!wanted || version.hashes.get(path).startsWith(wanted)) return store.match(version.key(path));
  const former = (await store.keys()).find((request) => request.url.startsWith(version.key(path, wanted)));
  return former && store.match(former);
}

const NOTHING =
  '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>现在没有网</title><p>现在没有网，这一页也没有存在手机里。连上网再打开。</p>';

/** No network, and not in the store. The page for it is built for the root of a host; ours may lie deeper. */
async function lost(version) {
  const page = version && (await stored(version, `${SITE.pathname}404.html`).catch(() => null));
  const html = page ? await page.text() : NOTHING;
  const here = html.includes(`="${SITE.pathname}`) ? html : html.replace(/([=(]")\/(?!apply\/|desk\/)/g, `$1${SITE.pathname}`);
  return new Response(here, { status: 404, headers: { "Content-Type": TYPES.html } });
}

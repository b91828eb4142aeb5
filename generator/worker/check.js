// Makes the phone hold the version that is online: the first one, a new one, or what the browser threw away.
let checking = null;
const checkOnce = () => (checking ??= check().finally(() => (checking = null)));

let reading; // what is read now, once it is known
async function current() {
  reading ??= await Version.read(await caches.open(STORE), CURRENT);
  return reading;
}

async function check() {
  const store = await caches.open(STORE);
  const now = await current();
  const news = { whole: Boolean(now) && !(await now.lacking(store)).size, day: now?.day, next: false, online: true, percent: null, trouble: null };
  const tell = (more) => say(Object.assign(news, more));
  const next = await Version.read(store, NEXT);
  await tell({ next: Boolean(next) });
  try {
    const { version } = await online(news);
    if (news.whole && version === now.version) {
      await store.delete(NEXT); // a version that was taken back
      await tell({ next: false });
    } else if (!news.whole || version !== next?.version) {
      const newest = new Version(await json(`${SITE.href}offline.json?v=${version}`));
      await fill(store, newest, (percent) => tell({ percent }));
      await newest.write(store, news.whole ? NEXT : CURRENT);
      if (!news.whole) reading = newest;
      await tell(news.whole ? { next: true } : { whole: true, day: newest.day });
    }
    await tidy(store);
  } catch (error) {
    await tell({ trouble: isFull(error) ? "full" : "cut" });
  }
}

/** What is online. The browser's own word on the network knows only the antenna; whether our site answers is what counts. */
async function online(news) {
  try {
    return await json(`${SITE.href}build.json`);
  } catch (error) {
    news.online = !(error instanceof TypeError);
    throw error;
  }
}

/** The version that waits takes over; tabs that show the former one are told, and left alone. */
async function swap() {
  const store = await caches.open(STORE);
  const next = await Version.read(store, NEXT);
  if (!next) return;
  await next.write(store, CURRENT);
  await store.delete(NEXT);
  reading = next;
  await say({ swapped: true });
}

/** Lets go of former versions, unless another tab may still be reading one. */
async function tidy(store) {
  if ((await windows()).length > 1) return;
  const lists = [await Version.read(store, CURRENT), await Version.read(store, NEXT)].filter(Boolean);
  const used = new Set([CURRENT, NEXT, ...lists.flatMap((list) => [...list.hashes.keys()].map((path) => list.key(path)))]);
  for (const request of await store.keys()) if (!used.has(request.url)) await store.delete(request);
}

const windows = async () => (await clients.matchAll({ type: "window", includeUncontrolled: true })).filter((one) => one.url.startsWith(SITE.href));
const say = async (news) => (await windows()).forEach((one) => one.postMessage(news));

// Fetches what a version lacks.
/** Fetches what a version lacks; throws when something is still lacking at the end. */
async function fill(store, version, progress) {
  const lacking = await version.lacking(store);
  const jobs = planned(version, lacking);
  const added = [];
  let trouble = null;
  const keep = async (path, body) => {
    await store.put(version.key(path), await checked(body, path, version.hashes.get(path)));
    lacking.delete(path);
    added.push(path);
    await progress(Math.floor(100 - (100 * lacking.size) / version.hashes.size));
  };
  const run = async ({ pack, paths }) => {
    if (!pack) return keep(paths[0], await bodyOf(version.key(paths[0])));
    const texts = await json(pack);
    for (const [at, path] of paths.entries()) if (lacking.has(path)) await keep(path, new TextEncoder().encode(texts[at]));
  };
  const lane = async () => {
    while (jobs.length && !isFull(trouble)) {
      const job = jobs.shift();
      try {
        await run(job);
      } catch (error) {
        if (job.pack && !isFull(error)) jobs.push(...job.paths.filter((path) => lacking.has(path)).map(single));
        else return void (trouble = isFull(trouble) ? trouble : error); // a few lanes bear a few lost files, and end early without network
      }
    }
  };
  await progress(Math.floor(100 - (100 * lacking.size) / version.hashes.size));
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (isFull(trouble)) for (const path of added) await store.delete(version.key(path)); // leave the phone its room
  if (trouble) throw trouble;
}

/** A pack where most of its files are lacking (what pages share is then sent once), else single files. */
function planned(version, lacking) {
  const paths = [...version.hashes.keys()];
  const [packs, singles] = [[], []];
  for (const [address, count] of version.packs) {
    const inside = paths.splice(0, count);
    const some = inside.filter((path) => lacking.has(path));
    if (some.length * 2 > count) packs.push({ pack: new URL(address, SITE).href, paths: inside });
    else singles.push(...some);
  }
  return [...packs, ...[...singles, ...paths.filter((path) => lacking.has(path))].map(single)];
}

const single = (path) => ({ paths: [path] });
const isFull = (error) => error?.name === "QuotaExceededError";

async function bodyOf(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}

const json = async (address) => JSON.parse(new TextDecoder().decode(await bodyOf(address)));

/** A file whose content is what the list says: never another version's, never a wireless network's login page. */
async function checked(body, path, hash) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!found.startsWith(hash)) throw new Error(`${path}: another content`);
  return new Response(body, { headers: { "Content-Type": TYPES[path.split(".").pop()] ?? TYPES.html } });
}

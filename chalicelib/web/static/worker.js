// The service worker: visited forms open without a signal, and a form that could not leave waits until it can.

import { deliver, hold } from "./parts/outgoing.js";

const CACHE = "kopru-1";
const OFFLINE = "/cevrimdisi";
// What the page of no connection needs and no other page has brought: the rest is kept when somebody does something.
const SHELL = [OFFLINE, "/static/app.js"];
// Pages without anybody's data. The page of a number, or of staff, is never kept.
const KEPT = /^\/(basvuru(\/[a-z0-9_.-]+)?|takip|aydinlatma|cevrimdisi)?$/;
const OURS = /^\/(basvuru|takip)\//;
const PATIENCE = 4000;
const NO_ANSWER = 30000;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
  skipWaiting();
});

addEventListener("activate", (event) => {
  const old = async () => (await caches.keys()).filter((name) => name !== CACHE).map((name) => caches.delete(name));
  event.waitUntil(old().then((gone) => Promise.all(gone)).then(() => clients.claim()));
});

addEventListener("message", (event) => {
  const keep = (url) => fetch(url).then((answer) => keepCopy(url, answer)).catch(() => {});
  event.waitUntil(Promise.all((event.data.keep ?? []).filter(isOurs).map(keep)));
});

addEventListener("sync", (event) => event.waitUntil(deliver()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { pathname, origin } = new URL(url);
  if (origin !== location.origin) return;
  if (mode === "navigate" && method === "POST" && pathname === "/basvuru") event.respondWith(send(event));
  else if (method !== "GET") return;
  else if (mode === "navigate" && KEPT.test(pathname)) event.respondWith(page(event));
  else if (mode === "navigate" && OURS.test(pathname)) event.respondWith(fetch(event.request).catch(() => offline(url)));
  else if (pathname.startsWith("/static/") || pathname === "/tema.css") event.respondWith(part(event));
});

function isOurs(url) {
  const { origin, pathname } = new URL(url);
  return origin === location.origin && (KEPT.test(pathname) || pathname.startsWith("/static/"));
}

async function keepCopy(request, answer) {
  if (answer.status === 200) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

/** The network first; what is kept where it is slow or away, and the page that says so where nothing is kept. */
async function page(event) {
  const fresh = fetch(event.request).then((answer) => keepCopy(event.request, answer));
  event.waitUntil(fresh.catch(() => {}));
  const kept = await caches.match(event.request);
  try {
    return await (kept ? Promise.race([fresh, late(PATIENCE)]) : fresh);
  } catch {
    return kept ? again(kept) : offline(event.request.url);
  }
}

/** A page that was kept says so of itself: the key of its form may be used up. */
async function again(kept) {
  const html = (await kept.text()).replace("<html ", "<html data-kept-copy ");
  return new Response(html, { headers: kept.headers });
}

async function part(event) {
  try {
    return await keepCopy(event.request, await fetch(event.request));
  } catch (error) {
    const kept = await caches.match(event.request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

/** The form's own way. Where nobody answers it is held, and goes again by its key: nothing is opened twice. */
async function send(event) {
  const fields = [...new URLSearchParams(await event.request.clone().text())];
  try {
    const answer = await Promise.race([fetch(event.request), late(NO_ANSWER)]);
    const spoken = answer.headers.get("Content-Type")?.startsWith("text/html");
    if (spoken || answer.status < 429) return answer;
  } catch {
    // Held, as what the gateway alone refuses.
  }
  await hold(fields);
  await registration.sync?.register("outgoing").catch(() => {});
  return offline(event.request.url);
}

/** The page of no connection, in the language of the page that was asked for. */
async function offline(url) {
  const { search } = new URL(url);
  return (await caches.match(OFFLINE + search)) ?? (await caches.match(OFFLINE)) ?? Response.error();
}

function late(milliseconds) {
  return new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), milliseconds); });
}

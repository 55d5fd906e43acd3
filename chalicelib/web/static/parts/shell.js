// On every page: the worker that makes it an app, and what waits on this phone to be sent, or was sent meanwhile.

import { forgetDraft, saveDraft } from "./draft.js";
import { useCard } from "./copy.js";
import { deliver, forget, giveBack, waiting } from "./outgoing.js";

const AGAIN = 30000;

/** Shows what waits; `focus` moves the reader to it. */
export async function showWaiting({ focus = false } = {}) {
  const place = document.querySelector("[data-waiting]");
  const entries = await waiting();
  place.replaceChildren(...entries.map(card));
  place.hidden = !entries.length;
  if (focus) place.focus();
  return entries;
}

/** Sends what waits, shows what came of it, and tries again later as long as something waits. */
export async function sendWaiting() {
  if (navigator.onLine) await deliver();
  const entries = await showWaiting();
  if (entries.some((entry) => entry.state === "held")) setTimeout(sendWaiting, AGAIN);
}

function card(entry) {
  const template = document.querySelector(`template[data-waiting-${entry.state}]`);
  const shown = template.content.firstElementChild.cloneNode(true);
  const press = (name, act) => shown.querySelector(`[data-${name}]`)?.addEventListener("click", act);
  press("now", sendWaiting);
  press("drop", async () => { await forget(entry); await showWaiting(); });
  press("mend", () => mend(entry));
  if (entry.state === "sent") {
    forgetDraft(entry.service);
    shown.querySelector("[data-answer]").replaceChildren(...answered(entry.html));
    useCard(shown);
    endOffline(shown.querySelector("h2").textContent);
  }
  return shown;
}

/** The page of no connection has nothing more to say once something went through. */
function endOffline(said) {
  const title = document.querySelector("[data-offline-title]");
  if (!title) return;
  title.textContent = said;
  document.querySelectorAll("[data-offline-words]").forEach((part) => { part.hidden = true; });
}

function answered(html) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  return [...main.children].filter((part) => !part.matches("[data-waiting], h1, .buttons")).map((part) => document.importNode(part, true));
}

/** Back to its form, with everything that was typed and what is wrong with it. */
async function mend(entry) {
  saveDraft(entry.service, entry.fields);
  const errors = new DOMParser().parseFromString(entry.html, "text/html").querySelector("#errors");
  sessionStorage.setItem(`kopru-errors:${entry.service}`, errors?.outerHTML ?? "");
  await giveBack(entry);
  location.assign(`/basvuru/${entry.service}${entry.lang === "en" ? "?lang=en" : ""}`);
}

/** What the worker keeps of the page that was open before it: the page and what it is made of. */
function keepThisPage(worker) {
  const parts = performance.getEntriesByType("resource").map((part) => part.name);
  const offline = document.documentElement.lang === "en" ? [`${location.origin}/cevrimdisi?lang=en`] : [];
  const keep = [location.href, ...offline, ...parts.filter((url) => new URL(url).pathname.startsWith("/static/"))];
  worker.postMessage({ keep });
}

async function becomeApp() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    // Not before somebody does something here: the first look at a page costs as little as it can.
    addEventListener("pointerdown", () => keepThisPage(active), { once: true });
    addEventListener("keydown", () => keepThisPage(active), { once: true });
  } catch {
    // Without a worker the pages are pages.
  }
}

addEventListener("online", sendWaiting);
addEventListener("load", becomeApp);
sendWaiting();

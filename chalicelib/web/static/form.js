// The request form, made quicker: draft, danger notice, counter, place, photos, what is near, and one click to send.
// All of it but the photos and the map works without.

import { forgetDraft, keepDraft } from "./parts/draft.js";
import { fold, mentions } from "./parts/fold.js";
import { offerNear } from "./parts/near.js";
import { hold } from "./parts/outgoing.js";
import { offerPhotos } from "./parts/photos.js";
import { offerPlace } from "./parts/place.js";
import { sendAgainLater } from "./parts/resend.js";
import { sendWaiting, showWaiting } from "./parts/shell.js";
import { canKeep } from "./parts/store.js";

const ANSWER_WAIT = 15000;

const form = document.querySelector("form[data-draft]");
const text = form.elements.namedItem("description");

function countLetters() {
  const counter = form.querySelector("[data-counter]");
  const left = Number(counter.dataset.counter) - [...text.value].length;
  counter.classList.toggle("over", left < 0);
  counter.textContent = left < 0 ? counter.dataset.over.replace("{}", -left)
    : left < 500 ? counter.dataset.left.replace("{}", left) : "";
}

function watchForDanger() {
  const place = form.querySelector("[data-live-danger]");
  const folded = fold(text.value);
  const found = [...form.querySelectorAll("template[data-words]")]
    .find((each) => each.dataset.words.split("|").some((words) => mentions(folded, words)));
  const notice = found?.content.firstElementChild;
  if (place.firstElementChild?.dataset.danger === notice?.dataset.danger) return;
  place.replaceChildren(...(notice ? [notice.cloneNode(true)] : []));
}

/** A page that was kept may have been sent already: each form that is filled in has a key of its own. */
function mintKey() {
  if (!("keptCopy" in document.documentElement.dataset)) return;
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const minted = new Date().toISOString();
  for (const [name, value] of Object.entries({ key, minted, upload_session: key })) form.elements.namedItem(name).value = value;
}

/** What was wrong with a form that had waited on this phone, and came back. */
function showErrors() {
  const name = `kopru-errors:${form.dataset.draft}`;
  const html = sessionStorage.getItem(name);
  sessionStorage.removeItem(name);
  const errors = html && new DOMParser().parseFromString(html, "text/html").querySelector("#errors");
  if (!errors) return;
  document.querySelector(".back").before(document.importNode(errors, true));
  document.querySelector("#errors").focus();
}

function sendOnce(photos) {
  const button = form.querySelector("button[type=submit]");
  const status = form.querySelector("[data-send-status]");
  const words = button.textContent;
  let waiting;
  const free = (said) => {
    clearTimeout(waiting);
    waiting = undefined;
    button.removeAttribute("aria-disabled");
    button.textContent = words;
    status.textContent = said;
  };
  const busy = (said) => {
    button.setAttribute("aria-disabled", "true");
    button.textContent = said;
    status.textContent = "";
    waiting = setTimeout(() => free(form.dataset.noAnswer), ANSWER_WAIT);
  };
  const leave = async () => {
    if (navigator.onLine && photos.busy()) {
      busy(form.dataset.sendingPhotos);
      await photos.finished();
      free("");
    }
    if (navigator.onLine && !photos.unsent()) return form.requestSubmit(button);
    if (!(await canKeep())) return free(form.dataset.offline);
    await hold([...new FormData(form)]);
    forgetDraft(form.dataset.draft);
    document.querySelectorAll("main > :not([data-waiting], h1)").forEach((part) => { part.hidden = true; });
    await showWaiting({ focus: true });
    return sendWaiting();
  };
  form.addEventListener("submit", (event) => {
    if (!waiting && navigator.onLine && !photos.busy() && !photos.unsent()) return busy(form.dataset.sending);
    event.preventDefault();
    return waiting ? undefined : leave();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) free(""); });
}

mintKey();
const place = offerPlace(form);
const near = offerNear(form);
const photos = offerPhotos(form, place);
keepDraft(form, () => { countLetters(); watchForDanger(); place.refresh(); near?.refresh(); }, photos.forget);
photos.restore();
text.addEventListener("input", () => { countLetters(); watchForDanger(); });
countLetters();
watchForDanger();
showErrors();
sendOnce(photos);
sendAgainLater(form);

// The request form, made quicker: draft, danger notice, counter, place and one click to send. All of it works without.

import { keepDraft } from "./draft.js";
import { fold, mentions } from "./fold.js";
import { offerPlace } from "./place.js";

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

function sendOnce() {
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
  form.addEventListener("submit", (event) => {
    if (waiting || !navigator.onLine) {
      event.preventDefault();
      if (!waiting) free(form.dataset.offline);
      return;
    }
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.sending;
    status.textContent = "";
    waiting = setTimeout(() => free(form.dataset.noAnswer), ANSWER_WAIT);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) free(""); });
}

const place = offerPlace(form);
keepDraft(form, () => { countLetters(); watchForDanger(); place.refresh(); });
text.addEventListener("input", () => { countLetters(); watchForDanger(); });
countLetters();
watchForDanger();
sendOnce();

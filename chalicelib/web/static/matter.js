// The box above the matters: a word filters the list that is on the page, a sentence brings the likeliest matters.

import { fold } from "./parts/fold.js";
import "./parts/shell.js";

const PAUSE = 900;

const box = document.querySelector("[data-search]");
const input = box.querySelector("#search");
const status = box.querySelector("[data-status]");
const offered = document.querySelector("[data-offered]");
const groups = [...document.querySelectorAll(".group")].map((group) => ({
  group,
  rows: [...group.querySelectorAll("a")].map((link) => ({
    row: link.closest("li"),
    words: ` ${fold(`${link.textContent} ${link.dataset.also}`)}`,
  })),
}));
let pause;
let asked;

function search() {
  const wanted = fold(input.value).split(" ").filter(Boolean);
  let count = 0;
  for (const { group, rows } of groups) {
    let here = 0;
    for (const { row, words } of rows) {
      row.hidden = !wanted.every((word) => words.includes(` ${word}`));
      here += row.hidden ? 0 : 1;
    }
    group.hidden = here === 0;
    group.open = wanted.length > 0 && here > 0;
    count += here;
  }
  if (wanted.length && !count) {
    for (const { group, rows } of groups) {
      group.hidden = false;
      rows.forEach(({ row }) => { row.hidden = false; });
    }
  }
  status.textContent = wanted.length ? (count ? box.dataset.found.replace("{}", count) : box.dataset.none) : "";
  return { words: wanted.length, count };
}

/** The same list that the server would show on a page of its own. */
async function suggest() {
  clearTimeout(pause);
  asked?.abort();
  asked = new AbortController();
  const request = { method: "POST", body: new URLSearchParams(new FormData(box)), signal: asked.signal };
  try {
    const answer = await fetch(box.action, request);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-offered]");
    if (!answer.ok || !found) return false;
    offered.replaceChildren(...[...found.childNodes].map((part) => document.importNode(part, true)));
    status.textContent = "";
    return true;
  } catch {
    return asked.signal.aborted;
  }
}

input.addEventListener("input", () => {
  clearTimeout(pause);
  const { words, count } = search();
  if (words > 1 && !count) pause = setTimeout(suggest, PAUSE);
});
box.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await suggest()) return;
  box.submit();
});
search();

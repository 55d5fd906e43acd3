// The search box above the matters: filters the list that is already on the page.

import { fold } from "./fold.js";

const box = document.querySelector("[data-search]");
const input = box.querySelector("input");
const status = box.querySelector("[data-status]");
const groups = [...document.querySelectorAll(".group")].map((group) => ({
  group,
  rows: [...group.querySelectorAll("a")].map((link) => ({
    row: link.closest("li"),
    words: ` ${fold(`${link.textContent} ${link.dataset.also}`)}`,
  })),
}));

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
}

input.addEventListener("input", search);
box.hidden = false;
search();

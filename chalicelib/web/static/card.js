// The number card: copy and print; and the draft that became this request is forgotten.

import { forgetDraft } from "./draft.js";

const status = document.querySelector("[data-card-status]");
const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");

copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(copy.dataset.copy);
  status.textContent = copy.dataset.copied;
});
print.hidden = false;
print.addEventListener("click", () => window.print());
forgetDraft(document.querySelector("[data-sent]").dataset.sent);

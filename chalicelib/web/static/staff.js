// Up and down walk through the rows of a table, Enter opens one as any link does; "print" prints, "copy" copies.

for (const table of document.querySelectorAll("[data-rows]")) {
  table.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = [...table.querySelectorAll("a.whole")];
    const next = links[links.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

for (const hint of document.querySelectorAll(".screen")) hint.hidden = true;

if (document.querySelector("[data-attach]")) import("./attach.js");

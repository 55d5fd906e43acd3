// A number card: copy and print.

/** Makes the buttons of the card in `place` work. */
export function useCard(place) {
  const status = place.querySelector("[data-card-status]");
  const copy = place.querySelector("[data-copy]");
  const print = place.querySelector("[data-print]");
  if (!copy) return;
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    status.textContent = copy.dataset.copied;
  });
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

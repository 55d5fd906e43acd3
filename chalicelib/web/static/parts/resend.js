// Köprü asked to wait: the form that came back goes again by itself when the time is over, unless somebody changes it.

const LONGEST = 120;

/** Counts down on a form with `data-resend`, in seconds; a wait of minutes is left to the person. */
export function sendAgainLater(form) {
  const note = form.querySelector("[data-resend-status]");
  let left = Number(form.dataset.resend);
  if (!left || left > LONGEST) return;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) {
      if (left % 10 === 0 || left < 5) note.textContent = form.dataset.resendWords.replace("{}", left);
      return;
    }
    stop();
    form.requestSubmit();
  }, 1000);
  const stop = () => {
    clearInterval(timer);
    note.textContent = "";
  };
  note.textContent = form.dataset.resendWords.replace("{}", left);
  form.addEventListener("input", stop, { once: true });
  form.addEventListener("submit", stop, { once: true });
}

// "Use my location": fills the two hidden fields from the phone, and lets them be emptied again.

const DIGITS = 6;
const PATIENCE = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

/** Shows the button where the phone can tell its place; `refresh` says what the hidden fields hold now. */
export function offerPlace(form) {
  const locate = form.querySelector("[data-locate]");
  const unlocate = form.querySelector("[data-unlocate]");
  const status = form.querySelector("[data-place-status]");
  const [lat, long] = ["lat", "long"].map((name) => form.elements.namedItem(name));

  const put = (north, east, said) => {
    lat.value = north;
    long.value = east;
    locate.hidden = lat.value !== "" || !navigator.geolocation;
    unlocate.hidden = lat.value === "";
    status.textContent = said;
    form.dispatchEvent(new Event("change"));
  };
  locate.addEventListener("click", () => {
    status.textContent = locate.dataset.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        put(coords.latitude.toFixed(DIGITS), coords.longitude.toFixed(DIGITS), locate.dataset.located);
        unlocate.focus();
      },
      () => put("", "", locate.dataset.notLocated),
      PATIENCE,
    );
  });
  unlocate.addEventListener("click", () => { put("", "", ""); locate.focus(); });
  const refresh = () => {
    locate.hidden = lat.value !== "" || !navigator.geolocation;
    unlocate.hidden = lat.value === "";
    status.textContent = lat.value ? locate.dataset.located : "";
  };
  refresh();
  return { refresh };
}

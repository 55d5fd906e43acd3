// The place: from the phone, from a tap on the map, or from a photo. Two hidden fields hold it and can be emptied again.

const DIGITS = 6;
const PATIENCE = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

/** Makes the buttons of the place work. `put(lat, long, said)` fills the fields, `refresh` says what they hold now. */
export function offerPlace(form) {
  const locate = form.querySelector("[data-locate]");
  const unlocate = form.querySelector("[data-unlocate]");
  const status = form.querySelector("[data-place-status]");
  const [lat, long] = ["lat", "long"].map((name) => form.elements.namedItem(name));

  const show = (said) => {
    locate.hidden = lat.value !== "" || !navigator.geolocation;
    unlocate.hidden = lat.value === "";
    status.textContent = said;
    form.dispatchEvent(new CustomEvent("place", { detail: read() }));
  };
  const read = () => (lat.value ? { lat: Number(lat.value), long: Number(long.value) } : null);
  const put = (north, east, said) => {
    lat.value = north === null ? "" : north.toFixed(DIGITS);
    long.value = east === null ? "" : east.toFixed(DIGITS);
    show(said);
    form.dispatchEvent(new Event("change"));
  };
  const refresh = () => show(lat.value ? locate.dataset.marked : "");

  locate.addEventListener("click", () => {
    status.textContent = locate.dataset.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        put(coords.latitude, coords.longitude, locate.dataset.located);
        unlocate.focus();
      },
      () => put(null, null, locate.dataset.notLocated),
      PATIENCE,
    );
  });
  unlocate.addEventListener("click", () => {
    put(null, null, "");
    (locate.hidden ? form.elements.namedItem("address") : locate).focus();
  });
  offerMap(form, { put, read });
  refresh();
  return { put, read, refresh };
}

/** The map is fetched when somebody opens it: it weighs more than all the rest of the page. */
function offerMap(form, place) {
  const box = form.querySelector("[data-map]");
  if (!box) return;
  const status = box.querySelector("[data-map-status]");
  box.hidden = false;
  box.addEventListener("toggle", async () => {
    if (!box.open || box.dataset.drawn) return;
    box.dataset.drawn = "yes";
    status.textContent = box.dataset.loading;
    try {
      const { drawMap } = await import("/static/map.js");
      drawMap(box, form, place);
      status.textContent = "";
    } catch {
      delete box.dataset.drawn;
      status.textContent = box.dataset.none;
    }
  });
}

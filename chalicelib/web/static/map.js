// A map to tap on. Without a mouse: the arrow keys move it, a button marks its middle, Tab leaves it.

import { latLngBounds, map as makeMap, marker as makeMarker, divIcon, tileLayer } from "leaflet";

const NEAR = 17;

/** Draws the map into `box`, and marks on it what `place` holds whenever `form` tells of another. */
export function drawMap(box, form, place) {
  addStyle();
  const { tiles, attribution, bounds, marked } = box.dataset;
  const [south, west, north, east] = bounds ? bounds.split(" ").map(Number) : [36, 26, 42, 45];
  const around = latLngBounds([south, west], [north, east]);
  const view = box.querySelector("[data-view]");
  const map = makeMap(view, { maxBounds: around.pad(0.2), attributionControl: true, zoomControl: false });
  map.attributionControl.setPrefix(false);
  tileLayer(tiles, { attribution: plain(attribution), maxZoom: 19, alt: "" }).addTo(map);
  const icon = divIcon({ className: "pin", iconSize: [28, 28], iconAnchor: [14, 28] });
  const pin = makeMarker(around.getCenter(), { icon, keyboard: false, interactive: false });

  const show = (at) => {
    if (!at) return pin.remove();
    return pin.setLatLng([at.lat, at.long]).addTo(map);
  };
  const mark = ({ lat, lng }) => place.put(lat, lng, marked);
  const start = place.read();
  if (start) map.setView([start.lat, start.long], NEAR);
  else map.fitBounds(around);
  map.on("click", (event) => mark(event.latlng));
  form.addEventListener("place", (event) => {
    show(event.detail);
    if (event.detail && !map.getBounds().contains([event.detail.lat, event.detail.long])) {
      map.setView([event.detail.lat, event.detail.long], NEAR);
    }
  });
  show(start);
  box.querySelector("[data-middle]").addEventListener("click", () => mark(map.getCenter()));
  box.querySelector("[data-closer]").addEventListener("click", () => map.zoomIn());
  box.querySelector("[data-wider]").addEventListener("click", () => map.zoomOut());
  box.querySelectorAll("[data-map-tools]").forEach((tools) => { tools.hidden = false; });
  map.invalidateSize();
}

function addStyle() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/static/map.css";
  document.head.append(link);
}

/** The attribution comes from a setting: it is text, whatever stands in it. */
function plain(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

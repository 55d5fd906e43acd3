// The photos of the form: chosen or taken, made small, sent at once or when there is a signal, and taken back.

import { dropPhotos, photosOf } from "./outgoing.js";
import { all, put, remove } from "./store.js";
import { positionOf } from "./exif.js";
import { fit } from "./picture.js";
import { NotTaken, Unreached, upload, verdict } from "./upload.js";

const DAY = 24 * 60 * 60 * 1000;

/** Makes the field of photos work. `restore` shows those of a draft, `finished` waits for those on their way, `unsent`
 * is whether one has not left, `forget` drops all; `place` takes the position of one. */
export function offerPhotos(form, place) {
  const field = form.querySelector("[data-photos]");
  const input = field.querySelector("input[type=file]");
  const list = field.querySelector("[data-photo-list]");
  const status = field.querySelector("[data-photo-status]");
  const hidden = form.elements.namedItem("files");
  const session = () => form.elements.namedItem("upload_session").value;
  const language = document.documentElement.lang;
  const shown = new Map();
  const words = field.dataset;

  const tell = () => {
    hidden.value = [...shown.values()].map(({ photo }) => photo.file).filter(Boolean).join(",");
    form.dispatchEvent(new Event("change"));
  };
  const say = (photo, said) => {
    const row = shown.get(photo.id)?.row;
    if (row) row.querySelector("[data-photo-state]").textContent = said;
  };
  const refuse = async (photo, why) => {
    Object.assign(photo, { state: "refused", file: "" });
    await keep(photo);
    shown.get(photo.id)?.row.classList.add("wrong");
    say(photo, `${words.refused} ${why}`.trim());
    tell();
  };
  const send = async (photo) => {
    say(photo, words.sending);
    try {
      photo.file = await upload(photo.blob, photo.session, language);
      photo.state = "sent";
      await keep(photo);
      say(photo, words.sent);
      tell();
      watch(photo);
    } catch (error) {
      if (error instanceof NotTaken) await refuse(photo, error.words);
      else if (error instanceof Unreached) say(photo, words.held);
      else throw error;
    }
  };
  const watch = async (photo) => {
    try {
      const told = await verdict(photo.file, photo.session, language);
      if (told.state === "refused" && shown.has(photo.id)) await refuse(photo, told.reason?.message ?? "");
      if (told.state === "clean") say(photo, words.ready);
    } catch {
      // The request takes it; what became of it is shown with the request.
    }
  };
  const start = (photo) => {
    if (photo.state !== "held") return;
    const entry = shown.get(photo.id);
    entry.sending = send(photo).finally(() => { entry.sending = undefined; });
  };
  const show = (photo) => {
    const row = field.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-photo-name]").textContent = photo.name;
    if (photo.preview) row.querySelector("[data-photo-picture]").append(picture(photo.preview));
    const taken = row.querySelector("[data-photo-place]");
    taken.hidden = !photo.position;
    taken.addEventListener("click", () => { place.put(photo.position.lat, photo.position.long, taken.dataset.used); taken.hidden = true; });
    row.querySelector("[data-photo-remove]").addEventListener("click", async () => {
      shown.delete(photo.id);
      row.remove();
      await remove("photos", photo.id);
      tell();
      input.focus();
    });
    list.append(row);
    shown.set(photo.id, { photo, row });
    say(photo, { held: words.held, sent: words.sent, refused: words.refused }[photo.state]);
  };
  const add = async (file) => {
    if (shown.size >= Number(words.most)) return false;
    const position = await positionOf(file);
    const { blob, preview } = await fit(file);
    const photo = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, session: session(), name: file.name,
      blob, preview, position, file: "", state: "held", at: Date.now() };
    await keep(photo);
    show(photo);
    start(photo);
    return true;
  };
  input.addEventListener("change", async () => {
    const taken = [];
    for (const file of [...input.files]) taken.push(await add(file));
    status.textContent = taken.includes(false) ? words.tooMany : "";
    input.value = "";
  });
  addEventListener("online", () => { for (const { photo } of shown.values()) start(photo); });
  field.hidden = false;

  return {
    async restore() {
      await dropOld();
      for (const photo of await photosOf(session())) if (!shown.has(photo.id)) show(photo);
      if (shown.size) tell();
      for (const { photo } of shown.values()) start(photo);
    },
    busy: () => [...shown.values()].some((entry) => entry.sending),
    finished: () => Promise.all([...shown.values()].map((entry) => entry.sending)),
    unsent: () => [...shown.values()].some(({ photo }) => photo.state === "held"),
    forget: () => dropPhotos(session()),
  };
}

function picture(source) {
  const image = new Image(72, 72);
  image.alt = "";
  image.src = source;
  return image;
}

async function keep(photo) {
  try {
    await put("photos", photo);
  } catch {
    // Nothing can be kept here: it is sent from this page or not at all.
  }
}

/** Photos of drafts that nobody came back to; those of a request that waits are its own. */
async function dropOld() {
  const waiting = new Set((await all("outgoing")).map((entry) => entry.session));
  const old = (await all("photos")).filter((photo) => Date.now() - photo.at > DAY && !waiting.has(photo.session));
  for (const photo of old) await remove("photos", photo.id);
}

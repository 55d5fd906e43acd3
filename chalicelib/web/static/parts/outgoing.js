// Requests that wait for a signal: kept with their key, sent once, and what came of them. Used by pages and worker.
//
// Who somebody is stands here too, since it is a part of what they asked us to send; it is deleted as soon as the
// request is recorded, and with it after three days in any case: a phone may be shared.

import { all, alone, put, remove } from "./store.js";
import { NotTaken, Unreached, upload } from "./upload.js";

const KEPT = 3 * 24 * 60 * 60 * 1000;
const PATIENCE = 30000;
const HTML = "text/html";

/** Keeps a form that could not be sent: its fields as [name, value]. */
export async function hold(fields) {
  const { key, service_code: service, upload_session: session, lang } = Object.fromEntries(fields);
  await put("outgoing", { key, service, session, lang, fields, state: "held", after: 0, at: Date.now() });
}

/** Sends what is held and may go now; several at once, or a repeat, open nothing twice: the key is the same. */
export function deliver() {
  return alone(async () => {
    for (const entry of await all("outgoing")) {
      if (Date.now() - entry.at > KEPT) await forget(entry);
      else if (entry.state === "held" && entry.after <= Date.now()) await send(entry);
    }
  });
}

/** Everything that is held, sent or to be mended, the oldest first. */
export function waiting() {
  return all("outgoing");
}

/** It was seen, or is not wanted any more. */
export async function forget(entry) {
  await remove("outgoing", entry.key);
  await dropPhotos(entry.session);
}

/** It goes back to its form, which has its photos. */
export async function giveBack(entry) {
  await remove("outgoing", entry.key);
}

/** The photos of a form, the oldest first. */
export async function photosOf(session) {
  return (await all("photos")).filter((photo) => photo.session === session);
}

/** Forgets the photos of a form. */
export async function dropPhotos(session) {
  for (const photo of await photosOf(session)) await remove("photos", photo.id);
}

async function send(entry) {
  try {
    const files = await sendPhotos(entry);
    const fields = entry.fields.filter(([name]) => name !== "files");
    const answer = await fetch("/basvuru", {
      method: "POST",
      body: new URLSearchParams([...fields, ["files", files.join(",")]]),
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    await settle(entry, answer, await answer.text());
  } catch (error) {
    if (!(error instanceof Unreached || error instanceof TypeError || error instanceof DOMException)) throw error;
  }
}

/** The ids of its photos. Each is remembered before the form goes, so that a repeat says the same. */
async function sendPhotos(entry) {
  const before = Object.fromEntries(entry.fields).files || "";
  const files = before.split(",").filter(Boolean);
  for (const photo of await photosOf(entry.session)) {
    if (photo.state === "held") await sendPhoto(photo, entry);
    if (photo.file && !files.includes(photo.file)) files.push(photo.file);
  }
  return files;
}

async function sendPhoto(photo, entry) {
  try {
    photo.file = await upload(photo.blob, entry.session, entry.lang);
    photo.state = "sent";
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    photo.state = "refused";
  }
  await put("photos", photo);
}

async function settle(entry, answer, html) {
  const page = answer.headers.get("Content-Type")?.startsWith(HTML);
  if (answer.ok && page) {
    const { key, service, session, at } = entry;
    await put("outgoing", { key, service, session, at, state: "sent", html });
    await dropPhotos(session);
  } else if (answer.status === 429 || answer.status >= 500 || !page) {
    const seconds = Number(answer.headers.get("Retry-After")) || 30;
    await put("outgoing", { ...entry, after: Date.now() + seconds * 1000 });
  } else {
    await put("outgoing", { ...entry, state: "wrong", html });
  }
}

// An unfinished request is kept on the phone until it is sent, with its key, so that sending it again opens nothing new.

const DAY = 24 * 60 * 60 * 1000;
const KEYS = ["key", "minted", "upload_session"];
// Who somebody is stays in this tab only: a phone or a library computer may be shared.
const PERSONAL = ["first_name", "last_name", "phone", "email", "on_behalf_of"];
const NEVER = ["lang", "service_code", "files"];
const name = (service) => `kopru-draft:${service}`;

/** Keeps the fields of `form` as they are typed; brings them back if the server did not, then calls `restored`. Calls
 * `discarded` before what was kept is thrown away. */
export function keepDraft(form, restored, discarded) {
  const service = form.dataset.draft;
  const note = document.querySelector("[data-restored]");
  if (!("kept" in form.dataset) && fill(form, read(localStorage, service), read(sessionStorage, service))) {
    note.hidden = false;
    restored();
  }
  const save = () => saveDraft(service, [...new FormData(form)]);
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  note.querySelector("[data-discard]").addEventListener("click", async () => {
    await discarded();
    forgetDraft(service);
    location.reload();
  });
}

/** Keeps these fields, [name, value], as the draft of a service. */
export function saveDraft(service, fields) {
  const own = fields.filter(([field]) => !NEVER.includes(field));
  write(localStorage, service, own.filter(([field]) => !PERSONAL.includes(field)));
  write(sessionStorage, service, own.filter(([field]) => PERSONAL.includes(field)));
}

/** The draft was sent, or is not wanted any more. */
export function forgetDraft(service) {
  for (const store of [localStorage, sessionStorage]) store.removeItem(name(service));
}

function fill(form, ...drafts) {
  const fields = drafts.flat();
  if (!fields.some(([field, value]) => !KEYS.includes(field) && field !== "kind" && value)) return false;
  for (const [field, value] of fields) {
    const input = form.elements.namedItem(field);
    if (input instanceof RadioNodeList) input.value = value;
    else if (input?.type === "checkbox") input.checked = true;
    else if (input) input.value = value;
    if (value) input?.closest?.("details")?.setAttribute("open", "");
  }
  return true;
}

function read(store, service) {
  try {
    const { at, fields } = JSON.parse(store.getItem(name(service)));
    return Date.now() - at < DAY ? fields : [];
  } catch {
    return [];
  }
}

function write(store, service, fields) {
  try {
    store.setItem(name(service), JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // A full or forbidden store: the form works without a draft.
  }
}

// What others have reported near the place of the form: "mine too" follows it instead of opening one beside it.

const MOMENT = { dateStyle: "long" };

/** Asks whenever the form has another place; the hidden field `follows` holds the number that was chosen. */
export function offerNear(form) {
  const box = form.querySelector("[data-near]");
  if (!box) return;
  const list = box.querySelector("[data-near-list]");
  const chosen = form.querySelector("[data-near-chosen]");
  const follows = form.elements.namedItem("follows");
  const text = form.elements.namedItem("description");
  const language = document.documentElement.lang;
  let asked;

  const choose = (number, name) => {
    follows.value = number;
    if (number && !text.value.trim()) text.value = chosen.dataset.sentence;
    if (!number && text.value === chosen.dataset.sentence) text.value = "";
    text.dispatchEvent(new Event("input"));
    show(name);
    form.dispatchEvent(new Event("change"));
  };
  const show = (name = "") => {
    chosen.hidden = !follows.value;
    chosen.querySelector("[data-near-name]").textContent = name || follows.value;
    box.hidden = Boolean(follows.value) || !list.children.length;
  };
  const draw = (each) => {
    const card = box.querySelector("template").content.firstElementChild.cloneNode(true);
    const put = (name, said) => {
      const part = card.querySelector(`[data-near-${name}]`);
      part.textContent = said;
      part.hidden = !said;
    };
    const opened = new Intl.DateTimeFormat(language, MOMENT).format(new Date(each.opened));
    put("service", each.service);
    put("when", box.dataset.when.replace("{}", opened).replace("{}", each.status_text));
    put("where", box.dataset.away.replace("{}", Math.max(10, Math.round(each.distance_metres / 10) * 10)));
    put("text", each.text ?? "");
    card.querySelector("button").addEventListener("click", () => {
      choose(each.number, each.service);
      chosen.querySelector("button").focus();
    });
    return card;
  };
  const ask = async (place) => {
    asked?.abort();
    asked = new AbortController();
    list.replaceChildren();
    if (place) {
      const about = new URLSearchParams({ ...place, service_code: form.dataset.draft });
      try {
        const headers = { "Accept-Language": language };
        const answer = await fetch(`/api/requests/near?${about}`, { headers, signal: asked.signal });
        const found = answer.ok ? (await answer.json()).requests.slice(0, 3) : [];
        list.replaceChildren(...found.map(draw));
      } catch {
        // No signal, or another place meanwhile: the form goes without the offer.
      }
    }
    show();
  };
  chosen.querySelector("button").addEventListener("click", () => { choose("", ""); box.querySelector("button")?.focus(); });
  form.addEventListener("place", (event) => ask(event.detail));
  return { refresh: () => show() };
}

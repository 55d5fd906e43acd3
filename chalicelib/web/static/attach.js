// Photos that go with a form: each is uploaded as soon as it is chosen, and the form carries their ids.

const TYPES = ["image/jpeg", "image/png"];

for (const box of document.querySelectorAll("[data-attach]")) attach(box);

function attach(box) {
  const [input, ids] = [box.querySelector("input[type=file]"), box.querySelector("input[name=files]")];
  const list = box.querySelector(".attached");
  const form = box.closest("form");
  let running = 0;
  box.hidden = false;
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    input.value = "";
    await Promise.all(chosen.map((file) => send(file)));
  });
  // A form that is sent while a photo is on its way waits for it.
  form.addEventListener("submit", (event) => { if (running) event.preventDefault(); });

  async function send(file) {
    const line = list.appendChild(document.createElement("li"));
    const status = line.appendChild(document.createElement("span"));
    const say = (words) => { status.textContent = `${file.name}: ${words}`; };
    if (!TYPES.includes(file.type)) return say(box.dataset.wrongType);
    say(box.dataset.sending);
    running += 1;
    try {
      const id = await upload(file);
      say(box.dataset.sent);
      put([...given(), id]);
      line.append(" ", remover(line, id));
    } catch {
      say(box.dataset.failed);
    } finally {
      running -= 1;
    }
  }

  async function upload(file) {
    const body = { ...JSON.parse(box.dataset.with), media_type: file.type };
    const form = "csrf" in body;
    const offered = await fetch(box.dataset.offer, {
      method: "POST",
      headers: { "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json" },
      body: form ? new URLSearchParams(body) : JSON.stringify(body),
    });
    if (offered.status !== 201) throw new Error(offered.status);
    const { file: id, url, fields } = await offered.json();
    const parts = new FormData();
    for (const [name, value] of Object.entries(fields)) parts.append(name, value);
    parts.append("file", file);
    const sent = await fetch(url, { method: "POST", body: parts });
    if (!sent.ok) throw new Error(sent.status);
    return id;
  }

  function remover(line, id) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = box.dataset.remove;
    button.addEventListener("click", () => { put(given().filter((each) => each !== id)); line.remove(); input.focus(); });
    return button;
  }

  function given() { return ids.value.split(",").filter(Boolean); }
  function put(list) { ids.value = list.join(","); }
}

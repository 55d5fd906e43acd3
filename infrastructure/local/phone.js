// Sends without leaving the page, and looks for answers every second. Without it every form works by itself.
"use strict";

const chat = document.getElementById("chat");
const fault = document.getElementById("fault");
let reading = 0;

function down() {
  chat.scrollTop = chat.scrollHeight;
}

async function show(response, turn) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (turn !== reading) return; // a later answer is on its way
  for (const old of [chat, fault]) {
    const next = page.getElementById(old.id);
    if (next && next.innerHTML !== old.innerHTML) {
      old.replaceChildren(...document.adoptNode(next).childNodes);
      if (old === chat) down();
    }
  }
}

async function look() {
  const turn = ++reading;
  try {
    await show(await fetch(location.href), turn);
  } catch {
    // It is stopping or starting; the next look tells.
  }
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = new URLSearchParams(new FormData(form, event.submitter));
    const text = form.elements.text;
    if (text) text.value = "";
    const turn = ++reading;
    await show(await fetch(form.action, { method: "POST", body: said }), turn);
    if (text) text.focus();
  });
}

document.getElementById("setting").addEventListener("change", (event) => {
  const form = event.currentTarget;
  if (event.target.name === "persona") form.elements.network.value = "";
  form.requestSubmit();
});

down();
setInterval(() => document.hidden || look(), 1000);

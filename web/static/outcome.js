// What an inspector types is saved by itself; what could not be sent (no network, an ended session) waits in this tab
// and stands in the form again when it is opened. The page that shows what was saved takes it away.
"use strict";

function keeping(form, told) {
  const key = form.dataset.key;
  const fields = ["status", "questions", "answers", "conclusions", "next_steps", "author"];
  const typed = () => JSON.stringify(fields.map((name) => form.elements[name].value));
  let saved = typed();
  let timer = 0;

  function restore() {
    const waiting = sessionStorage.getItem(key);
    if (!waiting || waiting === saved) return sessionStorage.removeItem(key);
    JSON.parse(waiting).forEach((value, at) => { form.elements[fields[at]].value = value; });
    told.textContent = form.dataset.restored;
    later();
  }

  async function save() {
    const now = typed();
    if (now === saved) return;
    const body = new URLSearchParams(new FormData(form));
    try {
      const sent = { method: "POST", body, credentials: "same-origin", headers: { "X-Poll": "1" } };
      const answer = await fetch(form.dataset.save, sent);
      if (answer.status === 409) {
        told.textContent = form.dataset.stale;
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      form.elements.base.value = kept.base;
      saved = now;
      if (typed() === now) sessionStorage.removeItem(key);
      told.textContent = `${form.dataset.saved} ${kept.at}`;
    } catch {
      told.textContent = form.dataset.unsaved;
      later(10000);
    }
  }

  function later(wait = 1500) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  restore();
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, typed());
    later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.setItem(key, typed());
  });
}

const form = document.getElementById("outcome");
if (form) keeping(form, document.getElementById("saved"));
document.querySelectorAll("[data-forget]").forEach((part) => sessionStorage.removeItem(part.dataset.forget));

// The console's live parts: an element with data-poll is asked for again, every data-every seconds, and replaced where
// it differs. Nothing is replaced while somebody's focus is in it or the page is not looked at.
"use strict";

function alive(part) {
  const again = () => setTimeout(look, (Number(part.dataset.every) || 2) * 1000);
  async function look() {
    if (document.hidden || part.contains(document.activeElement)) return again();
    try {
      const answer = await fetch(part.dataset.poll, { headers: { "X-Poll": "1" }, credentials: "same-origin" });
      if (answer.status === 401) return location.reload();
      part.classList.toggle("stale", !answer.ok);
      if (answer.ok) {
        const text = await answer.text();
        if (text !== part.dataset.shown) {
          part.dataset.shown = text;
          part.innerHTML = text;
        }
        if (answer.headers.get("X-Done")) return; // nothing more will come
      }
    } catch {
      part.classList.add("stale");
    }
    again();
  }
  again();
}

document.querySelectorAll("[data-poll]").forEach(alive);

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});

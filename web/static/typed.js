// What somebody has typed and could not send, since their session had ended, stands in the form again after they have
// signed in. It waits in this tab only, for them only; never passwords, and not beyond signing out.
"use strict";

const WAITING = "typed";
const { who, typedAgain } = document.body.dataset;
const OLD = ["version", "base", "newest", "seen"]; // hidden fields that tell what was there when somebody began to type

const fieldsOf = (form) => [...form.elements].filter((one) =>
  one.name && one.name !== "csrf" && !["password", "file", "submit", "button"].includes(one.type));
const isTicked = (one) => one.type === "checkbox" || one.type === "radio";

// The same form on the page that is opened again: by where it goes, what it is about, and its place among its like.
function nameOf(form) {
  const like = (one) => [one.getAttribute("action"), ...fieldsOf(one)
    .filter((field) => field.type === "hidden" && !OLD.includes(field.name))
    .map((field) => `${field.name}=${field.value}`)].join(" ");
  const name = like(form);
  return `${name} ${[...document.forms].filter((one) => like(one) === name).indexOf(form)}`;
}

function isKept(form) {
  const byItself = form.dataset.key; // a form that keeps what is typed by itself
  return form.getAttribute("method") === "post" && !byItself && fieldsOf(form).some((one) => one.type !== "hidden");
}

function keep(form) {
  if (!who || !isKept(form)) return;
  const values = fieldsOf(form).map((one) => (isTicked(one) ? one.checked : one.value));
  try {
    sessionStorage.setItem(WAITING, JSON.stringify({ who, form: nameOf(form), values }));
  } catch {
    sessionStorage.removeItem(WAITING); // more than a browser keeps
  }
}

function giveBack(form, values) {
  const fields = fieldsOf(form);
  if (fields.length !== values.length) return;
  fields.forEach((one, at) => { one[isTicked(one) ? "checked" : "value"] = values[at]; });
  const told = document.createElement("p");
  told.className = "done";
  told.setAttribute("role", "status");
  told.textContent = typedAgain;
  form.prepend(told);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelectorAll("textarea").forEach((one) => one.dispatchEvent(new Event("input", { bubbles: true })));
}

// A page for somebody who is signed in, and no refusal, shows that what was sent has arrived.
function arrived() {
  const kept = JSON.parse(sessionStorage.getItem(WAITING) || "null");
  const unsent = document.querySelector("[data-unsent]");
  if (!kept) return;
  if (!who || unsent) {
    sessionStorage.setItem(WAITING, JSON.stringify({ ...kept, lost: true }));
    document.querySelectorAll("[data-unkept]").forEach((one) => { one.textContent = one.dataset.unkept; });
    return;
  }
  const form = kept.lost && kept.who === who && [...document.forms].find((one) => isKept(one) && nameOf(one) === kept.form);
  if (kept.lost && kept.who === who && !form) return; // on another page
  sessionStorage.removeItem(WAITING);
  if (form) giveBack(form, kept.values);
}

let waiting = 0;
arrived();
document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target;
  clearTimeout(waiting);
  if (form instanceof HTMLFormElement) waiting = setTimeout(() => keep(form), 200);
});
document.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  if ("leaving" in event.target.dataset) sessionStorage.clear();
  else keep(event.target);
});

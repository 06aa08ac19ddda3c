// The routing editor: row numbers kept in step, faults beside their rows, drafts that save themselves. Without this
// script the form of the page still saves.
"use strict";

(() => {
  const at = (id) => document.getElementById(id);
  const [form, area, sheet, gutter, notes, list] = ["editor", "text", "sheet", "gutter", "notes", "faults"].map(at);
  const says = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`%${key}`, value), form.dataset[name]);
  const AFTER = 2000; // milliseconds from the last letter to the save
  const AGAIN = 700; // between two questions whether the check is done
  const LATER = 5000; // after a save that failed

  let rows = [0]; // where each row begins
  let faults = [];
  let csrf = form.elements.csrf.value;
  let [kept, saving, stopped, waiting, asking] = [area.value, false, false, 0, 0];

  // What stands where.
  function count() {
    const text = area.value;
    rows = [0];
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) rows.push(end + 1);
  }

  function rowAt(place) {
    let [low, high] = [0, rows.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (rows[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const height = () => parseFloat(getComputedStyle(area).lineHeight);
  const padding = () => parseFloat(getComputedStyle(area).paddingTop);

  // Only the rows in sight are drawn: a file has twelve thousand.
  function draw() {
    const [tall, above] = [height(), padding()];
    const first = Math.max(0, Math.floor((area.scrollTop - above) / tall));
    const last = Math.min(rows.length, first + Math.ceil(area.clientHeight / tall) + 2);
    const wrong = new Map();
    faults.forEach((one) => wrong.has(one.line) || wrong.set(one.line, one));
    const numbers = [];
    const told = [];
    for (let row = first; row < last; row++) {
      const top = `${above + row * tall - area.scrollTop}px`;
      const fault = wrong.get(row + 1);
      numbers.push(placed(String(row + 1), top, fault ? "wrong" : ""));
      if (fault) told.push(placed(fault.text, top, ""));
    }
    gutter.replaceChildren(...numbers);
    notes.replaceChildren(...told);
  }

  function placed(text, top, kind) {
    const one = document.createElement("div");
    one.textContent = text;
    one.className = kind;
    one.style.top = top;
    return one;
  }

  function tellWhere() {
    const row = rowAt(area.selectionStart);
    const fault = faults.find((one) => one.line === row + 1);
    const spot = says("rowColumn", { row: row + 1, column: area.selectionStart - rows[row] + 1 });
    const said = fault ? `${spot}: ${fault.path} ${fault.text}` : spot;
    if (at("here").textContent !== said) at("here").textContent = said;
  }

  function goTo(line, column = 1, length = 0) {
    const row = Math.min(Math.max(line, 1), rows.length) - 1;
    const place = Math.min(rows[row] + column - 1, (rows[row + 1] ?? area.value.length + 1) - 1);
    area.focus({ preventScroll: true });
    area.setSelectionRange(place, place + length);
    area.scrollTop = Math.max(0, row * height() - area.clientHeight / 3);
    if (column + length < 60) area.scrollLeft = 0;
    sheet.scrollIntoView({ block: "nearest" });
    draw();
    tellWhere();
  }

  // Saving: never two at a time, and nothing typed meanwhile is forgotten.
  function typed() {
    count();
    draw();
    tellWhere();
    if (stopped) return;
    at("saving").textContent = says("unsaved");
    clearTimeout(waiting);
    waiting = setTimeout(save, AFTER);
  }

  async function save() {
    clearTimeout(waiting);
    if (saving || stopped || area.value === kept) return;
    saving = true;
    at("saving").textContent = says("saving");
    at("saving").className = "hint";
    const text = area.value;
    const body = new FormData();
    const sent = { csrf, version: form.elements.version.value, base: form.elements.base.value, text };
    Object.entries(sent).forEach(([name, value]) => body.set(name, value));
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
      await saved(answer, text);
    } catch {
      later("failed");
    }
    saving = false;
    if (area.value !== text && !stopped) {
      clearTimeout(waiting);
      waiting = setTimeout(save, AFTER); // written while it was saved
    }
  }

  async function saved(answer, text) {
    if (answer.ok) {
      const told = await answer.json();
      kept = text;
      form.elements.version.value = told.version;
      at("saving").textContent = told.saved;
      at("standing").textContent = told.standing;
      at("discard").hidden = false;
      return check();
    }
    if (answer.status === 409 || answer.status === 422) {
      stopped = answer.status === 409;
      at("saving").textContent = (await answer.json()).error;
      at("saving").className = "error";
      return undefined;
    }
    if (answer.status === 413) return later("failed");
    if (answer.status === 400 || answer.status === 401) {
      later("signedOut");
      return look().catch(() => undefined); // a session that was begun in another tab has another token
    }
    return later("failed");
  }

  function later(said) {
    at("saving").textContent = says(said);
    clearTimeout(waiting);
    waiting = setTimeout(save, LATER);
  }

  // Faults of what was saved last.
  async function look() {
    const answer = await fetch(form.dataset.check, { headers: { "X-Poll": "1" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    csrf = found.csrf;
    document.querySelectorAll("input[name=csrf]").forEach((one) => (one.value = csrf));
    return found;
  }

  async function check() {
    clearTimeout(asking);
    const found = await look().catch(() => null);
    if (!found) return;
    if (!found.faults) {
      at("faults-told").textContent = says("checking");
      asking = setTimeout(check, AGAIN);
    } else if (String(found.version) === form.elements.version.value) show(found.faults, found.told);
  }

  function show(found, told) {
    faults = found;
    at("faults-told").textContent = told;
    list.replaceChildren(...faults.map(entry));
    draw();
    tellWhere();
  }

  function entry(fault) {
    const one = document.createElement("li");
    const way = document.createElement("a");
    way.href = "#text";
    way.dataset.line = fault.line;
    way.dataset.column = fault.column;
    way.textContent = fault.line ? says("row", { row: fault.line }) : says("whole");
    const what = document.createElement("span");
    what.lang = "ro";
    what.textContent = `${fault.path} ${fault.text}`;
    one.append(way, fault.level === "warning" ? ` ${says("warning")}: ` : " ", what);
    return one;
  }

  function toFault(step) {
    const row = rowAt(area.selectionStart) + 1;
    const spots = faults.filter((one) => one.line);
    const ahead = step > 0 ? spots.filter((one) => one.line > row) : spots.filter((one) => one.line < row).reverse();
    const next = ahead[0] ?? (step > 0 ? spots[0] : spots.at(-1));
    if (next) goTo(next.line, next.column);
  }

  // Searching, without accents.
  const PLAIN = { ă: "a", â: "a", á: "a", î: "i", í: "i", ș: "s", ş: "s", ț: "t", ţ: "t", é: "e", ó: "o", ö: "o", ő: "o", ú: "u", ü: "u", ű: "u" };
  const plain = (text) => text.toLowerCase().replace(/[^\x00-\x7f]/g, (sign) => PLAIN[sign] ?? sign);

  function find(step) {
    const [sought, text] = [plain(at("sought").value), plain(area.value)];
    if (!sought) return;
    const from = step > 0 ? area.selectionStart + 1 : area.selectionStart - 1;
    let place = step > 0 ? text.indexOf(sought, from) : from < 0 ? -1 : text.lastIndexOf(sought, from);
    if (place < 0) place = step > 0 ? text.indexOf(sought) : text.lastIndexOf(sought);
    if (place < 0) return void (at("here").textContent = says("notFound"));
    const row = rowAt(place);
    goTo(row + 1, place - rows[row] + 1, sought.length);
    at("here").textContent = says("found", { row: row + 1 });
  }

  function onEnter(id, does) {
    at(id).addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      does(event.shiftKey ? -1 : 1);
    });
  }

  area.addEventListener("input", typed);
  area.addEventListener("scroll", () => requestAnimationFrame(draw));
  document.addEventListener("selectionchange", () => document.activeElement === area && tellWhere());
  list.addEventListener("click", (event) => {
    const way = event.target.closest("a");
    if (!way) return;
    event.preventDefault();
    goTo(Number(way.dataset.line) || 1, Number(way.dataset.column) || 1);
  });
  onEnter("sought", find);
  onEnter("to-row", () => goTo(Number(at("to-row").value) || 1));
  at("before").addEventListener("click", () => find(-1));
  at("after").addEventListener("click", () => find(1));
  at("fault-before").addEventListener("click", () => toFault(-1));
  at("fault-after").addEventListener("click", () => toFault(1));
  form.addEventListener("keydown", (event) => {
    if (event.key === "F8") toFault(event.shiftKey ? -1 : 1);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") save();
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (saving) {
      const button = event.submitter;
      event.preventDefault();
      event.stopPropagation(); // it is not sent yet
      return setTimeout(() => form.requestSubmit(button), 100);
    }
    clearTimeout(waiting);
    kept = area.value; // the form itself takes it along
    return undefined;
  });
  addEventListener("beforeunload", (event) => area.value !== kept && event.preventDefault());
  addEventListener("resize", draw);
  new ResizeObserver(draw).observe(area);

  sheet.classList.add("live");
  at("finding").hidden = false;
  count();
  draw();
  tellWhere();
  if (form.elements.version.value !== "0") check();
})();

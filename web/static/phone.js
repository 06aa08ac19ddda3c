"use strict";
// The telephone on this page: keys and words go to the line; what it answers is written down and read aloud.
(() => {
  const at = (id) => document.getElementById(id);
  const [telephone, typed, keypad, operator, aloud] = ["telephone", "typed", "keypad", "operator", "aloud"].map(at);
  const IDLE = "În așteptare. Apăsați Sună.";

  let call = ""; // the whole call, signed by the server, which keeps none of it
  let [live, busy] = [false, false]; // busy: an answer is on its way
  let ahead = []; // what the person did meanwhile
  let passing = 0; // the silence of who was rung
  let [waiting, pending] = [null, {}]; // the kind of verb the line waits at, and its attributes
  let [room, overheard] = [null, 0]; // the conference it is in, and how many announcements were heard there
  let latest = keypad; // entry of the person in the conversation

  // What goes to the line, and what comes back.
  function ask(said, more = {}) {
    const headers = { "Content-Type": "application/json" };
    return fetch(telephone.dataset.act, { method: "POST", headers, body: JSON.stringify({ ...said, call }), ...more });
  }

  async function asked(said, tries = 8) {
    const answer = await ask(said);
    if (answer.status !== 503 || !tries) return answer.json();
    await new Promise((passed) => setTimeout(passed, 300 + 300 * Math.random()));
    return asked(said, tries - 1);
  }

  async function act(said) {
    busy = true;
    clearTimeout(passing);
    if (said.do !== "overhear" || !room) typed.value = "";
    const answer = await asked(said).catch(() => ({ error: "Linia nu răspunde. Încercați din nou." }));
    busy = false;
    if (!answer.error) hear(answer);
    else if (answer.over) end(answer.error);
    else {
      tell(answer.error);
      if (live) wasRung([]);
    }
    while (ahead.length && !busy) ahead.shift()();
  }

  function hear(answer) {
    ({ call, waiting, pending, room } = answer);
    live = !answer.over;
    overheard = answer.heard;
    answer.events.forEach(show);
    if (answer.fault) write("fault", "Defect", [answer.fault], "en");
    if (live) settle(room ? "În convorbire. Sunteți legat cu celălalt." : (MOMENTS[waiting]?.() ?? "În convorbire."));
    if (live) wasRung(answer.events);
    else end(answer.fault ? "Apel încheiat: linia a greșit." : "Apel încheiat.");
  }

  function end(sentence) {
    [live, waiting, ahead] = [false, null, []];
    settle(sentence);
  }

  const MOMENTS = {
    gather: () => `În convorbire. Linia așteaptă: ${expected()}.`,
    record: () => "În convorbire. Se înregistrează: scrieți mesajul la „Spuneți”.",
    dial: () => "Sună operatorul. Alegeți ce face.",
    enqueue: () => "În convorbire. Sunteți la rând.",
  };

  function expected() {
    const digits = pending.finishOnKey ? `cifre și ${pending.finishOnKey}` : "cifre";
    const kinds = { dtmf: pending.numDigits === "1" ? "o tastă" : digits, speech: "vorbire" };
    return pending.input.split(" ").map((kind) => kinds[kind]).join(" sau ");
  }

  // Keys: one is sent at once where the line waits for one, several when they are complete.
  function press(key) {
    const { classList } = keypad.querySelector(`[value="${key}"]`);
    classList.add("lit");
    setTimeout(() => classList.remove("lit"), 150);
    typed.value += key;
    collect();
  }

  function collect() {
    const keys = (typed.value = typed.value.replace(/[^0-9*#]/g, ""));
    if (live && !busy && waiting !== "dial") return consider(keys);
    typed.value = "";
    if (busy) ahead.push(...[...keys].map((key) => () => press(key)));
    else tell(live ? "Sună operatorul: acum tastele nu se aud." : IDLE);
  }

  function consider(keys) {
    hush();
    const isFinished = pending.finishOnKey && keys.includes(pending.finishOnKey);
    if (keys && (waiting !== "gather" || isFinished || keys.length >= Number(pending.numDigits))) send(keys);
  }

  const erase = () => (typed.value = typed.value.slice(0, -1));

  function send(keys) {
    me(keys, "kbd");
    return act({ do: "press", keys });
  }

  function physical(event) {
    const isText = event.target.matches("input:not([type=checkbox])");
    if (isText || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Backspace") erase();
    if (/^[0-9*#]$/.test(event.key)) press(event.key);
  }

  // The conversation on the screen.
  const SOUNDS = {
    play: (event) => `(se aude ${event.text || "un ton"})`,
    record: () => "(semnal: se înregistrează)",
    dial: (event) => `(sună operatorul ${event.text})`,
    enqueue: () => "(sunteți la rând)",
    hangup: () => "(linia a închis)",
    reject: (event) => (event.text === "busy" ? "(sună ocupat)" : "(numărul nu este alocat)"),
    sms: (event) => `(trimite un SMS: ${event.text})`,
  };

  function show(event) {
    if (SOUNDS[event.kind]) write("sound", "Linia", [SOUNDS[event.kind](event)]);
    if (event.kind !== "say" || !event.text) return;
    const sentences = event.text.match(/\S.*?(?:[.!?…](?=\s+\p{Lu})|$)/gu);
    write("line", "Linia", sentences, event.language);
    read(sentences.map((text) => ({ text, language: event.language, stops: event.interruptible })));
  }

  function write(side, who, sentences, language, tag = "span") {
    const entry = document.createElement("li");
    entry.className = side;
    entry.append(worded("b", who), ": ");
    sentences.forEach((text) => entry.append(worded(tag, text, language), " "));
    at("silence").hidden = true;
    at("entries").append(entry);
    // what the person did last stays in sight, with as much of the answer as there is room for
    if (side === "you") latest = entry;
    at("log").scrollTop = latest.isConnected ? latest.offsetTop : 0;
  }

  const me = (text, tag) => write("you", "Dumneavoastră", [text], "ro", tag);
  const worded = (tag, textContent, lang = "ro") => Object.assign(document.createElement(tag), { textContent, lang });
  const tell = (sentence) => (at("status").textContent = sentence);

  function settle(sentence) {
    const isHeld = operator.contains(document.activeElement);
    operator.hidden = waiting !== "dial" || Boolean(room);
    if (isHeld && operator.hidden) at(live ? "hang-up" : "call").focus();
    const buttons = [at("hang-up"), at("say"), at("wait"), ...keypad.children];
    buttons.forEach((button) => button.setAttribute("aria-disabled", !live));
    at("call").setAttribute("aria-disabled", live);
    if (at("from")) at("from").readOnly = live || at("withheld").checked;
    tell(sentence);
  }

  // The line rings this telephone. Time passes by itself in such a call: who does nothing is silent.
  const bell = at("incoming");
  let [ringing, isRung] = ["", false];

  async function listenForBell() {
    const number = at("withheld").checked ? "" : at("from").value.trim();
    const address = `${bell.dataset.from}?number=${encodeURIComponent(number)}`;
    const answer = live || busy || !number ? null : await fetch(address).catch(() => null);
    const rung = answer?.ok ? await answer.json().catch(() => ({})) : {};
    ringing = (!live && !busy && rung.call) || "";
    if (ringing) at("incoming-who").textContent = `Vă sună ${rung.from}`;
    bell.hidden = !ringing;
    setTimeout(listenForBell, 1500);
  }

  function answerBell(does) {
    if (!ringing || live || busy) return;
    const ring = ringing;
    [call, pending, ringing, isRung, bell.hidden] = ["", {}, "", true, true];
    at("entries").replaceChildren();
    hush(true);
    me(does === "pick_up" ? "(ați răspuns)" : "(ați respins)");
    at("hang-up").focus(); // the button that had the focus is gone
    act({ do: does, ring });
  }

  function wasRung(events) {
    clearTimeout(passing);
    if (!isRung) return;
    const said = events.reduce((sum, event) => sum + event.seconds, 0);
    if (room) passing = setTimeout(() => !busy && live && act({ do: "overhear", heard: overheard }), 1500);
    else if (waiting === "gather") passing = setTimeout(keepSilentByItself, 1000 * (said + Number(pending.timeout)));
  }

  const keepSilentByItself = () => live && !busy && act({ do: "wait" });

  // The messages the line has sent: its worker takes a moment, and a reminder comes when it comes.
  const inbox = at("inbox");
  let seen = new Set();

  async function look() {
    const answer = document.hidden ? null : await fetch(inbox.dataset.from).catch(() => null);
    const messages = answer?.ok ? await answer.json().catch(() => []) : [];
    messages.filter((one) => !seen.has(one.id)).reverse().forEach(receive);
    setTimeout(look, 2000);
  }

  function receive(one) {
    seen.add(one.id);
    const entry = document.createElement("li");
    entry.append(worded("b", `${one.kind}, ${one.to}`));
    if (one.subject) entry.append(worded("strong", one.subject));
    entry.append(worded("p", one.text));
    if (one.files.length) entry.append(worded("small", `Anexe: ${one.files.join(", ")}`));
    at("no-messages").hidden = true;
    at("messages").prepend(entry);
  }

  // The voice of the browser.
  let unread = [];
  let reading = null; // with its utterance: without a reference browsers forget to tell its end
  let isChosen = false; // the person said whether to read aloud

  function voiceFor(language) {
    const tag = (text) => text.replace("_", "-").toLowerCase();
    const rank = (voice) => 2 * (tag(voice.lang) === tag(language)) + voice.localService;
    const speaks = (voice) => tag(voice.lang).split("-")[0] === tag(language).split("-")[0];
    const voices = (window.speechSynthesis?.getVoices() ?? []).filter(speaks);
    return voices.sort((one, other) => rank(other) - rank(one))[0];
  }

  function read(sentences) {
    unread.push(...sentences.filter((one) => aloud.checked && voiceFor(one.language)));
    if (!reading && unread.length) utter(unread.shift());
  }

  function utter(sentence) {
    const voice = voiceFor(sentence.language);
    const utterance = Object.assign(new SpeechSynthesisUtterance(sentence.text), { voice, lang: voice.lang });
    const one = (reading = { ...sentence, utterance });
    const done = () => reading === one && ((reading = null), read([]));
    utterance.onend = utterance.onerror = done;
    setTimeout(done, 6000 + 200 * sentence.text.length); // some browsers never tell the end at all
    window.speechSynthesis.speak(utterance);
  }

  // A key cuts short what may be cut short; a notice is read to its end.
  function hush(all = false) {
    unread = unread.filter((one) => !all && !one.stops);
    if (reading && (all || reading.stops)) window.speechSynthesis.cancel();
  }

  function offerVoice() {
    aloud.disabled = !voiceFor("ro-RO");
    aloud.checked = !aloud.disabled && (aloud.checked || !isChosen);
    const without = "Acest browser nu are o voce românească; convorbirea se citește pe ecran.";
    at("aloud-hint").textContent = aloud.disabled ? without : "Debifați dacă folosiți un cititor de ecran.";
  }

  // What the person does.
  function dial(event) {
    event.preventDefault();
    if (live || busy) return;
    [call, pending, isRung] = ["", {}, false];
    at("entries").replaceChildren();
    hush(true);
    // some telephones let a page speak only if it began to at a touch
    if (aloud.checked) window.speechSynthesis.speak(new SpeechSynthesisUtterance(""));
    tell("Se face legătura…");
    if (window.matchMedia("(max-width: 55rem)").matches) at("screen").scrollIntoView();
    act({ do: "dial", draft: telephone.dataset.draft, from: at("withheld")?.checked ? "" : (at("from")?.value.trim() ?? "") });
  }

  const during = (does) => (busy ? ahead.push(() => during(does)) : live ? does() : tell(IDLE));

  async function hangUp() {
    hush(true);
    me("(ați închis)");
    await act({ do: "hang_up" });
    if (live) end("Apel încheiat.");
  }

  async function keepSilent() {
    if (typed.value) await send(typed.value); // the line has these keys and waits for more, in vain
    if (live) me("(tăcere)");
    if (live) act({ do: "wait" });
  }

  function say() {
    const text = at("words").value.trim();
    if (!text) return;
    hush();
    at("words").value = "";
    me(`„${text}”`);
    act({ do: "speak", text });
  }

  function choose(button) {
    write("you", "Operatorul", [`(${button.textContent.toLowerCase()})`]);
    act({ do: button.value, seconds: 30 });
  }

  at("dialling").addEventListener("submit", dial);
  at("pick-up")?.addEventListener("click", () => answerBell("pick_up"));
  at("turn-down")?.addEventListener("click", () => answerBell("turn_down"));
  at("hang-up").addEventListener("click", () => during(hangUp));
  [...keypad.children].forEach((button) => button.addEventListener("click", () => press(button.value)));
  typed.addEventListener("input", collect);
  at("erase").addEventListener("click", erase);
  at("speech").addEventListener("submit", (event) => (event.preventDefault(), during(say)));
  at("wait").addEventListener("click", () => during(keepSilent));
  operator.querySelectorAll("button").forEach((one) => one.addEventListener("click", () => during(() => choose(one))));
  document.addEventListener("keydown", physical);
  at("withheld")?.addEventListener("change", () => (at("from").readOnly = live || at("withheld").checked));
  aloud.addEventListener("change", () => ((isChosen = true), aloud.checked || hush(true)));
  window.speechSynthesis?.addEventListener?.("voiceschanged", offerVoice);
  // nobody stays on the line when the page is left
  window.addEventListener("pagehide", () => live && ask({ do: "hang_up" }, { keepalive: true }));
  offerVoice();
  settle(IDLE);
  telephone.hidden = false;
  if (inbox) look((inbox.hidden = false));
  if (bell) listenForBell();
})();

// The door's scanner: reads badges by camera, by hand or from a scanner that types, sends each reading with an id of
// its own until it is answered, and shows the answer over the whole screen. Hooks are data-… attributes.
import { watch } from "./scanner_camera.js";
import { listenForTyping } from "./scanner_keys.js";
import { Outbox } from "./scanner_outbox.js";
import { sound } from "./scanner_sound.js";

const SHOWN_MS = 2500;
const ASK_MS = 15000;
const LOOKS = { welcome: "welcome", already_in: "already", waiting: "ready" };

const body = document.body;
const words = body.dataset;
const part = (name) => document.querySelector(`[data-${name}]`);
const [look, answer, net, count, later, buttons] = ["look", "answer", "net", "count", "later", "buttons"].map(part);
const shown = { reading: null, timer: 0 };

const outbox = new Outbox({
  url: words.scanUrl,
  csrf: words.csrf,
  answered: (reading, told) => (reading === shown.reading ? show(told) : mention(told)),
  refused: (reading, told) => close(told, reading),
  changed: () => tellNet(),
});

function take(code) {
  if (body.hasAttribute("data-done")) return;
  clearTimeout(shown.timer);
  const reading = outbox.send(code);
  shown.reading = reading;
  setTimeout(() => {
    if (shown.reading === reading && !reading.answered) showWaiting(words.sending, "");
  }, 400);
}

function show(told) {
  const lookOf = LOOKS[told.answer] ?? "invalid";
  const who = told.attendee;
  const from = who ? [who.team, who.side_label].filter(Boolean).join(", ") : "";
  fill({
    look: lookOf,
    word: told.word,
    name: told.reason || who?.name || "",
    team: told.reason ? who?.name ?? "" : from,
    more: told.sentences,
  });
  sound(lookOf);
  if (lookOf === "welcome") askCount();
  shown.timer = setTimeout(ready, SHOWN_MS);
}

function showWaiting(word, more) {
  fill({ look: "ready", word, name: "", team: "", more: more ? [more] : [] });
  if (more) shown.timer = setTimeout(ready, SHOWN_MS * 2);
}

function fill({ look: lookOf, word, name, team, more }) {
  clearTimeout(shown.timer);
  body.classList.remove("ready", "welcome", "already", "invalid");
  body.classList.add(lookOf);
  for (const sign of answer.querySelectorAll("[data-sign]")) sign.toggleAttribute("hidden", sign.dataset.sign !== lookOf);
  part("word").textContent = word;
  part("name").textContent = name;
  part("team").textContent = team;
  part("more").replaceChildren(...more.flatMap((line, at) => (at ? [document.createElement("br"), line] : [line])));
  look.hidden = true;
  answer.hidden = buttons.hidden = false;
  document.querySelector("meta[name=theme-color]").content = getComputedStyle(body).backgroundColor;
}

function ready() {
  clearTimeout(shown.timer);
  if (body.hasAttribute("data-done")) return;
  shown.reading = null;
  body.classList.remove("welcome", "already", "invalid");
  body.classList.add("ready");
  answer.hidden = buttons.hidden = true;
  look.hidden = false;
}

function mention(told) {
  later.textContent = `${words.arrived}: ${told.attendee?.name ?? ""} ${told.reason || told.word}`;
}

function close(told, reading) {
  if (told.status !== 403) {
    if (reading === shown.reading || !reading) {
      fill({ look: "invalid", word: words.notValid, name: "", team: "", more: [told.words] });
      sound("invalid");
      shown.timer = setTimeout(ready, SHOWN_MS * 2);
    }
    return;
  }
  fill({ look: "invalid", word: words.closed, name: "", team: "", more: [told.words] });
  body.toggleAttribute("data-done", true);
  buttons.hidden = true;
  camera.stop();
}

function tellNet() {
  const kept = outbox.kept;
  net.textContent = outbox.online ? words.online : `${words.offline}${kept ? `, ${words.kept}${kept}` : ""}`;
  if (!outbox.online && shown.reading && !shown.reading.answered) showWaiting(words.noNetwork, words.willRetry);
}

async function askCount() {
  if (body.hasAttribute("data-done")) return;
  try {
    const response = await fetch(words.nowUrl, { signal: AbortSignal.timeout(8000), headers: { Accept: "application/json" } });
    const told = await response.json();
    if (response.status === 403) close({ ...told, status: 403 });
    else if (response.ok) count.textContent = told.words;
    outbox.heard();
  } catch {
    outbox.missed();
  }
}

const camera = watch({ video: part("video"), aim: part("aim"), panel: part("camera"), words, found: take });
part("start").addEventListener("click", () => camera.start());
part("type").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.code;
  if (field.value.trim()) take(field.value);
  field.value = "";
});
part("next").addEventListener("click", ready);
answer.addEventListener("click", () => {
  if (!shown.reading || shown.reading.answered) ready();
});
listenForTyping(take);
setInterval(askCount, ASK_MS);
addEventListener("online", () => outbox.flush());
camera.startIfAllowed();
body.toggleAttribute("data-listening", true);

// The door's scanner: reads badges by camera, by hand or from a scanner that types, or finds people by name; keeps each
// reading until it is answered, decides alone where no answer comes in time, and shows the answer over the whole
// screen. Hooks are data-… attributes.
import { Alone } from "./scanner_alone.js";
import { watch } from "./scanner_camera.js";
import { Clock } from "./scanner_clock.js";
import { offerSearch } from "./scanner_find.js";
import { listenForTyping } from "./scanner_keys.js";
import { Outbox } from "./scanner_outbox.js";
import { sound } from "./scanner_sound.js";
import { openStore } from "./scanner_store.js";
import { offerWalkUps } from "./scanner_walk_ups.js";

const SHOWN_MS = 2500;
const WAIT_MS = 400;
const LATE_MS = 2000;
const ASK_MS = 15000;
const RENEW_MS = 60000;
const UNDO_MS = 60000;
const LOOKS = { welcome: "welcome", back: "welcome", left: "welcome", already_in: "already", already_out: "already" };
const PASSES = new Set(["welcome", "back", "left"]);

const body = document.body;
const words = body.dataset;
const part = (name) => document.querySelector(`[data-${name}]`);
const [look, answer, net, count, later, buttons, last] = ["look", "answer", "net", "count", "later", "buttons", "last"].map(part);
const shown = { reading: null, timer: 0 };
const mine = new Map(); // readings of this page that are not through yet, by their id
const place = { id: Number(words.place), direction: "in" };

const store = await openStore();
const clock = new Clock(store);
await clock.remember();
const alone = new Alone({ url: words.listUrl, store, clock });
const outbox = new Outbox({
  urls: { scan: words.scanUrl, batch: words.batchUrl, undo: words.undoUrl },
  csrf: words.csrf,
  store,
  clock,
  answered: heard,
  refused: close,
  changed: tellNet,
});

async function take(what) {
  if (body.hasAttribute("data-done")) return;
  clearTimeout(shown.timer);
  const reading = { ...(typeof what === "string" ? { code: what.slice(0, 200) } : what) };
  Object.assign(reading, { checkpoint: place.id, direction: place.direction, answered: false });
  shown.reading = reading;
  await outbox.send(reading);
  mine.set(reading.scan_id, reading);
  if (!reading.safe) later.textContent = words.unsafe;
  if (!outbox.online) return decide(reading);
  setTimeout(() => {
    if (shown.reading === reading && !reading.answered) showWaiting(words.sending, "");
  }, WAIT_MS);
  setTimeout(() => decide(reading), LATE_MS);
}

// No answer in time: by the rules that are here, if they are.
async function decide(reading) {
  if (reading.answered) return;
  const told = await alone.decide(reading);
  if (reading.answered) return;
  if (!told) {
    if (reading === shown.reading) showWaiting(words.noNetwork, words.willRetry);
    return;
  }
  reading.answered = true;
  await outbox.note(reading, { decided: told.answer });
  tellNet();
  if (reading === shown.reading) show(told, reading);
}

// The server's answer to a reading of this page, or of one before it.
function heard(sent, told) {
  const reading = mine.get(sent.scan_id) ?? sent;
  mine.delete(sent.scan_id);
  alone.sent(sent);
  if (sent.decided) {
    if (PASSES.has(sent.decided) && told.answer !== sent.decided) later.textContent = `${words.differs} ${told.attendee?.name ?? ""}`;
    return;
  }
  reading.answered = true;
  alone.learn(reading, told);
  if (reading === shown.reading) show(told, reading);
  else later.textContent = `${words.arrived}: ${told.attendee?.name ?? ""} ${told.reason || told.word}`;
}

function show(told, reading) {
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
  if (PASSES.has(told.answer)) offerUndo(reading, who?.name ?? "");
  if (lookOf === "welcome" && outbox.online) askCount();
  shown.timer = setTimeout(ready, SHOWN_MS);
}

function offerUndo(reading, name) {
  last.hidden = false;
  last.querySelector("[data-last-name]").textContent = name;
  const button = last.querySelector("[data-undo]");
  button.hidden = false;
  button.onclick = async () => {
    last.hidden = true;
    alone.unmark(reading);
    later.textContent = `${words.undone}: ${name}`;
    ready();
    await outbox.undo(reading);
    if (outbox.online) askCount();
  };
  clearTimeout(last.timer);
  last.timer = setTimeout(() => (last.hidden = true), UNDO_MS);
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

function close(sent, told) {
  const reading = sent && (mine.get(sent.scan_id) ?? sent);
  if (told.status !== 403) {
    if (reading) reading.answered = true;
    if (reading && reading === shown.reading) {
      fill({ look: "invalid", word: words.notValid, name: "", team: "", more: [told.words] });
      sound("invalid");
      shown.timer = setTimeout(ready, SHOWN_MS * 2);
    } else later.textContent = told.words;
    return;
  }
  // Revoked or over: the list goes at once. What is not sent stays, for a new link on this phone.
  alone.forget();
  fill({ look: "invalid", word: words.closed, name: "", team: "", more: [told.words] });
  body.toggleAttribute("data-done", true);
  buttons.hidden = last.hidden = true;
  camera.stop();
}

function tellNet() {
  const kept = outbox.kept;
  net.textContent = outbox.online ? words.online : `${words.offline}${kept ? `, ${words.kept}${kept}` : ""}`;
  if (outbox.online) return;
  for (const reading of mine.values()) if (!reading.answered) decide(reading);
}

async function askCount() {
  if (body.hasAttribute("data-done")) return;
  const asked = performance.now();
  try {
    const options = { signal: AbortSignal.timeout(8000), headers: { Accept: "application/json" } };
    const response = await fetch(`${words.nowUrl}?checkpoint=${place.id}`, options);
    if (response.status >= 500) throw new Error("away");
    const told = await response.json();
    if (response.status === 403) return close(null, { ...told, status: 403 });
    if (response.ok) {
      count.textContent = told.words;
      outbox.csrf = told.csrf;
      clock.hear(told.at, asked);
    }
    outbox.heard();
    if (outbox.kept) outbox.flush();
  } catch {
    outbox.missed();
  }
}

async function renew() {
  if (!body.hasAttribute("data-done")) await alone.renew();
  setTimeout(renew, RENEW_MS);
}

function choosePlace() {
  const chosen = part("places");
  if (!chosen) return;
  const option = chosen.selectedOptions[0];
  place.id = Number(chosen.value);
  wayOut(option.hasAttribute("data-both"));
  askCount();
}

function wayOut(both) {
  part("ways").hidden = !both;
  place.direction = both && part("ways").querySelector("input:checked")?.value === "out" ? "out" : "in";
}

const camera = watch({
  video: part("video"), aim: part("aim"), panel: part("camera"), torch: part("torch"), turn: part("turn"), words, found: take,
});
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
part("places")?.addEventListener("change", choosePlace);
part("ways").addEventListener("change", () => wayOut(true));
wayOut(words.both === "1");
offerSearch({ panel: part("find"), url: words.findUrl, alone, online: () => outbox.online, chosen: ({ id }) => take({ attendee: id }) });
offerWalkUps({
  guest: part("guest"), instead: part("instead"), print: part("print"), csrf: () => outbox.csrf, words,
  registered: (attendee) => take({ attendee }),
});
listenForTyping(take);
setInterval(askCount, ASK_MS);
addEventListener("online", () => askCount());
navigator.serviceWorker?.register(words.worker, { scope: words.scope }).catch(() => {});
await alone.remember();
askCount();
renew();
outbox.flush();
camera.startIfAllowed();
body.toggleAttribute("data-listening", true);

// The kiosk's first page: reads a QR code by camera, or from a scanner that types, and goes on to what came of it.
import { isThere } from "./kiosk.js";
import { watch } from "./scanner_camera.js";
import { listenForTyping } from "./scanner_keys.js";
import { newId } from "./scanner_outbox.js";

const SHOWN_MS = 8000;
const WAIT_MS = 8000;

const words = document.body.dataset;
const part = (name) => document.querySelector(`[data-${name}]`);
const said = part("scan-said");
let busy = false;

async function take(code) {
  if (busy) return;
  busy = true;
  try {
    const response = await fetch(words.scan, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": words.csrf },
      body: JSON.stringify({ code: code.slice(0, 200), scan_id: newId() }),
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const told = await response.json();
    if (response.ok) return location.assign(told.go);
    tell(told.words);
  } catch {
    // no answer: the page says whether the network is gone
  }
  await isThere();
  busy = false;
}

function tell(line) {
  said.textContent = line;
  said.hidden = false;
  setTimeout(() => (said.hidden = true), SHOWN_MS);
}

const camera = watch({
  video: part("video"), aim: part("aim"), panel: part("camera"), words, found: take, first: "user",
});
part("camera-start").addEventListener("click", () => camera.start());
listenForTyping(take);
camera.startIfAllowed();
document.body.toggleAttribute("data-listening", true);

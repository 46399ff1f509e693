// Before a browser becomes a kiosk, which deletes what our pages keep on it: scans that wait here are sent. While some
// are left the kiosk does not open, and the page says how many.
import { Clock } from "./scanner_clock.js";
import { Outbox } from "./scanner_outbox.js";
import { openStore } from "./scanner_store.js";

const AGAIN_MS = 1000;
const words = document.body.dataset;
const waiting = document.querySelector("[data-waiting]");
const button = document.querySelector("[data-open]");

button.disabled = true;
const store = await openStore({ persists: false });
const outbox = new Outbox({
  urls: { scan: words.scanUrl, batch: words.batchUrl, undo: words.undoUrl },
  csrf: words.csrf,
  store,
  clock: new Clock(store),
  answered: () => {},
  refused: () => {},
  changed: () => {},
});

async function look() {
  const left = (await store.all()).length;
  waiting.hidden = left === 0;
  button.disabled = left > 0;
  if (!left) return;
  document.querySelector("[data-left]").textContent = left;
  await outbox.flush();
  setTimeout(look, (await store.all()).length ? AGAIN_MS : 0);
}

look();

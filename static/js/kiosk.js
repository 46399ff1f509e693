// Every page of a kiosk: it goes back to the start by itself, asks for the network before it sends a form, and shows
// nothing again that somebody has left. Hooks are data-… attributes of the body and in the page.
const WARNED_S = 20;
const MORE_S = 120;
const ASK_MS = 15000;
const WAIT_MS = 5000;
const AGAIN_MS = 10000;

const { start, now, idle } = document.body.dataset;
const part = (name) => document.querySelector(`[data-${name}]`);
const [away, closing, left] = ["away", "closing", "left"].map(part);
const main = document.querySelector("main");
let closesAt = Infinity;
let leaving = false;

export async function isThere() {
  try {
    const response = await fetch(now, { cache: "no-store", signal: AbortSignal.timeout(WAIT_MS) });
    if (response.status === 403) location.replace(start); // revoked: the first page says so
    away.hidden = response.ok;
  } catch {
    away.hidden = false;
  }
  return away.hidden;
}

// Nothing of the person stays while the network is slow or gone; a page that is on its way is not asked for again.
async function leave() {
  if (leaving) return;
  leaving = true;
  for (const shown of [...main.children]) if (shown !== away) shown.remove();
  if (await isThere()) location.replace(start);
  setTimeout(() => {
    leaving = false;
    leave();
  }, AGAIN_MS);
}

function stay(seconds) {
  closesAt = Math.max(closesAt === Infinity ? 0 : closesAt, Date.now() + seconds * 1000);
  closing.hidden = true;
}

function tick() {
  const seconds = (closesAt - Date.now()) / 1000;
  if (seconds <= 0) return leave();
  closing.hidden = seconds > WARNED_S;
  left.value = Math.ceil(seconds);
}

if (idle) {
  stay(Number(idle));
  const touched = ({ target }) => closing.contains(target) || stay(Number(idle)); // its buttons must not vanish
  for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, touched);
  part("more").addEventListener("click", () => stay(MORE_S));
  setInterval(tick, 500);
}
for (const link of document.querySelectorAll("a[data-done]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}
for (const form of document.querySelectorAll("form[data-asks]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    if (await isThere()) form.submit();
    else button.disabled = false;
  });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) leave();
});
setInterval(isThere, ASK_MS);
addEventListener("online", isThere);
addEventListener("offline", isThere);

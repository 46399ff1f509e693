// A screen that hangs somewhere looks again every three seconds; while nothing has changed the answer is empty, and the
// page stays as it is. What was opened in it stays open, and the focus where it was.

const EVERY_MS = 3000;
const wall = document.querySelector("[data-wall]");
const stale = document.querySelector("[data-stale]");
let tag = "";

const show = (text) => {
  const open = [...wall.querySelectorAll("details[open]")].map((one) => one.id);
  const held = wall.contains(document.activeElement) ? document.activeElement.id : "";
  wall.innerHTML = text;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
};

const look = async () => {
  if (document.visibilityState === "visible") {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(wall.dataset.wall, { headers, cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (answer.redirected) location.reload(); // signed out meanwhile
      if (answer.status === 200 && !answer.redirected) {
        show(await answer.text());
        tag = answer.headers.get("ETag") ?? "";
      }
      if (stale) stale.hidden = answer.ok || answer.status === 304;
    } catch {
      // No network: what stands stays, and the next look finds what it missed.
      if (stale) stale.hidden = false;
    }
  }
  setTimeout(look, EVERY_MS);
};

if (wall) setTimeout(look, EVERY_MS);

// The wall looks again every three seconds; while nothing has changed the answer is empty, and the page stays as it is.

const EVERY_MS = 3000;
const wall = document.querySelector("[data-wall]");
let tag = "";

const look = async () => {
  if (document.visibilityState === "visible") {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(wall.dataset.wall, { headers, cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (answer.status === 200) {
        wall.innerHTML = await answer.text();
        tag = answer.headers.get("ETag") ?? "";
      }
    } catch {
      // No network: what stands stays, and the next look finds what it missed.
    }
  }
  setTimeout(look, EVERY_MS);
};

if (wall) setTimeout(look, EVERY_MS);

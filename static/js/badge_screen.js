// An attendee's badge on the phone: opens without a network once it was opened with one, fills the screen, keeps it lit.

const main = document.querySelector("[data-badge]");
const full = document.querySelector("[data-full]");
const offline = document.querySelector("[data-offline]");

const stayLit = () => {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
};

const sayNetwork = () => offline?.toggleAttribute("hidden", navigator.onLine);

// What the page is drawn with goes on the shelf, too; the worker keeps the page itself.
const keep = async () => {
  await navigator.serviceWorker.register(main.dataset.worker, { scope: main.dataset.scope });
  const own = performance.getEntriesByType("resource").map(({ name }) => name);
  const shelf = await caches.open(main.dataset.shelf);
  await shelf.addAll([...new Set(own.filter((name) => name.startsWith(`${location.origin}/static/`)))]);
  await navigator.serviceWorker.ready;
  main.toggleAttribute("data-kept", true);
};

document.addEventListener("visibilitychange", stayLit);
addEventListener("online", sayNetwork);
addEventListener("offline", sayNetwork);
stayLit();
sayNetwork();

if (full && document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
}
if (navigator.serviceWorker && navigator.onLine) addEventListener("load", () => keep().catch(() => {}));

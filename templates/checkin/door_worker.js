{% load static %}// Opens the scanner without a network. What it keeps has the digest of its files in its name: a new version is fetched
// whole, beside the old one, and takes over; scans that wait are in a store that no worker touches.

const SHELF = "accord-door-{{ digest }}";
const PAGE = "{% url 'checkin:door' %}";
const PATIENCE_MS = 4000;
const NEEDED = [
  {% for name in files %}"{% static name %}",
  {% endfor %}
];

self.addEventListener("install", (event) => {
  const fresh = NEEDED.map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("accord-door-") && name !== SHELF;
  const cleared = async () => {
    const shelves = (await caches.keys()).filter(old);
    const shelf = await caches.open(SHELF);
    for (const name of shelves) {
      const page = await (await caches.open(name)).match(PAGE);
      if (page && !(await shelf.match(PAGE))) await shelf.put(PAGE, page);
      await caches.delete(name);
    }
    await self.clients.claim();
    // The page came before its worker: it is kept now, not at its next opening.
    await page().catch(() => null);
  };
  event.waitUntil(cleared());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(pageOrKept(request));
  else if (NEEDED.includes(pathname)) event.respondWith(file(request));
});

async function file(request) {
  return (await (await caches.open(SHELF)).match(request, { ignoreSearch: true })) ?? fetch(request);
}

// The page of now, if it comes in time; of a closed scanner nothing is kept.
async function page(request = PAGE) {
  const shelf = await caches.open(SHELF);
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.ok && !answer.redirected) await shelf.put(PAGE, answer.clone());
  else if (answer.status === 403) await shelf.delete(PAGE);
  return answer;
}

async function pageOrKept(request) {
  const kept = async () => (await caches.open(SHELF)).match(PAGE);
  try {
    const answer = await page(request);
    return answer.status >= 500 ? (await kept()) ?? answer : answer;
  } catch {
    return (await kept()) ?? Response.error();
  }
}

{% load static %}// Opens this attendee's badge without a network, or when the network is too slow for a queue at the door. It keeps that one
// page, with what it is drawn with; the server's answer is asked for first, and an end of the link ends what is kept.
// Files: {{ digest }}

const SHELF = "{{ shelf }}";
const BADGE = "{% url 'checkin:phone_badge' attendee_id %}";
const PATIENCE_MS = 3000;
const NEEDED = [
  {% for name in files %}"{% static name %}",
  {% endfor %}
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll([BADGE, ...NEEDED.map((name) => new Request(name, { cache: "reload" }))])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const ask = async (request) => {
  const answer = await fetch(request);
  if (new URL(request.url).pathname !== BADGE) return answer;
  const shelf = await caches.open(SHELF);
  if (answer.ok && !answer.redirected) await shelf.put(BADGE, answer.clone());
  else if (answer.status >= 400 && answer.status < 500) await shelf.delete(BADGE);
  return answer;
};

const page = async (request) => {
  const asked = ask(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  return answer ?? (await caches.match(BADGE, { cacheName: SHELF })) ?? asked;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(caches.match(request, { cacheName: SHELF }).then((kept) => kept ?? fetch(request)));
});

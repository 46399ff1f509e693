{% load static %}// Opens a booth's page without a network: a scan then shows a page on which the visit is kept. It keeps nothing personal.

const SHELF = "accord-booths-1";
const OFFLINE = "{% url 'portal:booth_offline' %}";
const NEEDED = [
  OFFLINE, "{% static 'js/visits.js' %}", "{% static 'js/accord.js' %}", "{% static 'css/fonts.css' %}", "{% static 'css/tokens.css' %}",
  "{% static 'css/accord.css' %}", "{% static 'css/pages/portal.css' %}", "{% static 'css/pages/guide.css' %}",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(NEEDED)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const missed = () => caches.match(request.mode === "navigate" ? OFFLINE : request).then((kept) => kept ?? Response.error());
  event.respondWith(fetch(request).catch(missed));
});

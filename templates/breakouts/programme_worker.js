{% load static %}// Opens the programme without a network, as this device has seen it last.

const SHELF = "accord-programme-{{ convening.slug }}";
const PAGES = [
  "{% url 'breakouts:programme' convening.slug %}", "{% url 'breakouts:programme_all' convening.slug %}",
  {% for day in days %}"{% url 'breakouts:programme_day' convening.slug day %}", {% endfor %}
];
const LOOKS = [
  "{% static 'css/fonts.css' %}", "{% static 'css/tokens.css' %}", "{% static 'css/accord.css' %}",
  "{% static 'css/pages/programme.css' %}", "{% static 'js/accord.js' %}", "{% static 'js/programme.js' %}",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll([...PAGES, ...LOOKS])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = (request) => caches.match(request)
  .then((same) => same ?? caches.match(request, { ignoreSearch: true }))
  .then((like) => like ?? Response.error());

const keep = (request, answer) => {
  if (answer.ok && answer.type === "basic" && request.destination !== "") {
    const copy = answer.clone();
    caches.open(SHELF).then((shelf) => shelf.put(request, copy));
  }
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  event.respondWith(fetch(request).then((answer) => keep(request, answer)).catch(() => kept(request)));
});

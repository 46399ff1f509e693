// Keeps an attendee's badge on this phone, from the badge itself or from the own page: its worker fetches the page and all
// that it is drawn with, and opens it without a network.

const from = document.querySelector("[data-badge-worker]");

const keep = async () => {
  await navigator.serviceWorker.register(from.dataset.badgeWorker, { scope: from.dataset.scope });
  await navigator.serviceWorker.ready;
  from.toggleAttribute("data-kept", true);
};

if (from && navigator.serviceWorker && navigator.onLine) addEventListener("load", () => keep().catch(() => {}));

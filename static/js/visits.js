// Visits on their way to the server. Each has an id made here, so that sending it again is harmless; what does not get
// through stays on this phone, over a reload too, and is sent when there is a network.

const KEY = "accord.visits";
const WHO = "accord.attendee";
const AT_ONCE = 50;
const AGAIN_MS = 15000;
const LOOK_MS = 5000;
const page = document.querySelector("[data-visits]");
const offline = document.querySelector("[data-offline]");
const status = document.querySelector("[data-queued]");

const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
};
const write = (queue) => localStorage.setItem(KEY, JSON.stringify(queue));
const keep = (visit) => write([...read(), visit]);
const drop = (ids) => write(read().filter((visit) => !ids.has(visit.id)));

const say = (words, count) => {
  if (!status || !words) return;
  status.textContent = count === undefined ? words : `${words} ${count}`;
  status.hidden = false;
};

// The answer, or null when none came: then what was sent is sent again.
const post = async (visits) => {
  const body = visits.map(({ id, code, at, bookmark, note }) => ({
    id, code, bookmark, note, age_s: Math.max(0, (Date.now() - at) / 1000),
  }));
  try {
    const answer = await fetch(page.dataset.visits, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": page.dataset.csrf, Accept: "application/json" },
      body: JSON.stringify({ visits: body }),
      signal: AbortSignal.timeout(10000),
    });
    if (answer.status === 200) return await answer.json();
    return { ended: answer.status === 403 || answer.status === 410, malformed: answer.status === 400 };
  } catch {
    return null;
  }
};

let busy = false;
let refused = false; // some of what was sent last: its words stay before the reader

// Sends what this attendee has kept here; whether all of it is through.
const flush = async () => {
  const own = () => read().filter((visit) => visit.attendee === page.dataset.attendee);
  if (busy || !own().length) return !own().length;
  busy = true;
  refused = false;
  let sent = 0;
  while (own().length) {
    const batch = own().slice(0, AT_ONCE);
    const told = await post(batch);
    if (told?.malformed) {
      drop(new Set(batch.map((visit) => visit.id)));
      refused = true;
      say(page.dataset.refused, batch.length);
      continue;
    }
    if (!told?.results) {
      busy = false;
      say(told?.ended ? page.dataset.ended : page.dataset.kept, own().length);
      setTimeout(flush, AGAIN_MS);
      return false;
    }
    drop(new Set(told.results.map((one) => one.id)));
    sent += told.results.filter((one) => one.code === "kept").length;
    const first = told.results.find((one) => one.code !== "kept");
    refused ||= Boolean(first);
    if (first) say(`${page.dataset.refused} ${first.words}`);
    else say(page.dataset.sent, sent);
  }
  busy = false;
  return true;
};

const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

const tapped = async (event) => {
  const form = event.target.closest("form[data-visit]");
  if (!form) return;
  event.preventDefault();
  const given = new FormData(form);
  const bookmark = form.elements.bookmark;
  keep({
    id: given.get("visit_id") || newId(), attendee: page.dataset.attendee, code: form.dataset.visit, at: Date.now(),
    bookmark: bookmark ? bookmark.type === "hidden" || bookmark.checked : true, note: given.get("note") ?? "",
  });
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  const through = await flush();
  if (refused) for (const button of form.querySelectorAll("button")) button.disabled = false;
  else if (through && form.hasAttribute("data-reload")) location.reload();
};

if (page) {
  localStorage.setItem(WHO, page.dataset.attendee);
  navigator.serviceWorker?.register(page.dataset.worker).catch(() => {});
  document.addEventListener("submit", tapped);
  // What waited for this booth is shown as soon as it is through.
  const here = document.querySelector("form[data-visit][data-reload]")?.dataset.visit;
  const send = async () => {
    const waited = read().some((one) => one.attendee === page.dataset.attendee && one.code.toUpperCase() === here);
    if ((await flush()) && waited && !refused) location.reload();
  };
  addEventListener("online", send);
  send();
}

if (offline) {
  const form = document.querySelector("[data-offline-visit]");
  const [, , code] = location.pathname.split("/");
  const attendee = localStorage.getItem(WHO);
  if (!attendee) {
    form.hidden = true;
    say(offline.dataset.unknown);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep({ id: newId(), attendee, code, at: Date.now(), bookmark: true, note: form.elements.note.value });
    form.hidden = true;
    say(offline.dataset.kept, read().length);
  });
  // Asked of the site, for a phone that says it is online may still have no way to it.
  const look = () => fetch(location.href).then((answer) => answer.ok && location.reload(), () => {});
  addEventListener("online", look);
  setInterval(look, LOOK_MS);
}

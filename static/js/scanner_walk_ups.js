// Registers who was not expected, where this phone may: a guest, or somebody instead of a member who stayed home. Both
// need the server: capacity and places are counted there alone. Where there is a printer their badge is printed on the
// spot, and noted before.
import { offerSearch } from "./scanner_find.js";

const WAIT_MS = 10000;

export function offerWalkUps({ guest, instead, print, csrf, words, registered }) {
  if (!guest) return;
  const headers = () => ({ "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" });
  const offer = print ? offerPrint(print, headers, words) : () => {};

  function listen(panel, done) {
    const form = panel.querySelector("[data-register]");
    const said = form.querySelector("[data-said]");
    const button = form.querySelector("[type=submit]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      said.textContent = "";
      button.disabled = true; // twice at once would be two people
      try {
        const body = JSON.stringify(Object.fromEntries(new FormData(form)));
        const response = await fetch(panel.dataset.url, { method: "POST", headers: headers(), body, signal: AbortSignal.timeout(WAIT_MS) });
        const told = await response.json();
        if (!response.ok) {
          said.textContent = told.words;
          return;
        }
        form.reset();
        panel.open = false;
        done();
        offer(told);
        registered(told.attendee);
      } catch {
        said.textContent = words.needsNetwork;
      } finally {
        button.disabled = false;
      }
    });
  }

  listen(guest, () => {});
  const search = instead.querySelector("[data-search]");
  const form = instead.querySelector("[data-register]");
  const ask = (absent) => {
    form.hidden = !absent;
    search.hidden = Boolean(absent);
    if (!absent) return;
    form.elements.absent.value = absent.id;
    form.querySelector("[data-absent]").textContent = `${words.insteadOf} ${absent.name}, ${absent.team}`;
    form.elements.name.focus();
  };
  offerSearch({ panel: instead, url: instead.dataset.findUrl, chosen: ask, words: { ...instead.dataset, needsNetwork: words.needsNetwork } });
  form.querySelector("[data-other]").addEventListener("click", () => {
    ask(null);
    search.querySelector("input").focus();
  });
  listen(instead, () => ask(null));
}

// A line with a button that stays until the badge is printed; the next who is registered takes its place.
function offerPrint(line, headers, words) {
  const said = line.querySelector("[data-print-said]");
  const button = line.querySelector("[data-print-now]");
  const face = document.querySelector("[data-face]");
  return ({ name, face: drawn, printed }) => {
    face.src = drawn;
    said.textContent = `${words.toPrint} ${name}`;
    line.hidden = button.hidden = button.disabled = false;
    button.onclick = async () => {
      button.disabled = true;
      try {
        await face.decode();
        const response = await fetch(printed, { method: "POST", headers: headers(), body: "{}", signal: AbortSignal.timeout(WAIT_MS) });
        const told = await response.json();
        button.hidden = response.ok || response.status < 500;
        said.textContent = response.ok ? `${words.isPrinted} ${name}` : told.words;
        if (response.ok) window.print();
      } catch {
        face.src = drawn;
        said.textContent = `${words.notPrinted} ${name}`;
      }
      button.disabled = false;
    };
  };
}

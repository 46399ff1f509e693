// Registers a guest at the door, where this phone may. It needs the server: capacity is counted there alone.

export function offerGuests({ panel, url, csrf, words, place, registered }) {
  if (!panel) return;
  const form = panel.querySelector("form");
  const said = panel.querySelector("[data-guest-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    said.textContent = "";
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" },
        body: JSON.stringify({ ...given, checkpoint: place() }),
        signal: AbortSignal.timeout(10000),
      });
      const told = await response.json();
      if (!response.ok) {
        said.textContent = told.words;
        return;
      }
      form.reset();
      panel.open = false;
      registered(told.attendee);
    } catch {
      said.textContent = words.needsNetwork;
    }
  });
}

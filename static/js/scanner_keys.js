// Scanners that type: they send a code as quick keys and Enter, whatever has the focus.

const GAP_MS = 100;
const LEAST = 6;

export function listenForTyping(found) {
  let typed = "";
  let at = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select")) return;
    const now = performance.now();
    if (now - at > GAP_MS) typed = "";
    at = now;
    if (event.key === "Enter" && typed.length >= LEAST) {
      event.preventDefault();
      found(typed);
      typed = "";
    } else if (event.key.length === 1) {
      typed += event.key;
    }
  });
}

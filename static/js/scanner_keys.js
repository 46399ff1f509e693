// Scanners that type: they send a code as quick keys and Enter, whatever has the focus. One that types for another
// keyboard than the device has, such as AZERTY, sends the right keys under the wrong letters: the code's check character
// tells which were meant.

const GAP_MS = 100;
const LEAST = 6;
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 14;

export function listenForTyping(found) {
  let typed = "";
  let pressed = "";
  let at = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select")) return;
    const now = performance.now();
    if (now - at > GAP_MS) typed = pressed = "";
    at = now;
    if (event.key === "Enter" && Math.max(typed.length, pressed.length) >= LEAST) {
      event.preventDefault();
      found(meant(typed, pressed));
      typed = pressed = "";
      return;
    }
    if (event.key.length === 1) typed += event.key;
    pressed += /^(?:Key|Digit)(.)$/.exec(event.code)?.[1] ?? "";
  });
}

// What was typed, unless it is no code of ours and the keys as they lie on a US keyboard are one.
export function meant(typed, pressed) {
  return !isCode(typed) && isCode(pressed) ? pressed : typed;
}

// As checkin/domain/codes.py says: the weighted sum of all characters is 0 modulo 31.
function isCode(text) {
  const values = [...text.toUpperCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter)).map((letter) => ALPHABET.indexOf(letter));
  if (values.length !== LENGTH || values.includes(-1)) return false;
  const check = values.pop();
  return values.reduce((sum, value, place) => sum + (place + 2) * value, check) % ALPHABET.length === 0;
}

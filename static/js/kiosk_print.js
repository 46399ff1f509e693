// The kiosk's badge: printed once its picture is there and the server has noted it, which counts as the one print. Where
// either fails nothing is printed, and the page says so. What the browser asks then is its own matter.
const WAIT_MS = 5000;
const TRIES = 3;

const { printed, csrf } = document.body.dataset;
const face = document.querySelector("[data-face]");

function show(step) {
  for (const part of document.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== step;
}

// Whether it is noted; sent again where no answer came, which the server takes for the same.
async function isNoted() {
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      const headers = { "X-CSRFToken": csrf };
      const answer = await fetch(printed, { method: "POST", headers, signal: AbortSignal.timeout(WAIT_MS) });
      if (answer.status < 500) return answer.ok;
    } catch {
      // no answer
    }
  }
  return false;
}

async function isDrawn() {
  try {
    await face.decode();
    return true;
  } catch {
    return false;
  }
}

if ((await isDrawn()) && (await isNoted())) {
  show("printed");
  window.print();
} else {
  face.remove();
  show("failed");
  document.querySelector("[data-again]").hidden = false;
}

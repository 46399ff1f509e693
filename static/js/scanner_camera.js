// Reads QR codes from the camera. One badge before the camera is one reading: it counts again after it was away.
// Without buttons for its light and for the other camera (a kiosk) it looks with the one that it is told first.
import { BarcodeDetector, prepareZXingModule } from "../vendor/barcode-detector/ponyfill.js";

const EVERY_MS = 80;
const AWAY_MS = 1500;
const FACING = "accord.camera";
const WASM = new URL("../vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url).href;

prepareZXingModule({
  overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? WASM : prefix + path) },
});

export function watch({ video, aim, panel, words, found, torch, turn, first = "environment" }) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const last = { code: "", at: 0 };
  let stream = null;
  let facing = (turn && localStorage.getItem(FACING)) || first;

  async function start() {
    const wanted = { video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };
    try {
      if (!navigator.mediaDevices) throw new DOMException("no camera", "NotFoundError");
      stream = await navigator.mediaDevices.getUserMedia(wanted);
    } catch (error) {
      panel.querySelector("[data-camera-words]").textContent =
        error.name === "NotAllowedError" ? words.denied : words.missing;
      return;
    }
    video.srcObject = stream;
    video.hidden = aim.hidden = false;
    panel.hidden = true;
    await video.play();
    if (torch && turn) offer();
    look();
  }

  // Light, where this camera has one; the other camera, where there are two.
  async function offer() {
    const [track] = stream.getVideoTracks();
    torch.hidden = !track.getCapabilities?.().torch;
    torch.setAttribute("aria-pressed", "false");
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
    turn.hidden = cameras.length < 2;
  }

  async function light() {
    const on = torch.getAttribute("aria-pressed") !== "true";
    await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
    torch.setAttribute("aria-pressed", String(on));
  }

  async function other() {
    facing = facing === "environment" ? "user" : "environment";
    localStorage.setItem(FACING, facing);
    stop();
    await start();
  }

  torch?.addEventListener("click", light);
  turn?.addEventListener("click", other);

  async function look(of = stream) {
    if (!stream || stream !== of) return; // stopped, or the other camera looks
    if (video.readyState >= 2) {
      try {
        for (const { rawValue } of await detector.detect(video)) saw(rawValue);
      } catch (error) {
        if (error.name !== "InvalidStateError") throw error;
      }
    }
    setTimeout(() => look(of), EVERY_MS);
  }

  function saw(code) {
    const now = performance.now();
    const again = code === last.code && now - last.at < AWAY_MS;
    last.code = code;
    last.at = now;
    if (!again) found(code);
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  // Without asking, where the volunteer has allowed the camera before.
  async function startIfAllowed() {
    try {
      if ((await navigator.permissions.query({ name: "camera" })).state === "granted") await start();
    } catch {
      // a browser that cannot be asked: the button stays
    }
  }

  return { start, startIfAllowed, stop };
}

// An attendee's badge on the phone: opens without a network once it was opened with one, fills the screen, keeps it lit.
import "./badge_keep.js";

const full = document.querySelector("[data-full]");
const offline = document.querySelector("[data-offline]");

const stayLit = () => {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
};

const sayNetwork = () => offline?.toggleAttribute("hidden", navigator.onLine);

document.addEventListener("visibilitychange", stayLit);
addEventListener("online", sayNetwork);
addEventListener("offline", sayNetwork);
stayLit();
sayNetwork();

if (full && document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
}

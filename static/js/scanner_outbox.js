// Readings on their way to the server. Each has an id made here, so that sending it again is harmless; what fails is
// sent again, oldest first, until it is answered.

const TIMEOUT_MS = 8000;
const AGAIN_MS = 2000;

export class Outbox {
  constructor({ url, csrf, answered, refused, changed }) {
    Object.assign(this, { url, csrf, answered, refused, changed, waiting: [], online: true, busy: false });
  }

  get kept() {
    return this.waiting.length;
  }

  send(code) {
    const reading = { code: code.slice(0, 200), scan_id: newId(), readAt: performance.now(), answered: false };
    this.waiting.push(reading);
    this.flush();
    return reading;
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    while (this.waiting.length) {
      const reading = this.waiting[0];
      const told = await this.post(reading);
      if (!told) {
        this.missed();
        this.timer = setTimeout(() => this.flush(), AGAIN_MS);
        break;
      }
      this.waiting.shift();
      this.heard();
      reading.answered = true;
      if (told.status === 200) this.answered(reading, told);
      else this.refused(reading, told);
    }
    this.busy = false;
  }

  // The answer with its status, or null when none came and the reading must be sent again.
  async post({ code, scan_id, readAt }) {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf, Accept: "application/json" },
        body: JSON.stringify({ code, scan_id, age_ms: Math.round(performance.now() - readAt) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status >= 500 || response.status === 429) return null;
      return { ...(await response.json()), status: response.status };
    } catch {
      return null;
    }
  }

  heard() {
    const was = this.online;
    this.online = true;
    if (!was) this.changed();
    if (!was && this.waiting.length) this.flush();
  }

  missed() {
    this.online = false;
    this.changed();
  }
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

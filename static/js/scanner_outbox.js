// Scans on their way to the server. Each has an id made here, so that sending it again is harmless. One that somebody
// waits for goes by itself; what has waited goes in batches, oldest first, until all of it is answered.

const TIMEOUT_MS = 8000;
const BATCH_TIMEOUT_MS = 30000;
const AGAIN_MS = 2000;
const MOST = 500;

export class Outbox {
  constructor({ urls, csrf, store, clock, answered, refused, changed }) {
    Object.assign(this, { urls, csrf, store, clock, answered, refused, changed });
    Object.assign(this, { kept: 0, online: true, busy: false, again: false, most: MOST });
  }

  // Keeps a scan; it is on its way when this returns. Whether it survives a reload is in `safe`.
  async send(op) {
    Object.assign(op, { scan_id: newId(), decided: "", undone: null, ...this.clock.stamp() });
    op.safe = await this.store.add(op);
    this.kept += 1;
    this.flush();
    return op;
  }

  // One thing was learnt about a scan that may still be here: what the device decided, or that it was undone.
  async note(op, facts) {
    Object.assign(op, facts);
    await this.store.put(op);
  }

  // Takes a scan back: here, if the server does not have it yet; else the server is told.
  async undo(op) {
    const { at: undone } = this.clock.stamp();
    if ((await this.store.all()).some((one) => one.key === op.key)) return this.note(op, { undone });
    return this.sendUndo(op.scan_id, undone);
  }

  async sendUndo(scanId, at) {
    await this.store.add({ undo: scanId, at });
    this.kept += 1;
    this.flush();
  }

  async flush() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    clearTimeout(this.timer);
    try {
      if (!(await this.alone())) this.timer = setTimeout(() => this.flush(), AGAIN_MS);
    } finally {
      this.busy = false;
    }
    if (this.again) {
      this.again = false;
      this.flush();
    }
  }

  // One page of this browser at a time sends.
  alone() {
    if (!navigator.locks) return this.round();
    return navigator.locks.request("accord-door", { ifAvailable: true }, (lock) => (lock ? this.round() : false));
  }

  // Sends what is here until nothing is; false when the network, or the server, is away.
  async round() {
    for (;;) {
      const ops = await this.store.all();
      this.kept = ops.length;
      if (!ops.length) break;
      const scans = ops.filter((op) => !op.undo).slice(0, this.most);
      let told;
      if (scans.length === 1 && !scans[0].decided && scans[0].undone === null) told = await this.one(scans[0]);
      else if (scans.length) told = await this.batch(scans);
      else told = await this.takeBack(ops[0]);
      if (told === "closed") return true;
      if (told === "away") {
        this.missed();
        return false;
      }
      this.heard();
    }
    this.changed();
    return true;
  }

  async one(op) {
    const { code, attendee, scan_id, checkpoint, direction, at, offset } = op;
    const age_ms = Math.max(0, Math.min(6e8, Date.now() - at));
    const told = await this.post(this.urls.scan, { code, attendee, scan_id, checkpoint, direction, at, offset, age_ms });
    if (!told) return "away";
    if (told.status === 403) return this.close(told);
    const [now] = (await this.store.all()).filter((each) => each.key === op.key);
    if (now?.undone) await this.store.add({ undo: scan_id, at: now.undone });
    if (now?.decided && told.status === 200) {
      // We had not waited for the answer: the server also learns what was decided here.
      await this.store.put({ ...now, undone: null });
      if ((await this.batch([{ ...now, undone: null }])) !== "sent") return "away";
      return "sent";
    }
    await this.store.remove([op.key]);
    if (told.status === 200) this.answered(op, told);
    else this.refused(op, told);
    return "sent";
  }

  async batch(scans) {
    const rows = scans.map(({ scan_id, code, attendee, checkpoint, direction, at, offset, decided, undone }) => ({
      scan_id, code, attendee, checkpoint, direction, at, offset, decided, undone,
    }));
    const told = await this.post(this.urls.batch, { sent: Date.now(), scans: rows }, BATCH_TIMEOUT_MS);
    if (!told) return "away";
    if (told.status === 403) return this.close(told);
    if (told.status !== 200) {
      // Too much at once, or one that breaks all: by halves, until only that one is refused.
      if (scans.length > 1) this.most = Math.ceil(scans.length / 2);
      else await this.giveUp(scans[0], told);
      return "sent";
    }
    this.most = MOST;
    const results = new Map(told.results.map((result) => [result.scan_id, result]));
    const here = new Map((await this.store.all()).map((op) => [op.key, op]));
    const done = [];
    for (const op of scans) {
      const result = results.get(op.scan_id);
      if (!result) continue;
      if (result.code) {
        await this.giveUp(op, result);
        continue;
      }
      const undone = here.get(op.key)?.undone;
      if (undone && !op.undone) await this.store.add({ undo: op.scan_id, at: undone });
      done.push(op.key);
      this.answered(op, result);
    }
    await this.store.remove(done);
    return done.length || told.results.length ? "sent" : "away";
  }

  // What the server will never take is kept apart, for the help desk to look at.
  async giveUp(op, told) {
    const apart = (await this.store.get("refused")) ?? [];
    await this.store.set("refused", [...apart, { ...op, words: told.words }].slice(-200));
    await this.store.remove([op.key]);
    this.refused(op, told);
  }

  async takeBack(op) {
    const age = Math.max(0, Math.min(6e8, Date.now() - op.at));
    const told = await this.post(this.urls.undo, { scan_id: op.undo, age_ms: Math.round(age) });
    if (!told) return "away";
    if (told.status === 403) return this.close(told);
    await this.store.remove([op.key]);
    if (told.status !== 200) this.refused(op, told);
    return "sent";
  }

  // The answer with its status, or null when none came and it must be sent again.
  async post(url, body, timeout = TIMEOUT_MS) {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf, Accept: "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeout),
      });
      if (response.status >= 500 || response.status === 429) return null;
      return { ...(await response.json()), status: response.status };
    } catch {
      return null;
    }
  }

  close(told) {
    this.refused(null, told);
    return "closed";
  }

  heard() {
    const was = this.online;
    this.online = true;
    if (!was) this.changed();
  }

  missed() {
    this.online = false;
    this.changed();
  }
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

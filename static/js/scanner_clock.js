// What time it is by the server, whatever this device's clock says: measured with every answer that tells it, and
// counted on by a clock that nobody can set.

const AGREES_MS = 1000;

export class Clock {
  constructor(store) {
    Object.assign(this, { store, offset: null, told: null });
  }

  async remember() {
    this.offset ??= (await this.store.get("offset")) ?? null;
  }

  // `at` is the server's time in an answer to what was asked at `asked` (performance.now()). The quickest answer tells
  // it best; a later one counts only where it says something else altogether, so that scans keep their order.
  hear(at, asked) {
    const heard = performance.now();
    const way = heard - asked;
    const told = { at: at + way / 2, heard, way };
    const agrees = this.told && Math.abs(told.at - this.told.at - (heard - this.told.heard)) < AGREES_MS;
    if (!agrees || way < this.told.way / 2) this.told = told;
    const offset = Math.round(this.now() - Date.now());
    if (this.offset === null || Math.abs(offset - this.offset) > AGREES_MS) this.store.set("offset", offset);
    this.offset = offset;
  }

  // The server's time, as well as this device can know it.
  now() {
    if (this.told) return Math.round(this.told.at + performance.now() - this.told.heard);
    return Date.now() + (this.offset ?? 0);
  }

  // For a scan: the device's own time and how far it is behind; null: never measured.
  stamp() {
    const at = Date.now();
    return { at, offset: this.told ? this.now() - at : this.offset };
  }
}

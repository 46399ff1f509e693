// Decides without the server, by the same table of rules and a list that holds no code: only hashes of them, salted for
// this device. The list is wiped when the scanner is closed and when its time is over.
import { isEarlierDay, judge } from "./scanner_rules.js";

const [HASH, ATTENDEE, NAME, TEAM, TEAM_NAME, KIND, SIDE, REPLACED, COMES, SEATS] = Array(10).keys();
const [WELCOMED, WAY, AT, PLACE] = Array(4).keys();
const PASSES = new Set(["welcome", "back", "left"]);

export class Alone {
  constructor({ url, store, clock }) {
    Object.assign(this, { url, store, clock, list: null, byHash: new Map(), byAttendee: new Map(), marks: {} });
  }

  async remember() {
    this.take(await this.store.get("list"), (await this.store.get("marks")) ?? {});
    await this.forgetWhatIsOver();
  }

  async forgetWhatIsOver() {
    if (this.list && this.clock.now() > this.list.until) await this.forget();
  }

  // Asks for the list anew; answers the status, 0 when no answer came.
  async renew() {
    await this.forgetWhatIsOver();
    const asked = this.clock.now();
    try {
      const headers = { Accept: "application/json", ...(this.list ? { "If-None-Match": this.list.tag } : {}) };
      const response = await fetch(this.url, { headers, cache: "no-store", signal: AbortSignal.timeout(20000) });
      if (response.status === 200) {
        const list = { ...(await response.json()), tag: response.headers.get("ETag") ?? "" };
        const later = Object.entries(this.marks).filter(([, mark]) => mark.made >= asked || mark.unsent);
        this.take(list, Object.fromEntries(later));
        await this.store.set("list", list);
        await this.store.set("marks", this.marks);
      }
      return response.status;
    } catch {
      return 0;
    }
  }

  take(list, marks) {
    if (!list) return;
    Object.assign(this, { list, marks });
    this.byHash = new Map(list.people.map((row) => [row[HASH], row]));
    this.byAttendee = new Map(list.people.filter((row) => !row[REPLACED]).map((row) => [row[ATTENDEE], row]));
  }

  async forget() {
    Object.assign(this, { list: null, byHash: new Map(), byAttendee: new Map(), marks: {} });
    await this.store.wipe("list", "marks");
  }

  place(id) {
    return this.list?.checkpoints.find((one) => one.id === id);
  }

  // What the door answers to this scan, in the shape of the server's answer; null where there is no list.
  async decide(op) {
    await this.forgetWhatIsOver();
    const place = this.place(op.checkpoint);
    if (!place) return null;
    const row = op.attendee ? this.byAttendee.get(op.attendee) : this.byHash.get(await hashed(op.code, this.list.salt));
    const now = op.at + (op.offset ?? 0);
    const passed = row && this.passed(place.gate, row[ATTENDEE]);
    const before = { welcomed: passed?.[WELCOMED] ?? false, last: passed?.[WAY] ?? "", another_day: Boolean(passed?.[WAY]) && isEarlierDay(passed[AT], now, this.list.zone) };
    const answer = judge(place.rule, row ? bearer(row) : null, before, op.direction, now);
    if (PASSES.has(answer)) this.mark(op, place, row, before, now);
    return this.told(answer, place, row, passed, now);
  }

  // What the server answered is known here, too, should the network go next.
  learn(op, told) {
    const place = this.place(op.checkpoint);
    const row = this.byAttendee.get(told.attendee?.id);
    if (!place || !row || !PASSES.has(told.answer)) return;
    const before = { welcomed: told.answer !== "welcome" };
    this.mark(op, place, row, before, op.at + (op.offset ?? 0), false);
  }

  mark(op, place, row, before, at, unsent = true) {
    const key = `${place.gate}|${row[ATTENDEE]}`;
    const passed = [before.welcomed || op.direction === "in", op.direction, at, place.name];
    this.marks[key] = { passed, made: at, unsent, scan: op.scan_id, previous: this.marks[key]?.passed };
    this.store.set("marks", this.marks);
  }

  unmark(op) {
    for (const [key, mark] of Object.entries(this.marks)) {
      if (mark.scan !== op.scan_id) continue;
      if (mark.previous) this.marks[key] = { ...mark, passed: mark.previous, scan: "" };
      else if (this.list) this.marks[key] = { ...mark, passed: [false, "", mark.made, ""], scan: "" };
    }
    this.store.set("marks", this.marks);
  }

  // A scan is with the server now: the next list holds it.
  sent(op) {
    for (const mark of Object.values(this.marks)) if (mark.scan === op.scan_id) mark.unsent = false;
  }

  passed(gate, attendee) {
    return this.marks[`${gate}|${attendee}`]?.passed ?? this.list.passed[gate]?.[attendee];
  }

  told(answer, place, row, passed, now) {
    const words = this.list.words;
    const [word, reason] = words.answers[answer];
    const sentences = reason ? [words.to_do?.[answer] ?? words.to_the_desk] : []; // an older list may be here
    if (answer === "not_open") sentences.unshift(...this.opening(place.rule, now));
    if (answer === "already_in") {
      sentences.push(`${this.timeOfDay(passed[AT], now)}, ${passed[PLACE]}.`, words.ask);
    } else if (!reason && place.gate === "door" && row[TEAM]) sentences.push(this.team(row));
    return {
      answer, word, reason, sentences, alone: true,
      attendee: row && !row[REPLACED] ? { name: row[NAME], team: row[TEAM_NAME], side_label: words.sides[row[SIDE]] ?? "" } : null,
    };
  }

  opening({ opens, closes }, now) {
    const early = opens !== null && now < opens;
    const words = early ? this.list.words.open_from : this.list.words.open_until;
    return words ? [words.replace("{when}", this.timeOfDay(early ? opens : closes, now))] : []; // an older list may be here
  }

  // The time of day here; with its day where that is not today's.
  timeOfDay(instant, now) {
    const zone = { timeZone: this.list.zone };
    const format = (at, shape) => new Intl.DateTimeFormat(this.list.language, { ...shape, ...zone }).format(at);
    const day = { weekday: "short", month: "short", day: "numeric" };
    const time = format(instant, { hour: "numeric", minute: "2-digit" });
    return format(instant, day) === format(now, day) ? time : `${format(instant, day)}, ${time}`;
  }

  // Durango: 3 of 5 here.
  team(row) {
    const members = [...this.byAttendee.values()].filter((one) => one[TEAM] === row[TEAM] && one[COMES]);
    const here = members.filter((one) => this.passed("door", one[ATTENDEE])?.[WELCOMED]).length;
    return this.list.words.team.replace("{team}", row[TEAM_NAME]).replace("{here}", here).replace("{total}", members.length);
  }
}

function bearer(row) {
  return { replaced: row[REPLACED], comes: row[COMES], kind: row[KIND], team: row[TEAM], seats: row[SEATS] };
}

async function hashed(code, salt) {
  const tidy = [...code.normalize("NFKC").toUpperCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter)).join("");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(salt + tidy));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
}

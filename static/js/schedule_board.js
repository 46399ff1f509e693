// What the pointer and the keys share: where a session may go, keeping it, and what others change meanwhile.

const LOOK_EVERY = 4000; // milliseconds
const CLASSES = { yes: "v-yes", maybe: "v-maybe", no: "v-no" };

export class Board {
  hand = null; // {session, from, version, places, cell}
  edge = null; // the end of a time that is being moved

  get root() {
    return document.querySelector("[data-board]");
  }

  words(name) {
    return this.root.dataset[name];
  }

  say(words, refused = false) {
    const said = document.querySelector("[data-said]");
    said.textContent = words;
    said.closest("p").classList.toggle("quiet", !refused);
  }

  cells() {
    return [...this.root.querySelectorAll("td[data-room]")];
  }

  address(name, session) {
    return this.root.dataset[name].replace("/0/", `/${session}/`);
  }

  // Into the hand: its places are coloured as soon as the site has said which it may have.
  async take(handle) {
    const session = handle.dataset.session;
    const from = handle.closest("td[data-room]");
    const hand = { session, from, title: handle.textContent.trim(), version: Number(handle.dataset.at), places: {}, cell: null };
    this.hand = hand;
    from?.classList.add("v-from");
    handle.classList.add("taken");
    this.say(`${this.words("wordsHeld")} ${hand.title}`);
    let answer;
    try {
      answer = await (await fetch(this.address("places", session), { headers: { Accept: "application/json" } })).json();
    } catch {
      answer = { words: this.words("wordsLost") };
    }
    if (this.hand !== hand) return;
    if (!answer.places) {
      this.release(answer.words, true);
      return;
    }
    hand.places = answer.places;
    for (const cell of this.cells()) this.colour(cell);
    document.querySelector("[data-key]").hidden = false;
    if (hand.cell) this.over(hand.cell);
  }

  verdict(cell) {
    return this.hand.places[`${cell.dataset.room}-${cell.dataset.slot}`];
  }

  colour(cell) {
    const verdict = this.verdict(cell);
    if (!verdict || cell.querySelector("[data-session]")) return;
    cell.classList.add(CLASSES[verdict[0]]);
    const small = document.createElement("small");
    small.dataset.verdict = "";
    small.textContent = verdict[1];
    cell.append(small);
  }

  // The place above which it is held, or null.
  over(cell) {
    for (const one of this.root.querySelectorAll(".v-over, .v-here")) one.classList.remove("v-over", "v-here");
    this.hand.cell = cell;
    if (!cell) return;
    const verdict = this.verdict(cell);
    cell.classList.add(verdict && verdict[0] === "no" ? "v-over" : "v-here");
    if (verdict) this.say(verdict[2], verdict[0] === "no");
    else if (cell === this.hand.from) this.say(this.words("wordsFrom"));
  }

  release(words = this.words("wordsBack"), refused = false) {
    for (const cell of this.root.querySelectorAll("[class*='v-']")) {
      cell.classList.remove("v-yes", "v-maybe", "v-no", "v-over", "v-here", "v-from");
    }
    for (const small of this.root.querySelectorAll("[data-verdict]")) small.remove();
    for (const one of this.root.querySelectorAll(".taken")) one.classList.remove("taken");
    const key = document.querySelector("[data-key]");
    if (key) key.hidden = true;
    this.hand = null;
    this.say(words, refused);
  }

  // Where it is now held: kept by the site, or back where it stood with the reason.
  drop() {
    const { cell, from, session, version } = this.hand;
    const verdict = cell && this.verdict(cell);
    if (!cell || cell === from) this.release();
    else if (verdict && verdict[0] === "no") this.release(`${verdict[2]} ${this.words("wordsBack")}`, true);
    else this.keep(session, version, { room: Number(cell.dataset.room), slot: Number(cell.dataset.slot) });
  }

  takeOut() {
    const { from, session, version } = this.hand;
    if (from) this.keep(session, version, { room: null, slot: null });
    else this.release();
  }

  async keep(session, version, place) {
    this.release("");
    await this.send(this.address("drop", session), { version, ...place }, `[data-session="${session}"]`);
  }

  // Kept by the site, or refused with its words; the board is then as it is now.
  async send(address, body, focus) {
    let answer;
    let ok = false;
    try {
      const headers = {
        "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
      };
      const sent = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
      ok = sent.ok;
      answer = await sent.json();
    } catch {
      this.say(this.words("wordsLost"), true);
      return;
    }
    await this.refresh();
    this.say(answer.words, !ok);
    this.root.querySelector(focus)?.focus();
  }

  // The board as it is now; `only` when somebody has changed something since.
  async refresh(only = false) {
    const headers = { "HX-Request": "true" };
    if (only) headers["If-None-Match"] = `W/"${this.root.dataset.version}"`;
    const answer = await fetch(this.root.dataset.fresh, { headers, cache: "no-store" });
    if (!answer.ok || answer.status === 304) return;
    if (only && this.isBusy()) {
      this.say(this.words("wordsOthers"));
      return;
    }
    const said = document.querySelector("[data-said]").textContent;
    const text = await answer.text();
    if (this.hand || this.edge) return;
    document.getElementById("board").outerHTML = text;
    htmx.process(document.getElementById("board"));
    this.say(said);
  }

  isBusy() {
    return Boolean(this.hand || this.edge || this.root.querySelector("details[open]") || this.root.contains(document.activeElement?.form));
  }

  follow() {
    setInterval(() => {
      if (document.visibilityState === "visible") this.refresh(true).catch(() => {});
    }, LOOK_EVERY);
  }
}

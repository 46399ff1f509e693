// What the pointer and the keys share: where booths stand, whether one fits, and keeping it.

const SCALE = 6; // units of the drawing in a foot, as in expo/domain/plan.py
const FACTS = ["x", "y", "width", "depth"];

const factsOf = (booth) => Object.fromEntries(FACTS.map((name) => [name, Number(booth.dataset[name])]));

// By it the mouse changes a booth's size; the keys and the form do without.
const corner = () => {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("class", "grip");
  path.setAttribute("d", "M0-18V0H-18Z");
  path.dataset.grip = "";
  return path;
};

export class Plan {
  constructor(drawing, said) {
    this.drawing = drawing;
    this.said = said;
    this.booths = [...drawing.querySelectorAll("[data-booth]")];
    this.seen = drawing.dataset.seen;
    this.corner = corner();
    this.gripped = null;
  }

  factsOf = factsOf;

  same(one, other) {
    return FACTS.every((name) => one[name] === other[name]);
  }

  // The corner at this booth, or nowhere.
  grip(booth) {
    this.gripped = booth;
    if (!booth) return this.corner.remove();
    const { x, y, width, depth } = factsOf(booth);
    this.corner.setAttribute("transform", `translate(${(x + width) * SCALE} ${(y + depth) * SCALE})`);
    if (!this.corner.isConnected) this.drawing.append(this.corner);
  }

  say(words, refused = false) {
    this.said.textContent = words;
    this.said.classList.toggle("refused", refused);
  }

  words(name, values = {}) {
    return this.drawing.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  // The only thing that moves while a booth is dragged: its own transform.
  shift(booth, facts) {
    booth.setAttribute("transform", `translate(${facts.x * SCALE} ${facts.y * SCALE})`);
  }

  resize(booth, facts) {
    const [rect, text] = [booth.querySelector("rect"), booth.querySelector("text")];
    rect.setAttribute("width", facts.width * SCALE);
    rect.setAttribute("height", facts.depth * SCALE);
    text.setAttribute("x", (facts.width * SCALE) / 2);
    text.setAttribute("y", (facts.depth * SCALE) / 2 + 6);
  }

  // Why it cannot stand there, in words; empty where it can. `others` are the facts of all other booths.
  verdict(facts, others) {
    const { hallWidth, hallDepth } = this.drawing.dataset;
    if (facts.x < 0 || facts.y < 0 || facts.x + facts.width > hallWidth || facts.y + facts.depth > hallDepth) {
      return this.words("wordsOut");
    }
    const on = others.find(
      (other) =>
        facts.x < other.x + other.width && other.x < facts.x + facts.width &&
        facts.y < other.y + other.depth && other.y < facts.y + facts.depth,
    );
    return on ? this.words("wordsOn", { other: on.number }) : "";
  }

  othersOf(booth) {
    return this.booths.filter((one) => one !== booth).map((one) => ({ ...factsOf(one), number: one.dataset.number }));
  }

  tell(booth, facts, others) {
    const words = this.verdict(facts, others);
    booth.classList.toggle("refused", Boolean(words));
    this.say(this.words("wordsAt", { ...facts, number: booth.dataset.number }) + (words && ` ${words}`), Boolean(words));
    return words;
  }

  put(booth, facts) {
    for (const name of FACTS) booth.dataset[name] = facts[name];
    booth.classList.remove("refused");
    this.shift(booth, facts);
    this.resize(booth, facts);
    if (this.gripped === booth) this.grip(booth);
  }

  back(booth, words) {
    this.put(booth, factsOf(booth));
    this.say(words, true);
  }

  // Ask the site to keep it; it answers with how the booth stands then, whoever was quicker.
  async keep(booth, facts) {
    const body = new URLSearchParams({ ...facts, seen: booth.dataset.version, page: this.seen });
    const address = this.drawing.dataset.spot.replace("/0/", `/${booth.dataset.booth}/`);
    let answer;
    try {
      const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
      answer = await (await fetch(address, { method: "POST", body, headers })).json();
    } catch {
      this.back(booth, this.words("wordsLost"));
      return;
    }
    if (!answer.booth) {
      if (this.gripped === booth) this.grip(null);
      booth.remove();
      this.say(answer.refused, true);
      return;
    }
    booth.dataset.version = answer.booth.version;
    this.put(booth, answer.booth);
    this.say(answer.refused || [this.words("wordsKept"), answer.others].filter(Boolean).join(" "), Boolean(answer.refused));
    this.pick(booth);
  }

  // Into the hand: yellow, with its form at the side.
  pick(booth) {
    for (const one of this.booths) {
      one.classList.toggle("me", one === booth);
      one.tabIndex = one === booth ? 0 : -1;
    }
    htmx.ajax("GET", booth.getAttribute("href").split("#")[0], { target: "#side", swap: "outerHTML" });
  }
}

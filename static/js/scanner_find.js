// Finds people by name or team: by the server, and without it in the list that is here. Accents and a slip are forgiven.
// Where a list would not do, `alone` is left out and `words.needsNetwork` is said instead.

const WAIT_MS = 200;
const MOST = 20;

export function offerSearch({ panel, url, alone, online = () => true, chosen, words = panel.dataset }) {
  const field = panel.querySelector("input");
  const list = panel.querySelector("[data-found]");
  let timer = 0;
  let newest = 0;

  async function search() {
    const asked = field.value.trim();
    newest += 1;
    const turn = newest;
    const found = asked ? (await ask(asked)) ?? without(asked) : { people: [], teams: [] };
    if (turn === newest) show(asked, found);
  }

  async function ask(asked) {
    if (!online()) return null;
    try {
      const response = await fetch(`${url}?q=${encodeURIComponent(asked)}`, {
        headers: { Accept: "application/json" }, signal: AbortSignal.timeout(4000),
      });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  function without(asked) {
    return alone ? inList(asked) : { people: [], teams: [words.needsNetwork] };
  }

  function inList(asked) {
    const parts = fold(asked).split(" ");
    const people = [...alone.byAttendee.values()].filter((row) => {
      const names = fold(`${row[2]} ${row[4]}`).split(" ");
      return parts.every((part) => names.some((name) => isLike(part, name)));
    });
    return { teams: [], people: people.slice(0, MOST).map((row) => ({ id: row[1], name: row[2], team: row[4], badge: true })) };
  }

  function show(asked, { people, teams }) {
    const rows = teams.map((said) => row("p", said));
    for (const one of people) rows.push(one.badge || !alone ? button(one) : row("p", `${one.name}, ${one.team}: ${words.noBadge}`));
    if (asked && !rows.length) rows.push(row("p", words.nobody));
    list.replaceChildren(...rows.map((made) => wrap(made)));
  }

  function button(one) {
    const made = row("button", one.name);
    made.type = "button";
    made.className = "btn alt";
    const team = row("span", [one.team, one.since].filter(Boolean).join(", "));
    made.append(team);
    made.addEventListener("click", () => {
      field.value = "";
      show("", { people: [], teams: [] });
      panel.open = !alone;
      chosen(one);
    });
    return made;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  panel.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
}

function row(kind, words) {
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}

function wrap(made) {
  const item = document.createElement("li");
  item.append(made);
  return item;
}

const WHOLE = { đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ø: "o", œ: "oe", æ: "ae", þ: "th", ŧ: "t" };

export function fold(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return [...bare].map((letter) => WHOLE[letter] ?? letter).join("").trim().replace(/\s+/g, " ");
}

// A part of the name, or one that a single slip made of its beginning.
export function isLike(part, name) {
  if (name.includes(part)) return true;
  if (part.length < 4) return false;
  return [-1, 0, 1].some((more) => isOneSlip(part, name.slice(0, part.length + more)));
}

function isOneSlip(one, other) {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}

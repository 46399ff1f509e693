// Who may pass where: the table of checkin/domain/passing.py, in the same order, for a device that decides alone. One
// test puts every case to both. Instants are milliseconds since 1970.

export function judge(rule, bearer, before, direction, at) {
  if (!bearer) return "unknown";
  if (bearer.replaced) return "replaced";
  if (direction === "out") return before.last === "out" ? "already_out" : "left";
  if (!bearer.comes) return "no_place";
  return refusal(rule, bearer, at) ?? wayIn(before);
}

function refusal(rule, bearer, at) {
  if (rule.kinds.length && !rule.kinds.includes(bearer.kind)) return "not_listed";
  if (rule.teams.length && !rule.teams.includes(bearer.team)) return "not_listed";
  if ((rule.opens !== null && at < rule.opens) || (rule.closes !== null && at >= rule.closes)) return "not_open";
  if (bearer.kind === "staff") return null; // who helps in a room has no seat there
  const on = rule.sessions.filter(([, begins, ends]) => begins <= at && at < ends);
  if (on.length && !on.some(([session]) => bearer.seats.includes(session))) return "no_seat";
  return null;
}

function wayIn(before) {
  if (!before.welcomed) return "welcome";
  return before.last === "out" || before.another_day ? "back" : "already_in";
}

// Whether that instant lies on an earlier day than now, as the convening's zone counts days.
export function isEarlierDay(instant, now, zone) {
  const day = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone });
  return day.format(instant) < day.format(now);
}

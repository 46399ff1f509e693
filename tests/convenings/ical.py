"""A strict reader of calendars, written from RFC 5545 and RFC 5546 alone: it asserts what they demand of our files.

It shares nothing with the library that writes them. Instants are reckoned from the file's own VTIMEZONE.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', re.DOTALL)
TEXT = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME"}
ONCE = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "ORGANIZER"}


@dataclass
class Block:
    """BEGIN to END: its properties with their parameters, and the blocks within."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)

    def get(self, name: str) -> str:
        found = [value for key, __, value in self.lines if key == name]
        assert len(found) == 1, f"{name} stands {len(found)} times in {self.name}"
        return found[0]

    def has(self, name: str) -> bool:
        return any(key == name for key, __, __value in self.lines)


@dataclass(frozen=True)
class Read:
    """One event as a calendar program understands it."""

    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    location: str


@dataclass(frozen=True)
class ReadCalendar:
    method: str
    name: str
    events: list[Read]

    def titled(self, title: str) -> Read:
        [found] = [event for event in self.events if event.title == title]
        return found


def lines_of(raw: bytes) -> list[str]:
    """The unfolded lines (RFC 5545, 3.1)."""
    assert raw.endswith(b"\r\n")
    assert b"\r" not in raw.replace(b"\r\n", b""), "a bare CR"
    assert b"\n" not in raw.replace(b"\r\n", b""), "a bare LF"
    lines: list[bytes] = []
    for line in raw[:-2].split(b"\r\n"):
        assert 0 < len(line) <= 75, f"{len(line)} octets: {line!r}"
        line.decode()  # folds stand between letters, never within one
        if line[:1] in b" \t":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    text = [line.decode() for line in lines]
    assert not any(re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line) for line in text), "a sign that steers"
    return text


def blocks_of(raw: bytes) -> Block:
    """The one VCALENDAR, its blocks nested as they should be."""
    outer = Block("")
    stack = [outer]
    for line in lines_of(raw):
        match = LINE.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if name == "BEGIN":
            stack.append(Block(value))
            stack[-2].blocks.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            if name in TEXTS:
                assert TEXT.fullmatch(value), f"not escaped: {line}"
            stack[-1].lines.append((name, parameters, value))
    assert stack == [outer]
    [calendar] = outer.blocks
    assert not outer.lines
    assert calendar.name == "VCALENDAR"
    return calendar


def read(raw: bytes) -> ReadCalendar:
    """The calendar, every rule checked."""
    calendar = blocks_of(raw)
    assert calendar.get("VERSION") == "2.0"
    assert calendar.get("PRODID")
    method = calendar.get("METHOD")
    zones = {block.get("TZID"): block for block in calendar.blocks if block.name == "VTIMEZONE"}
    events = [block for block in calendar.blocks if block.name == "VEVENT"]
    assert events
    assert len({event.get("UID") for event in events}) == len(events)
    for event in events:
        counted = Counter(key for key, __, __value in event.lines)
        assert all(counted[name] <= 1 for name in ONCE), counted
        assert event.get("ORGANIZER").startswith("mailto:")
        assert not event.has("ATTENDEE")  # RFC 5546, 3.2.1: nobody is asked to answer
        assert event.get("DTSTAMP").endswith("Z")
        if method == "CANCEL":
            assert event.get("STATUS") == "CANCELLED"
    assert method in {"PUBLISH", "CANCEL"}
    return ReadCalendar(method, unescaped(calendar.get("NAME")), [_event(event, zones) for event in events])


def _event(event: Block, zones: dict[str, Block]) -> Read:
    starts_at, ends_at = (_instant(event, name, zones) for name in ("DTSTART", "DTEND"))
    assert starts_at < ends_at
    texts = [unescaped(event.get(name)) if event.has(name) else "" for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
    return Read(event.get("UID"), int(event.get("SEQUENCE")), event.get("STATUS"), starts_at, ends_at, *texts)


def _instant(event: Block, name: str, zones: dict[str, Block]) -> datetime:
    [(parameters, value)] = [(params, value) for key, params, value in event.lines if key == name]
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = re.fullmatch(r';TZID="?([^"]+)"?', parameters)
    assert zone, f"{name} floats"
    wall = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return (wall - offset_at(zones[zone[1]], wall)).replace(tzinfo=UTC)


def offset_at(zone: Block, wall: datetime) -> timedelta:
    """The offset of the newest observance whose onset is not later; an hour shown twice is the first (3.3.5)."""
    onsets = []
    for part in zone.blocks:
        assert part.name in {"STANDARD", "DAYLIGHT"}
        before, after = (_offset(part.get(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        begins = datetime.strptime(part.get("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        onsets.append((begins - before, before, after))  # in UTC
    onsets.sort()
    assert onsets[0][0] < wall
    for onset, before, after in reversed(onsets):
        if wall - before >= onset:
            return after
    raise AssertionError("no observance")


def _offset(text: str) -> timedelta:
    match = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", text)
    assert match, text
    span = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -span if match[1] == "-" else span


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], text)

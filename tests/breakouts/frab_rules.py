"""What frab's schemas ask of a schedule, in our own words: the schemas' licence keeps them out of here."""

import re
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

ACRONYM = re.compile(r"[a-z0-9_]{4,}")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TRACK_SLUG = re.compile(r"[a-z][a-z0-9-]+")
EVENT_SLUG = re.compile(r"[a-z0-9_]{4,}-[a-z0-9_-]{3,}[a-z0-9]")
CLOCK, LENGTH = re.compile(r"[0-2][0-9]:[0-5][0-9]"), re.compile(r"[0-9]{1,2}:[0-9]{2}")
IN_EVENT = {
    "room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "persons", "url",
}  # fmt: skip
IN_JSON_EVENT = IN_EVENT | {"id", "guid", "language", "links"}


def faults_in_xml(root: Element) -> list[str]:
    """What the XML schema would refuse; empty where nothing."""
    parts = [part.tag for part in root]
    faults = [] if parts[:4] == ["generator", "url", "version", "conference"] else [f"in a wrong order: {parts}"]
    faults += [] if set(parts[4:]) == {"day"} and root.tag == "schedule" else ["no days"]
    conference = root.find("conference")
    assert conference is not None
    faults += [] if ACRONYM.fullmatch(conference.findtext("acronym") or "") else ["acronym"]
    slugs = [track.get("slug", "") for track in conference.iter("track")]
    faults += [f"track {slug}" for slug in slugs if not TRACK_SLUG.fullmatch(slug)]
    for day in root.iter("day"):
        faults += [f"day without a zone: {day.get(name)}" for name in ("start", "end") if not has_zone(day.get(name))]
    events = list(root.iter("event"))
    for event in events:
        faults += _faults_in_event(event)
    for unique in (
        [event.get("id") for event in events], [event.get("guid") for event in events],
        [event.findtext("slug") for event in events], [day.get("index") for day in root.iter("day")],
    ):  # fmt: skip
        faults += [] if len(unique) == len(set(unique)) else [f"not unique: {unique}"]
    return faults


def _faults_in_event(event: Element) -> list[str]:
    tags = [part.tag for part in event]
    rules = {
        "parts": set(tags) == IN_EVENT and len(tags) == len(set(tags)), "id": int(event.get("id") or 0) > 0,
        "guid": GUID.fullmatch(event.get("guid") or ""), "date": has_zone(event.findtext("date")),
        "start": CLOCK.fullmatch(event.findtext("start") or ""),
        "slug": EVENT_SLUG.fullmatch(event.findtext("slug") or ""),
        "duration": LENGTH.fullmatch(event.findtext("duration") or ""),
        "persons": all(GUID.fullmatch(person.get("guid") or "") for person in event.iter("person")),
    }  # fmt: skip
    return [f"{name} of {event.findtext('title')}" for name, holds in rules.items() if not holds]


def faults_in_json(schedule: dict[str, Any]) -> list[str]:
    """The same for JSON."""
    conference = schedule["conference"]
    faults = [] if ACRONYM.fullmatch(conference["acronym"]) else ["acronym"]
    faults += [name for name in ("title", "start", "end", "daysCount", "timeslot_duration") if name not in conference]
    for event in (event for day in conference["days"] for room in day["rooms"].values() for event in room):
        if set(event) != IN_JSON_EVENT or not has_zone(event["date"]) or not EVENT_SLUG.fullmatch(event["slug"]):
            faults.append(event["title"])
        faults += [str(who) for who in event["persons"] if set(who) != {"id", "guid", "public_name"}]
    return faults


def has_zone(instant: str | None) -> bool:
    """Whether the instant says its distance from UTC."""
    return datetime.fromisoformat(instant or "").tzinfo is not None

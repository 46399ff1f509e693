"""The released programme as other programmes' software reads it: frab's schedule, as XML and as JSON.

Source: the schemas at https://c3voc.de/wiki/schedule. What they ask of names is made here: an acronym without hyphens,
slugs that begin with a letter (a track may begin with a digit), and no sign that XML cannot hold.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.utils.text import slugify

from breakouts.domain.programme import SessionLine
from breakouts.domain.public_programme import PublicProgramme
from breakouts.domain.slots import days_of
from convenings.models import Convening

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SLUG = re.compile(r"[a-z][a-z0-9-]+")
GENERATOR = "Accord"
LEAST_SLOT = "00:05"


@dataclass(frozen=True)
class FrabDay:
    """One day with its sessions by room; it ends when its last session does, after midnight too."""

    index: int
    on: date
    starts_at: datetime
    ends_at: datetime
    rooms: Mapping[str, list[SessionLine]]


@dataclass(frozen=True)
class FrabEvent:
    """A session in frab's words."""

    id: int
    guid: str
    slug: str
    url: str
    room: str
    title: str
    kind: str
    date: str
    start: str
    duration: str
    abstract: str
    track: str
    persons: tuple[tuple[int, str, str], ...]  # id, guid, name


def acronym_of(convening: Convening) -> str:
    """Lower-case letters, digits and underscores, at least four."""
    words = convening.slug.lower().replace("-", "_")
    return words if len(words) >= 4 else f"{words}_{convening.starts_at.year}"


def days_with_sessions(public: PublicProgramme) -> list[FrabDay]:
    """The convening's days, and whatever else has sessions; in its own zone."""
    convening = public.convening
    held: dict[date, dict[str, list[SessionLine]]] = {on: {} for on in days_of(convening)}
    for line in public.schedule.sessions:
        assert line.slot is not None
        assert line.room is not None
        held.setdefault(line.slot.on, {}).setdefault(line.room.name, []).append(line)
    return [_day(index, on, held[on], convening) for index, on in enumerate(sorted(held), start=1)]


def _day(index: int, on: date, rooms: Mapping[str, list[SessionLine]], convening: Convening) -> FrabDay:
    spans = [line.slot for lines in rooms.values() for line in lines if line.slot]
    midnight = datetime.combine(on, time(), tzinfo=convening.zone)
    next_midnight = datetime.combine(on + timedelta(days=1), time(), tzinfo=convening.zone)
    starts_at = min((slot.starts_at for slot in spans), default=midnight)
    ends_at = max((slot.ends_at for slot in spans), default=next_midnight)
    return FrabDay(index, on, convening.local(starts_at), convening.local(ends_at), rooms)


def event_of(line: SessionLine, convening: Convening, acronym: str) -> FrabEvent:
    """The session; its length is counted in real minutes, also where clocks change."""
    assert line.slot is not None
    assert line.room is not None
    local = convening.local(line.slot.starts_at)
    minutes = int((line.slot.ends_at - line.slot.starts_at).total_seconds()) // 60
    words = slugify(line.title)[:40].strip("-_") or "session"
    return FrabEvent(
        id=line.id, guid=line.uid or _guid(convening, f"session:{line.id}"), slug=f"{acronym}-{line.id}-{words}",
        url=f"{settings.ACCORD_URL}/c/{convening.slug}/programme/sessions/{line.id}/", room=clean(line.room.name),
        title=clean(line.title), kind=line.kind.value, date=local.isoformat(), start=f"{local:%H:%M}",
        duration=f"{minutes // 60:02}:{minutes % 60:02}", abstract=clean(line.abstract), track=clean(track_of(line)),
        persons=tuple(
            (who.attendee_id, _guid(convening, f"attendee:{who.attendee_id}"), clean(who.name))
            for who in line.presenters if who.name
        ),
    )  # fmt: skip


def track_of(line: SessionLine) -> str:
    """The session's track, else the first of its elements."""
    return line.track or next(iter(line.elements), "")


def _guid(convening: Convening, subject: str) -> str:
    return str(uuid5(UUID(str(convening.uid)), subject))


def clean(text: str) -> str:
    """Without the signs that no XML file can hold."""
    return NO_XML.sub("", text)


def tracks_in(lines: Iterable[SessionLine]) -> list[tuple[str, str]]:
    """Every track and a slug for it, which begins with a letter and is used once."""
    names = sorted({clean(track_of(line)) for line in lines} - {""})
    slugs: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        slug = slugify(name)[:60].strip("-_").replace("_", "-")
        slugs[name] = slug if SLUG.fullmatch(slug) and slug not in slugs.values() else f"track-{number}"
    return list(slugs.items())


def schedule_xml(public: PublicProgramme) -> bytes:
    """The schedule as XML."""
    convening, acronym = public.convening, acronym_of(public.convening)
    days = days_with_sessions(public)
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR)
    _text(root, "url", f"{settings.ACCORD_URL}/c/{convening.slug}/schedule.xml")
    _text(root, "version", public.release.name)
    conference = SubElement(root, "conference")
    facts = {
        "title": convening.name, "acronym": acronym, "start": days[0].on.isoformat(), "end": days[-1].on.isoformat(),
        "days": str(len(days)), "timeslot_duration": LEAST_SLOT, "base_url": settings.ACCORD_URL,
        "url": f"{settings.ACCORD_URL}/c/{convening.slug}/", "time_zone_name": convening.time_zone,
    }  # fmt: skip
    for name, words in facts.items():
        _text(conference, name, words)
    for name, slug in tracks_in(public.schedule.sessions):
        SubElement(conference, "track", name=name, slug=slug)
    for day in days:
        _xml_day(root, day, convening, acronym)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _xml_day(root: Element, day: FrabDay, convening: Convening, acronym: str) -> None:
    facts = {"start": day.starts_at.isoformat(), "end": day.ends_at.isoformat(), "date": day.on.isoformat()}
    under = SubElement(root, "day", {"index": str(day.index), **facts})
    for name, lines in day.rooms.items():
        room = SubElement(under, "room", name=clean(name))
        for line in lines:
            _xml_event(room, event_of(line, convening, acronym))


def _xml_event(room: Element, event: FrabEvent) -> None:
    written = SubElement(room, "event", id=str(event.id), guid=event.guid)
    facts = {
        "room": event.room, "title": event.title, "subtitle": "", "type": event.kind, "date": event.date,
        "start": event.start, "duration": event.duration, "abstract": event.abstract, "slug": event.slug,
        "track": event.track, "url": event.url,
    }  # fmt: skip
    for name, words in facts.items():
        SubElement(written, name).text = words
    persons = SubElement(written, "persons")
    for number, guid, name in event.persons:
        SubElement(persons, "person", id=str(number), guid=guid).text = name


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = clean(words)


def schedule_json(public: PublicProgramme) -> bytes:
    """The schedule as JSON."""
    convening, acronym = public.convening, acronym_of(public.convening)
    days = days_with_sessions(public)
    conference = {
        "acronym": acronym, "title": clean(convening.name), "start": days[0].on.isoformat(),
        "end": days[-1].on.isoformat(), "daysCount": len(days), "timeslot_duration": LEAST_SLOT,
        "time_zone_name": convening.time_zone, "url": f"{settings.ACCORD_URL}/c/{convening.slug}/",
        "tracks": [{"name": name, "slug": slug} for name, slug in tracks_in(public.schedule.sessions)],
        "days": [
            {
                "index": day.index, "date": day.on.isoformat(), "day_start": day.starts_at.isoformat(),
                "day_end": day.ends_at.isoformat(),
                "rooms": {
                    clean(room): [_json_event(event_of(line, convening, acronym)) for line in lines]
                    for room, lines in day.rooms.items()
                },
            }
            for day in days
        ],
    }  # fmt: skip
    schedule = {"version": clean(public.release.name), "base_url": settings.ACCORD_URL, "conference": conference}
    return json.dumps({"generator": {"name": GENERATOR}, "schedule": schedule}, ensure_ascii=False).encode()


def _json_event(event: FrabEvent) -> dict[str, Any]:
    return {
        "id": event.id, "guid": event.guid, "date": event.date, "start": event.start, "duration": event.duration,
        "room": event.room, "slug": event.slug, "url": event.url, "title": event.title, "subtitle": "",
        "track": event.track, "type": event.kind, "language": None, "abstract": event.abstract,
        # with a "name" beside it, the schema could not tell one of its two kinds of persons from the other
        "persons": [{"id": number, "guid": guid, "public_name": name} for number, guid, name in event.persons],
        "links": [],
    }  # fmt: skip

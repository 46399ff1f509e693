"""The placed schedule as plain data: what a release keeps, and what two of them are compared by.

Of people it holds ids alone; who reads it brings their names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from breakouts.domain.programme import (
    PresenterLine,
    RoomLine,
    SessionLine,
    SlotLine,
    presenter_line,
    programme_of,
    slot_line,
)
from breakouts.models import CalendarEntry, Release, Session
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.models import Attendee

People = Mapping[int, PresenterLine]


@dataclass(frozen=True)
class PlacedSchedule:
    """All rooms and times, and the sessions that have both, by time and room."""

    rooms: tuple[RoomLine, ...]
    slots: tuple[SlotLine, ...]
    sessions: tuple[SessionLine, ...]

    @property
    def presenters(self) -> list[int]:
        """The ids of all who present, once each."""
        return list(dict.fromkeys(who.attendee_id for line in self.sessions for who in line.presenters))


def standing_schedule(convening: Convening) -> PlacedSchedule:
    """As organizers have it now. Five statements."""
    sheet = programme_of(convening)
    elements = _elements(convening)
    placed = (line for day in sheet.days for column in day.columns for line in column.sessions)
    lines = tuple(replace(line, elements=elements.get(line.id, ())) for line in placed)
    return PlacedSchedule(sheet.rooms, sheet.slots, lines)


def known_to_calendars(schedule: PlacedSchedule, convening: Convening) -> PlacedSchedule:
    """The schedule with what calendars know its sessions by. One statement."""
    entries = CalendarEntry.objects.filter(convening=convening, session__isnull=False)
    uids = {session: str(uid) for session, uid in entries.values_list("session_id", "uid")}
    return replace(schedule, sessions=tuple(replace(line, uid=uids[line.id]) for line in schedule.sessions))


def _elements(convening: Convening) -> dict[int, tuple[str, ...]]:
    tagged = Session.elements.through.objects.filter(session__convening=convening).order_by("element__position", "pk")
    found: dict[int, tuple[str, ...]] = {}
    for session, name in tagged.values_list("session_id", "element__name"):
        found[session] = (*found.get(session, ()), name)
    return found


def released_schedule(release: Release, convening: Convening, people: People | None = None) -> PlacedSchedule:
    """As it was released. people: by id, those who have names; others present without. No statement."""
    names, content = people or {}, release.content
    rooms = {room["id"]: RoomLine(**room) for room in content["rooms"]}
    slots = {slot["id"]: _slot_of(slot, convening) for slot in content["slots"]}
    lines = [
        SessionLine(
            id=line["id"], version=0, kind=SessionKind(line["kind"]), title=line["title"], abstract=line["abstract"],
            room=rooms[line["room"]], slot=slots[line["slot"]], track=line["track"], elements=tuple(line["elements"]),
            uid=line["uid"],
            presenters=tuple(names.get(who) or PresenterLine(who, "", "") for who in line["presenters"]),
        )
        for line in content["sessions"]
    ]  # fmt: skip
    return PlacedSchedule(tuple(rooms.values()), tuple(slots.values()), tuple(lines))


def _slot_of(slot: Mapping[str, Any], convening: Convening) -> SlotLine:
    starts_at, ends_at = (datetime.fromisoformat(slot[name]) for name in ("starts_at", "ends_at"))
    return slot_line(slot["id"], slot["label"], starts_at, ends_at, convening)


def written(schedule: PlacedSchedule) -> dict[str, Any]:
    """The schedule as a release keeps it."""
    return {
        "rooms": [vars(room) for room in schedule.rooms],
        "slots": [
            {"id": slot.id, "label": slot.label, "starts_at": slot.starts_at.isoformat(),
             "ends_at": slot.ends_at.isoformat()}
            for slot in schedule.slots
        ],
        "sessions": [_written_session(line) for line in schedule.sessions],
    }  # fmt: skip


def _written_session(line: SessionLine) -> dict[str, Any]:
    assert line.room is not None
    assert line.slot is not None
    return {
        "id": line.id, "uid": line.uid, "kind": line.kind.value, "title": line.title, "abstract": line.abstract,
        "track": line.track, "elements": list(line.elements), "room": line.room.id, "slot": line.slot.id,
        "presenters": [who.attendee_id for who in line.presenters],
    }  # fmt: skip


PERSON = ("pk", "person__name", "organization", "team__name", "team__us_state")


def rows_of_people(ids: Iterable[int]) -> list[tuple[object, ...]]:
    """Who these are today, as rows to hash and to read. One statement."""
    return sorted(Attendee.objects.filter(pk__in=list(ids)).values_list(*PERSON))


def people_of(rows: Iterable[tuple[object, ...]]) -> People:
    """The rows by id; without those whose names are forgotten."""
    lines = (presenter_line(*row) for row in rows)
    return {line.attendee_id: line for line in lines if line.name}

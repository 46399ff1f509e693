"""The difference between two schedules in sentences, for pages, mail and other systems."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from breakouts.domain.programme import SessionLine
from breakouts.domain.release_difference import ChangeKind, SessionChange
from breakouts.domain.schedule_content import People, people_of, rows_of_people
from convenings.models import Convening
from convenings.templatetags import times


def sentences_of(change: SessionChange, convening: Convening, people: People) -> list[str]:
    """All that is different about one session. people: by id, whoever came or left."""
    facts = {"session": change.line.title}
    if change.kind == ChangeKind.NEW:
        return [_("“%(session)s” is new: %(now)s.") % (facts | {"now": place_of(change.after, convening)})]
    said = [moved] if (moved := moved_words(change, convening)) else []
    if change.kind == ChangeKind.DROPPED:
        return said
    if ChangeKind.RETITLED in change.kinds and change.before:
        said.append(_("“%(session)s” was called “%(was)s”.") % (facts | {"was": change.before.title}))
    said += _about_presenters(change, facts, people)
    if ChangeKind.DESCRIBED in change.kinds:
        said.append(_("“%(session)s” is described in other words.") % facts)
    return said


def moved_words(change: SessionChange, convening: Convening) -> str:
    """Where it is now and was; empty where it has not moved."""
    facts = {"session": change.line.title}
    if change.kind == ChangeKind.DROPPED:
        was = {"was": place_of(change.before, convening)}
        return _("“%(session)s” is not held any more. It was %(was)s.") % (facts | was)
    if not change.kinds & {ChangeKind.MOVED, ChangeKind.ROOM}:
        return ""
    places = {"now": place_of(change.after, convening), "was": place_of(change.before, convening)}
    return _("“%(session)s”: now %(now)s. It was %(was)s.") % (facts | places)


def own_sentences(change: SessionChange, attendee_id: int, convening: Convening) -> list[str]:
    """The change as it concerns one attendee, who presents or presented the session, sits in it or chose it."""
    facts = {"session": change.line.title, "now": place_of(change.after, convening) if change.after else ""}
    if change.kind == ChangeKind.NEW:
        return [_("“%(session)s” is in the programme: %(now)s.") % facts]
    if attendee_id in change.came and change.after:
        return [_("You present “%(session)s”: %(now)s.") % facts]
    if attendee_id in change.left and change.after:
        return [_("You do not present “%(session)s” any more.") % facts]
    said = [moved] if (moved := moved_words(change, convening)) else []
    if ChangeKind.RETITLED in change.kinds and change.before:
        said.append(_("“%(session)s” was called “%(was)s”.") % (facts | {"was": change.before.title}))
    return said


def _about_presenters(change: SessionChange, facts: dict[str, str], people: People) -> list[str]:
    if ChangeKind.PRESENTERS not in change.kinds:
        return []
    said = []
    if came := _names(change.came, people):
        said.append(_("“%(session)s” is now presented by %(who)s too.") % (facts | {"who": came}))
    if left := _names(change.left, people):
        said.append(_("“%(session)s” is not presented by %(who)s any more.") % (facts | {"who": left}))
    return said or [_("“%(session)s” is presented by others.") % facts]


def _names(ids: frozenset[int], people: People) -> str:
    return ", ".join(people[one].name for one in sorted(ids) if one in people)


def place_of(line: SessionLine | None, convening: Convening) -> str:
    """When and where, for sentences: Wed, May 26, 9:00 a.m., Ballroom."""
    if line is None or line.slot is None or line.room is None:
        return ""
    at = line.slot.starts_at
    return f"{times.day(at, convening)}, {times.clock(at, convening)}, {line.room.name}"


KINDS = {
    ChangeKind.NEW: pgettext_lazy("sessions", "New"),
    ChangeKind.DROPPED: pgettext_lazy("sessions", "Not held any more"),
    ChangeKind.MOVED: pgettext_lazy("sessions", "Moved"),
    ChangeKind.ROOM: pgettext_lazy("sessions", "In another room"),
    ChangeKind.RETITLED: pgettext_lazy("sessions", "Renamed"),
    ChangeKind.PRESENTERS: pgettext_lazy("sessions", "Presented by others"),
    ChangeKind.DESCRIBED: pgettext_lazy("sessions", "Described in other words"),
}


@dataclass(frozen=True)
class ToldKind:
    """The changes of one kind: what it is called, and each session in sentences."""

    words: str
    told: tuple[tuple[str, ...], ...]


def told_by_kind(changes: Sequence[SessionChange], convening: Convening) -> list[ToldKind]:
    """The whole difference in sentences. One statement, none where nothing differs."""
    people = people_of(rows_of_people({who for change in changes for who in change.came | change.left}))
    by_kind = groupby(changes, key=lambda change: change.kind)
    return [
        ToldKind(str(KINDS[kind]), tuple(tuple(sentences_of(one, convening, people)) for one in of_kind))
        for kind, of_kind in by_kind
    ]

"""The journal as organizers read it: a sentence for each kind, names for actors, links for subjects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.domain.actors import actor_names
from accounts.domain.folding import fold
from agreements.models import Agreement, Party
from breakouts.models import Release, Room, Session, TimeSlot
from checkin.models import Checkpoint
from console.domain.journal_words import WORDS
from convenings.models import Convening
from expo.models import Hall
from journal.models import Entry
from registration.models import Attendee, Team, TeamType

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_TEAMS = 20


@dataclass(frozen=True)
class JournalRow:
    """One entry in words. `team_id` is set where its subject belongs to a team."""

    at: datetime
    words: str
    who: str
    about: str
    subject: str
    team_id: int | None
    sealed: bool


def entries_of(convening: Convening, *, kind: str = "", team: str = "") -> "QuerySet[Entry]":
    """The convening's entries, newest first. team: part of the names of teams to whom they happened."""
    found = Entry.objects.filter(convening_id=convening.pk).order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    if team:
        teams = Team.objects.filter(convening=convening, folded_name__contains=fold(team))[:MOST_TEAMS]
        whole = teams.select_related("agreement").prefetch_related("agreement__parties", "members")
        found = found.filter(subject__in=[subject for one in whole for subject in subjects_of(one)])
    return found


def team_entries(team: Team) -> "QuerySet[Entry]":
    """What happened to a team, newest first."""
    found = Entry.objects.filter(convening_id=team.convening_id, subject__in=subjects_of(team))
    return found.order_by("-pk")


def subjects_of(team: Team) -> list[str]:
    """The team itself, its agreement, its offices, its members."""
    subjects = [f"team:{team.pk}", f"agreement:{team.agreement_id}"]
    if team.agreement is not None:
        subjects += [f"party:{party.pk}" for party in team.agreement.parties.all()]
    return subjects + [f"attendee:{member.pk}" for member in team.members.all()]


def kinds() -> list[tuple[str, str | Promise]]:
    """Every kind that has words, by its words."""
    return sorted(WORDS.items(), key=lambda pair: str(pair[1]))


def journal_rows(entries: Sequence[Entry]) -> list[JournalRow]:
    """Entries in words; names are looked up together, in one statement for each noun."""
    names = Names([entry.by for entry in entries], [entry.subject for entry in entries])
    return [
        JournalRow(
            at=entry.at, words=str(WORDS.get(entry.kind, entry.kind)), who=names.of(entry.by),
            about=names.of(entry.subject), subject=entry.subject, team_id=names.team_of(entry.subject),
            sealed=entry.number is not None,
        )
        for entry in entries
    ]


NAMED: dict[str, Any] = {
    "session": Session, "room": Room, "slot": TimeSlot, "hall": Hall, "checkpoint": Checkpoint, "team_type": TeamType,
    "release": Release,
}


class Names:
    """What "team:12" and "user:3" are called."""

    def __init__(self, actors: Iterable[str], subjects: Iterable[str]) -> None:
        self.ids: dict[str, set[int]] = {}
        references = {*actors, *subjects}
        for reference in references:
            noun, _colon, number = reference.partition(":")
            if number.isdecimal():
                self.ids.setdefault(noun, set()).add(int(number))
        self.names: dict[str, str] = actor_names(references)
        self.teams: dict[str, int | None] = {}
        self._read()

    def _read(self) -> None:
        for team in self._found("team", Team.objects):
            self._put("team", team.pk, team.name, team.pk)
        for agreement in self._found("agreement", Agreement.objects.select_related("team")):
            team = getattr(agreement, "team", None)
            self._put("agreement", agreement.pk, team.name if team else "", team.pk if team else None)
        for party in self._found("party", Party.objects.select_related("agreement__team")):
            team = getattr(party.agreement, "team", None)
            name = f"{party.label}, {team.name}" if team else party.label
            self._put("party", party.pk, name, team.pk if team else None)
        for attendee in self._found("attendee", Attendee.objects.select_related("person")):
            self._put("attendee", attendee.pk, attendee.person.name, attendee.team_id)
        for noun, rows in NAMED.items():
            for row in self._found(noun, rows.objects):
                self._put(noun, row.pk, str(row))

    def _found(self, noun: str, rows: Any) -> Iterable[Any]:
        """Those of the rows (a manager's or a query's) that are spoken of."""
        return rows.filter(pk__in=self.ids[noun]) if noun in self.ids else ()

    def _put(self, noun: str, pk: int, name: str, team_id: int | None = None) -> None:
        self.names[f"{noun}:{pk}"], self.teams[f"{noun}:{pk}"] = name, team_id

    def of(self, reference: str) -> str:
        """A name; where none is known, the noun: never a bare number alone."""
        if reference in self.names:
            return self.names[reference]
        noun, _colon, number = reference.partition(":")
        nouns = {
            "system": _("Accord"), "token": _("API token %(number)s"), "convening": "", "statement": "",
            "message": _("message %(number)s"), "job": _("job %(number)s"), "badge": _("badge %(number)s"),
            "proposal": _("proposal %(number)s"),
        }
        return nouns.get(noun, f"{noun} %(number)s") % {"number": number}

    def team_of(self, reference: str) -> int | None:
        return self.teams.get(reference)

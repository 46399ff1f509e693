"""A team's history in words, from the journal, without a hint at who answered or when.

Only what is listed here is said. Answers are not, nor what follows from one at once (a team that is committing again,
a place that is free again): its time would tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agreements.models import Party
from agreements.states import Side
from journal.models import Entry
from registration.models import Attendee, Team
from registration.states import TeamState


@dataclass(frozen=True)
class Named:
    """Whom and what the entries are about."""

    team: Team
    parties: Mapping[int, Party]
    attendees: Mapping[int, Attendee]
    reader: str  # the actor whose page it is

    @property
    def subjects(self) -> list[str]:
        return [
            f"team:{self.team.pk}",
            f"statement:{self.team.convening.statement_id}",
            *(f"party:{pk}" for pk in self.parties),
            *(f"attendee:{pk}" for pk in self.attendees),
        ]


# What the last promise brings about: its time of day would be that of an answer.
DAY_ONLY = frozenset({"team.committed", "place.confirmed", "place.in_check", "place.offered", "place.waitlisted"})


@dataclass(frozen=True)
class Line:
    """One line; where `is_timed` is False the day alone is shown."""

    at: datetime
    words: str
    is_timed: bool


def history_of(named: Named, *, most: int = 50) -> list[Line]:
    """The lines, newest first. One statement."""
    entries = Entry.objects.filter(subject__in=named.subjects, kind__in=SAID).order_by("-id")[:most]
    told = [Line(entry.at, SAID[entry.kind](entry, named), entry.kind not in DAY_ONLY) for entry in entries]
    return [line for line in told if line.words]


def _number(entry: Entry) -> int:
    return int(entry.subject.partition(":")[2])


def _committing(entry: Entry, _named: Named) -> str:
    return _("Invitations sent to all leaders") if entry.data.get("was") == TeamState.DRAFT else ""


def _published(entry: Entry, named: Named) -> str:
    """A text that changed since the team registered; whom it touches, their own page says."""
    if entry.data["number"] == 1 or entry.at < named.team.registered_at:
        return ""
    if entry.data["material"]:
        return _("The statement changed, and whoever it touches is asked again")
    return _("The statement was worded anew; promises carry on")


def _started(entry: Entry, named: Named) -> str:
    if entry.data.get("coordinator") != named.team.coordinator_id:
        return _("Team started")  # by who coordinated it before
    return _("Team started by %(name)s") % {"name": named.team.coordinator.name}


def _renamed(entry: Entry, _named: Named) -> str:
    was = entry.data["was"]
    if "name" in was:
        return _("The team’s name was corrected; it was “%(was)s”") % {"was": was["name"]}
    return _("The team’s place was corrected")


def _about_party(words: Callable[[Party], str]) -> Callable[[Entry, Named], str]:
    def say(entry: Entry, named: Named) -> str:
        number = entry.data.get("party") or _number(entry)
        return words(named.parties[number]) if number in named.parties else ""

    return say


def _about_attendee(words: str) -> Callable[[Entry, Named], str]:
    def say(entry: Entry, named: Named) -> str:
        attendee = named.attendees.get(_number(entry))
        return _(words) % {"name": attendee.person.name} if attendee is not None else ""

    return say


def _reminded(entry: Entry, named: Named) -> str:
    """By the reader's own hand only: whom the clock reminds, tells who has not answered."""
    party = named.parties.get(_number(entry))
    if party is None or entry.by != named.reader:
        return ""
    return _("You reminded %(name)s") % {"name": party.signatory or party.label}


def _plain(words: str) -> Callable[[Entry, Named], str]:
    return lambda _entry, _named: _(words)


def _about_side(words: str) -> Callable[[Entry, Named], str]:
    return lambda entry, _named: _(words) % {"side": Side(entry.data["side"]).label}


def _label(words: str) -> Callable[[Entry, Named], str]:
    return _about_party(lambda party: _(words) % {"office": party.label, "name": party.signatory or ""})


SAID: dict[str, Callable[[Entry, Named], str]] = {
    "team.registered": _started,
    "team.committing": _committing,
    "statement.published": _published,
    "team.committed": _plain(gettext_noop("Complete: all leaders have promised")),
    "place.confirmed": _plain(gettext_noop("The team’s place is confirmed")),
    "place.in_check": _plain(gettext_noop("A place is kept while the organizers check the office-holders")),
    "place.waitlisted": _plain(gettext_noop("The team is on the waiting list")),
    "place.offered": _plain(gettext_noop("A place is offered to the team")),
    "offer.accepted": _plain(gettext_noop("The offered place was accepted")),
    "offer.declined": _plain(gettext_noop("The offered place was declined")),
    "offer.expired": _plain(gettext_noop("The offer of a place ran out")),
    "team.put_on_hold": _plain(gettext_noop("The organizers put the team on hold; its place is kept")),
    "team.hold_ended": _plain(gettext_noop("The hold ended")),
    "team.queued_again": _plain(gettext_noop("The organizers put the team in line again")),
    "team.lapse_announced": _plain(gettext_noop("All were told that the time for promises runs out")),
    "team.coordinator_changed": _plain(gettext_noop("The coordination was handed over")),
    "team.coordinator_named": _about_side(gettext_noop("A coordinator for the %(side)s side was named")),
    "team.coordinator_ended": _about_side(gettext_noop("The %(side)s side has no coordinator of its own any more")),
    "team.lapsed": _plain(gettext_noop("The time for promises ran out")),
    "team.withdrawn": _plain(gettext_noop("The team was withdrawn")),
    "team.declined": _plain(gettext_noop("The organizers closed the registration")),
    "team.renamed": _renamed,
    "team.deadline_extended": _plain(gettext_noop("The organizers gave the team its own time for promises")),
    "commitment.reminded": _reminded,
    "attendee.added": _about_attendee(gettext_noop("%(name)s added to the team")),
    "attendee.cancelled": _about_attendee(gettext_noop("%(name)s taken off the team")),
    "attendee.changed": _about_attendee(gettext_noop("What stands about %(name)s was corrected")),
    "office.reported_missing": _label(gettext_noop("Reported that there is none: %(office)s")),
    "office.accepted_missing": _label(gettext_noop("The organizers accepted that there is none: %(office)s")),
    "office.share_asked": _label(gettext_noop("Said that one person holds it with another office: %(office)s")),
    "office.share_declined": _label(gettext_noop("The organizers ask for somebody else: %(office)s")),
    "office.shared": _label(gettext_noop("The organizers accepted that one person holds it, too: %(office)s")),
    "office.holder_named": _label(gettext_noop("%(name)s named: %(office)s")),
    "signatory.corrected": _label(gettext_noop("Address corrected: %(office)s")),
}

"""Whom a bulk mail is for: from a narrowed list to addresses, each once.

A leader who was not invited yet is written to by nobody: the coordinator's draft is not theirs to know of.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from agreements.models import Party
from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain.lists import find_attendees, find_teams
from registration.models import Attendee, SideCoordinator, Team
from registration.models.team import TeamQuerySet
from registration.states import Audience, PlaceState, TeamState


class SelectedIsSecret(Refusal):
    code = "selected_is_secret"
    words = _("Who is selected is a secret until the letters are out. Choose another place.")


@dataclass(frozen=True)
class Recipient:
    """One address. `subject`: as what they are written to, "team:5", "party:9" or "attendee:2"."""

    person: Person
    subject: str
    teams: tuple[str, ...]

    @property
    def address(self) -> str:
        return self.person.email.casefold()


def recipients_of(*, convening: Convening, audience: str, narrowed: Mapping[str, str]) -> list[Recipient]:
    """Everybody on the list now, by name; who has several roles or shares an address, once. Three statements at most.

    Refusal: selected_is_secret.
    """
    require_no_secret(narrowed)
    by_address: dict[str, Recipient] = {}
    for found in FINDERS[Audience(audience)](convening, narrowed):
        before = by_address.setdefault(found.address, found)
        if more := tuple(name for name in found.teams if name not in before.teams):
            by_address[found.address] = Recipient(before.person, before.subject, before.teams + more)
    return sorted(by_address.values(), key=lambda one: (one.person.folded_name, one.person.pk))


def require_no_secret(narrowed: Mapping[str, str]) -> None:
    """Refusal: selected_is_secret."""
    if narrowed.get("place") == PlaceState.SELECTED:
        raise SelectedIsSecret


def _teams(convening: Convening, narrowed: Mapping[str, str]) -> TeamQuerySet:
    """As the list of teams is narrowed; but who is selected counts as without a place, as to everybody else: a mail to
    those without one would tell by whom it does not reach.
    """
    if narrowed.get("place") != PlaceState.NONE:
        return find_teams(convening, **narrowed)
    elsewise = {name: value for name, value in narrowed.items() if name != "place"}
    return find_teams(convening, **elsewise).filter(place__in=(PlaceState.NONE, PlaceState.SELECTED))


def _coordinators(convening: Convening, narrowed: Mapping[str, str]) -> Iterator[Recipient]:
    found = _teams(convening, narrowed).select_related("coordinator")
    beside = SideCoordinator.objects.standing().filter(team__in=found.order_by().values("pk"))
    others: dict[int, list[Person]] = defaultdict(list)
    for row in beside.select_related("person").order_by("pk"):
        others[row.team_id].append(row.person)
    for team in found.order_by("folded_name", "pk"):
        for person in (team.coordinator, *others[team.pk]):
            yield Recipient(person, f"team:{team.pk}", (team.name,))


def _signatories(convening: Convening, narrowed: Mapping[str, str]) -> Iterator[Recipient]:
    invited = _teams(convening, narrowed).exclude(state=TeamState.DRAFT)
    names = dict(invited.order_by().values_list("agreement_id", "name"))
    parties = Party.objects.filter(agreement__team__in=invited.order_by().values("pk"), signatory__isnull=False)
    for party in parties.select_related("signatory").order_by("agreement_id", "position"):
        assert party.signatory is not None
        yield Recipient(party.signatory, f"party:{party.pk}", (names[party.agreement_id],))


def _members(convening: Convening, narrowed: Mapping[str, str]) -> Iterator[Recipient]:
    teams = _teams(convening, narrowed).order_by().values("pk")
    return _seats(Attendee.objects.coming().filter(team_id__in=teams))


def _attendees(convening: Convening, narrowed: Mapping[str, str]) -> Iterator[Recipient]:
    return _seats(find_attendees(convening, **narrowed))


def _seats(found: "QuerySet[Attendee]") -> Iterator[Recipient]:
    not_invited = Q(team__state=TeamState.DRAFT) & ~Q(office="")
    for seat in found.exclude(not_invited).exclude(person__email="").select_related("person", "team").order_by("pk"):
        yield Recipient(seat.person, f"attendee:{seat.pk}", (seat.team.name,) if seat.team else ())


FINDERS = {
    Audience.COORDINATORS: _coordinators,
    Audience.SIGNATORIES: _signatories,
    Audience.MEMBERS: _members,
    Audience.ATTENDEES: _attendees,
}


def still_meant(*, person_id: int, subject: str, since: datetime) -> bool:
    """Whether they still are what they were written to as. Who did not come already then, was written to as that."""
    kind, _colon, number = subject.partition(":")
    if kind == "team":
        beside = SideCoordinator.objects.standing().filter(person=person_id).values("team")
        return Team.objects.filter(Q(coordinator=person_id) | Q(pk__in=beside), pk=number).exists()
    if kind == "party":
        return Party.objects.filter(pk=number, signatory_id=person_id).exists()
    return Attendee.objects.filter(pk=number, person_id=person_id).exclude(cancelled_at__gt=since).exists()

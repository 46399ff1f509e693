"""Whom the occasions of this room concern, as convenings.reminder_occasions asks for them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Person
from agreements.models import Party
from convenings.models import Convening
from convenings.reminder_occasions import Recipient
from mail.domain import addresses
from mail.models.bad_address import fold_address
from registration.domain import reminders
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES, PlaceState, TeamState

COMES = (TeamState.COMMITTING, TeamState.COMMITTED)
_NO_FOCUS = Q(focus__isnull=True) & Q(focus_text="")


def open_commitments(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """The signatories whose answer is missing and whom mail reaches; subjects: parties. Three queries."""
    teams = {team.agreement_id: team for team in Team.objects.filter(convening=convening, state=TeamState.COMMITTING)}
    waiting = Party.objects.missing().filter(agreement__in=teams.keys(), answer__isnull=False)
    parties = list(_only(waiting, subjects).with_answers().order_by("pk"))
    bad = addresses.troubles(party.signatory.email for party in parties if party.signatory is not None)
    found = []
    for party in parties:
        team = teams[party.agreement_id]
        team.convening = convening
        if party.signatory is None or fold_address(party.signatory.email) in bad:
            continue
        if reminders.may_be_reminded(party, team, at=at):
            found.append(_of_party(party, team))
    return found


def own_deadlines(convening: Convening) -> set[datetime]:
    """The dates at which single teams promise at the latest. One query."""
    own = Q(promise_by_at__isnull=False) | Q(place=PlaceState.HELD)
    return {
        (until if place == PlaceState.HELD else None) or by or convening.promise_by_at
        for place, until, by in Team.objects.filter(own, convening=convening, state=TeamState.COMMITTING).values_list(
            "place", "place_held_until_at", "promise_by_at"
        )
    }


def incomplete_profiles(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """The coordinators of teams that come and lack figures or a focus; subjects: teams. One query."""
    return _leads(Team.objects.filter(lacks_profile(), convening=convening, state__in=COMES), subjects)


def lacks_profile() -> Q:
    """Teams without figures, their source, or a focus. What a source omits may stay out: only poverty and diversity."""
    return Q(enrollment__isnull=True) | Q(figures_source="") | _NO_FOCUS


def open_plans(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """The coordinators of teams that have a place and have not told what they come for; subjects: teams. One query."""
    return _leads(Team.objects.filter(lacks_plan(), convening=convening, place__in=KEPT_PLACES), subjects)


def lacks_plan() -> Q:
    """Teams that have not told what they want to work on, or what they hope to bring home: as far as plans go yet."""
    return _NO_FOCUS | Q(intention="")


def silent_attendees(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Those who come for certain and have not told their needs and consents; subjects: attendees. One query."""
    return _attendees(Attendee.objects.placed().filter(lacks_details(), convening=convening), subjects)


def lacks_details() -> Q:
    """Attendees who have not answered whether they may be listed and photographed: that page asks for all the rest."""
    unsaid = Q(details__may_list__isnull=True) | Q(details__may_photograph__isnull=True)
    return Q(details__isnull=True) | (Q(details__is_minor=False) & unsaid)


def everybody(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """All who come for certain; subjects: attendees. One query."""
    return _attendees(Attendee.objects.placed().filter(convening=convening), subjects)


def members_of_teams(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Those who come with a team; subjects: attendees. One query."""
    return _attendees(Attendee.objects.placed().filter(convening=convening, team__isnull=False), subjects)


def not_on_teams(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Presenters, staff, partners and guests; subjects: attendees. One query."""
    return _attendees(Attendee.objects.placed().filter(convening=convening, team__isnull=True), subjects)


def note_reminded(recipients: Sequence[Recipient], convening: Convening, at: datetime) -> None:
    """Writes down whom the clock reminded of their promise. Wants the convening locked."""
    teams = dict(Team.objects.filter(convening=convening).values_list("agreement_id", "pk"))
    for party in Party.objects.filter(pk__in=[one.subject for one in recipients]).order_by("pk"):
        reminders.note(party, team_id=teams[party.agreement_id], convening_id=convening.pk, by="system", at=at)


def _of_party(party: Party, team: Team) -> Recipient:
    assert party.signatory is not None
    assert party.answer is not None
    since = max(party.answer.at, party.reminded_at or party.answer.at)
    return _to(party.signatory, party.pk, {"party": party.pk}, since_at=since, own_at=team.deadline)


def _leads(teams: "QuerySet[Team]", subjects: Collection[int] | None) -> list[Recipient]:
    found: Iterable[Team] = _only(teams, subjects).select_related("coordinator").distinct().order_by("pk")
    return [_to(team.coordinator, team.pk, {"team": team.pk}, since_at=team.registered_at) for team in found]


def _attendees(rows: "QuerySet[Attendee]", subjects: Collection[int] | None) -> list[Recipient]:
    found: Iterable[Attendee] = _only(rows, subjects).select_related("person").order_by("pk")
    return [_to(attendee.person, attendee.pk, {"attendee": attendee.pk}) for attendee in found]


def _only(rows: Any, subjects: Collection[int] | None) -> Any:
    return rows if subjects is None else rows.filter(pk__in=subjects)


def _to(
    person: Person,
    subject: int,
    refs: dict[str, int],
    *,
    since_at: datetime | None = None,
    own_at: datetime | None = None,
) -> Recipient:
    return Recipient(
        subject=subject,
        person_id=person.pk,
        name=person.name,
        address=person.email,
        language=person.language,
        refs=refs,
        since_at=since_at,
        own_at=own_at,
    )

"""How lists of teams and of people are narrowed: one rule for pages, tables, bulk mail and the API.

Every choice is a text, empty for all. A room above may narrow attendees by what it knows (`register_narrowing`).
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.domain.folding import fold
from agreements.models import Party
from agreements.states import CommitmentState
from convenings.models import Convening
from registration.models import Attendee, Team
from registration.models.team import TeamQuerySet
from registration.states import AttendeeKind

COMING, CERTAIN, CANCELLED = "coming", "certain", "cancelled"
OTHERS = "others"  # kind: everybody but members of teams
DECLINED, DEFERRED, REPORTED = "declined", "deferred", "reported"  # what some office of a team answered, or is
_OFFICES = {
    DECLINED: Q(answer__state__in=[CommitmentState.DECLINED, CommitmentState.WITHDRAWN]),
    DEFERRED: Q(answer__state=CommitmentState.DEFERRED),
    REPORTED: Q(reported_missing_at__isnull=False, accepted_missing_at=None) | Q(same_as__isnull=False),
}

Narrow = Callable[["QuerySet[Attendee]", str], "QuerySet[Attendee]"]
_narrowings: dict[str, Narrow] = {}


def register_narrowing(name: str, narrow: Narrow) -> None:
    """Let attendees be narrowed by what a higher room knows; called from AppConfig.ready."""
    _narrowings[name] = narrow


def team_named(search: str) -> Q:
    """Teams with these words in their own name or their place's; accents and capitals do not matter in the name."""
    return Q(folded_name__contains=fold(search)) | Q(place_name__icontains=search.strip())


def attendee_named(search: str) -> Q:
    """Attendees with these words in their name, their address, or their team's name."""
    folded = fold(search)
    named = Q(person__folded_name__contains=folded) | Q(person__email__icontains=search.strip())
    return named | Q(team__folded_name__contains=folded)


def answered_so(answers: str) -> Q:
    """Offices that declined or withdrew, wait for a vote, or are said not to exist or to be held with another one.

    Nothing is like any other word. For organizers alone.
    """
    return _OFFICES.get(answers, Q(pk__in=[]))


def with_office(answers: str) -> Q:
    """Teams of which an office is so."""
    return Q(Exists(Party.objects.filter(answered_so(answers), agreement=OuterRef("agreement"))))


def find_teams(
    convening: Convening,
    *,
    search: str = "",
    state: str = "",
    place: str = "",
    kind: str = "",
    us_state: str = "",
    focus: str = "",
    answers: str = "",
) -> TeamQuerySet:
    """Teams of the convening. search: part of the team's or the place's name; kind: code of a type; focus: an id;
    answers: as `answered_so` takes it, of some office.
    """
    found = Team.objects.filter(convening=convening)
    if search:
        found = found.filter(team_named(search))
    if answers:
        found = found.filter(with_office(answers))
    exact = {"state": state, "place": place, "type__code": kind, "us_state": us_state, "focus": focus}
    return found.filter(**{name: value for name, value in exact.items() if value})


def find_attendees(
    convening: Convening,
    *,
    search: str = "",
    kind: str = "",
    coming: str = "",
    side: str = "",
    us_state: str = "",
    **more: str,
) -> "QuerySet[Attendee]":
    """Attendees of the convening. search: part of a name, an address, or a team's name."""
    found: QuerySet[Attendee] = Attendee.objects.filter(convening=convening)
    if coming == CERTAIN:
        found = Attendee.objects.placed().filter(convening=convening)
    elif coming:
        found = found.filter(cancelled_at__isnull=coming == COMING)
    if search:
        found = found.filter(attendee_named(search))
    if kind:
        found = found.exclude(kind=AttendeeKind.MEMBER) if kind == OTHERS else found.filter(kind=kind)
    exact = {"side": side, "team__us_state": us_state}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    for name, value in more.items():
        found = _narrowings[name](found, value) if value else found
    return found

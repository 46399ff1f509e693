"""Places: who gets one, who waits, who moves up. Whole teams only, in the order in which they became complete.

Everything here runs under the convening's lock, which is taken before anything is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from agreements.models import Party
from convenings.models import Convening
from convenings.states import OVER, Admission, ConveningState, Promotion
from mail.domain.outbox import Owed
from registration.domain import gate, letters, team_moves
from registration.models import Selection, Team
from registration.models.team import Taken
from registration.states import SHOWN_PLACES, PlaceState, TeamState

PROMISING_STATES = (ConveningState.OPEN, ConveningState.CLOSED)
PROMOTING_STATES = PROMISING_STATES  # whole teams can still plan to come


@dataclass(frozen=True)
class Places:
    """What is left of a convening's capacity."""

    teams: int
    people: int

    def fit(self, people: int) -> bool:
        """Whether one more team of that many people fits into both."""
        return self.teams >= 1 and self.people >= people


def places_left(convening: Convening) -> Places:
    """How much room there is. One query. People are those on teams: staff, presenters and guests take none of it."""
    return _left(convening, Team.objects.taken(convening))


def places_shown(convening: Convening) -> Places:
    """The same as everybody may see it: who is selected is a secret until the letters. One query."""
    return _left(convening, Team.objects.taken(convening, SHOWN_PLACES))


def _left(convening: Convening, taken: Taken) -> Places:
    return Places(
        teams=max(0, convening.capacity_teams - taken.teams),
        people=max(0, convening.capacity_people - taken.people),
    )


def letters_wait(convening: Convening) -> bool:
    """Whether organizers have chosen, and who is in is a secret until the letters. One query at most."""
    if convening.admission != Admission.SELECTION:
        return False
    return Selection.objects.standing(convening).filter(sent_at__isnull=True).exists()


def waits_for_selection(convening: Convening) -> bool:
    """Whether complete teams wait until organizers have chosen, and the letters are out. One query at most.

    After the letters what is left goes to who becomes complete first.
    """
    if convening.admission != Admission.SELECTION:
        return False
    return not Selection.objects.standing(convening).filter(sent_at__isnull=False).exists()


def place_of(team: Team) -> tuple[PlaceState | None, str]:
    """Where a team goes that becomes complete, and the occasion of the mail that says so.

    None: it stays where it is; "": there is no mail. Wants the team from `Team.objects.locked`. A place that was held
    for it is its own again; a team that stood on the waitlist stands there as before, and one that is selected stays
    so. Where organizers select, it waits for them. When the convening is over, nobody is given a place any more.
    """
    if team.convening.state in OVER:
        return None, ""
    if team.place == PlaceState.HELD:
        return _own_place(team)
    if team.place == PlaceState.WAITLISTED:
        return None, ""
    if waits_for_selection(team.convening):
        return PlaceState.NONE if team.place == PlaceState.RELEASED else None, "team.complete"
    if _has_room(team):
        return _own_place(team)
    return PlaceState.WAITLISTED, "team.waitlisted"


@transaction.atomic(savepoint=False)  # nothing here is refused
def admit(*, team: Team, by: str, at: datetime) -> Team:
    """Gives a complete team that has let its place go a place, or puts it at the end of the waitlist, and says so."""
    place, occasion = place_of(team)
    if place is not None:
        team_moves.move_place(team, place, by=by, at=at)
    tell(team, occasion, at=at)
    return team


def move_up(team: Team, *, by: str, at: datetime) -> None:
    """A team that kept its stand on the waitlist is complete again, and may be the first whom there is room for."""
    fill_places(convening=team.convening, by=by, at=at)
    team.refresh_from_db(fields=["place", "place_held_until_at", "confirmed_at"])


def tell(
    team: Team, occasion: str, *, at: datetime, parties: Sequence[Party] | None = None, along: Sequence[Owed] = ()
) -> None:
    """Owes the mail to the coordinator and all signatories, and what goes `along` with it, of this completion or of a
    new number in line. One statement, and one for the coordinators of the sides.

    parties: those of the team, where the caller has read them under the lock; None: they are read here.
    """
    mails = letters.to_leaders(occasion, team, mark=team.turn, parties=parties) if occasion else []
    letters.owe_team(team, [*along, *mails], at=at, first=True)


def put_on_waitlist(team: Team, *, by: str, at: datetime) -> None:
    """At the stand that its completion gives it; owes the mail. Wants the team locked."""
    team_moves.move_place(team, PlaceState.WAITLISTED, by=by, at=at)
    letters.owe_leaders("team.waitlisted", team, mark=team.turn, at=at)


@transaction.atomic
def fill_places(*, convening: Convening, by: str, at: datetime) -> list[Team]:
    """Moves waiting teams up while the first in line fits; never skips one. Locks the convening.

    Only while the convening is open or closed: once it is live, over or off, what becomes free stays free.
    Where promotion is confirmed, each is offered its place, which counts as taken until they answer.
    """
    locked = Convening.objects.locked(convening.pk)
    if locked.state not in PROMOTING_STATES:
        return []
    left, moved = places_left(locked), []
    for team in Team.objects.in_line(locked).with_people().select_related("coordinator"):
        if not left.fit(team.people):
            break
        team.convening = locked
        if locked.promotion == Promotion.CONFIRMED:
            _offer(team, by=by, at=at)
        else:
            confirm(team, by=by, at=at)
        left = Places(teams=left.teams - 1, people=left.people - team.people)
        moved.append(team)
    return moved


@transaction.atomic
def release(*, team: Team, by: str, at: datetime) -> None:
    """Gives up a place, or one's stand on the waitlist, and moves waiting teams up. Wants the team locked.

    A team that is selected has let nothing go that it could see: it has none, as before, and as all others that wait.
    """
    if team.place in (PlaceState.NONE, PlaceState.RELEASED):
        return
    frees = team.counts_against_capacity
    to = PlaceState.NONE if team.place == PlaceState.SELECTED else PlaceState.RELEASED
    team_moves.move_place(team, to, by=by, at=at)
    if frees:
        fill_places(convening=team.convening, by=by, at=at)


def lapse_overdue(*, at: datetime) -> int:
    """Lets the teams lapse whose last promise is overdue, or whose held place has run out; how many did.

    One short transaction for each team. Idempotent. A team that keeps its place to a date lapses after that date.
    """
    overdue = Team.objects.filter(state=TeamState.COMMITTING, convening__state__in=PROMISING_STATES).annotate(
        due_at=Coalesce("promise_by_at", F("convening__promise_by_at"))
    )
    late = Q(due_at__lte=at) & ~Q(place=PlaceState.HELD)
    expired = Q(place=PlaceState.HELD, place_held_until_at__lte=at)
    found = overdue.filter(late | expired).order_by("convening_id", "pk")
    return sum(_lapse(team, at=at) for team in found)


@transaction.atomic
def _lapse(team: Team, *, at: datetime) -> bool:
    fresh = Team.objects.locked(team)
    if fresh.state != TeamState.COMMITTING or fresh.convening.state not in PROMISING_STATES or at < fresh.deadline:
        return False  # answered, or given more time, since it was looked up
    team_moves.move_state(fresh, TeamState.LAPSED, by="system", at=at)
    release(team=fresh, by="system", at=at)
    letters.owe_leaders("team.lapsed", fresh, mark=f"{at:%Y%m%dT%H%M}", at=at)
    return True


def next_completion(convening: Convening) -> int:
    """The convening's next number, which nobody else can get: its row is locked."""
    convening.completions += 1
    convening.save(update_fields=["completions"])
    return convening.completions


def _own_place(team: Team) -> tuple[PlaceState, str]:
    """The place of a team that has one: confirmed, or in check until its office-holders are. And which mail says so."""
    to = PlaceState.IN_CHECK if gate.waits_for_check(team) else PlaceState.CONFIRMED
    return to, f"team.{to.value}"


def take_place(team: Team, *, by: str, at: datetime) -> str:
    """The place is the team's, or in check. Which mail says so. Wants the team locked, and the room counted."""
    place, occasion = _own_place(team)
    team_moves.move_place(team, place, by=by, at=at)
    return occasion


def confirm(team: Team, *, by: str, at: datetime) -> None:
    """The same; owes the mail."""
    letters.owe_leaders(take_place(team, by=by, at=at), team, mark=team.turn, at=at)


def confirm_checked(team: Team, *, by: str, at: datetime) -> None:
    """Confirms the place of a team that waited for the check alone, if nobody is left to check. Wants it locked."""
    if team.place == PlaceState.IN_CHECK and team.convening.state not in OVER and not gate.waits_for_check(team):
        confirm(team, by=by, at=at)


def _offer(team: Team, *, by: str, at: datetime) -> None:
    """Takes the place for them until a date, and writes to all who may accept it."""
    convening = team.convening
    until = min(at + timedelta(days=convening.offer_days), max(convening.starts_at, at + timedelta(days=1)))
    team_moves.move_place(team, PlaceState.OFFERED, by=by, at=at, held_until_at=until)
    letters.owe_leaders("team.offered", team, mark=team.turn, at=at)


def _has_room(team: Team) -> bool:
    """Whether nobody waits, and all of a team fits in. One query."""
    room = Team.objects.room_for(team)
    return not room.somebody_waits and _left(team.convening, room.taken).fit(room.people)

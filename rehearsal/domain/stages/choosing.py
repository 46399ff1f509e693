"""People choose breakouts: some sessions draw many, mates look at what their team has, and some put it off."""

from random import Random
from typing import TYPE_CHECKING

from breakouts.domain.choice_sheet import rounds_in
from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.programme import SessionLine, SlotLine
from breakouts.reminding import CHOICES_OPEN
from convenings.domain.reminder_rules import set_rule
from registration.models import Attendee
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
DRAWS = (1, 2, 3, 6, 12)  # how much a session draws, compared with others
UNDECIDED = 0.3  # so many rounds are left open by those who may choose
NEVER = 0.15  # so many rounds have a session that somebody would rather not sit in
Round = tuple[SlotLine, tuple[SessionLine, ...]]


def choose_breakouts(play: "Play") -> None:
    """Draws from a seed of its own, so that the rest of the play stays as it was."""
    rng, at = Random(play.plan.seed + 11), play.at(calendar.PROGRAMME + 2, "17:30")
    until_at = play.on(calendar.CHOICES_UNTIL, "23:59")
    set_choosing_time(convening=play.convening, from_at=None, until_at=until_at, by=BY, at=at)
    set_rule(convening=play.convening, occasion=CHOICES_OPEN.code, draft=CHOICES_OPEN.suggested, by=BY, at=at)
    rounds = rounds_in(play.convening)
    liked = {line.id: rng.choice(DRAWS) for _, lines in rounds for line in lines}
    come = Attendee.objects.placed().filter(convening=play.convening).order_by("team_id", "pk")
    firsts: set[tuple[int | None, int]] = set()  # what somebody of a team already has as a first choice
    for attendee in come:
        wishes = [wish for round_ in rounds for wish in _wishes(rng, attendee, round_, liked, firsts)]
        choose(attendee=attendee, wishes=wishes, by=f"person:{attendee.person_id}", at=at)


def _wishes(
    rng: Random, attendee: Attendee, round_: Round, liked: dict[int, int], firsts: set[tuple[int | None, int]]
) -> list[Wish]:
    """Nothing where the attendee presents, or puts it off."""
    slot, lines = round_
    presents = any(who.attendee_id == attendee.pk for line in lines for who in line.presenters)
    if rng.random() < UNDECIDED or presents:
        return []
    weights = {line.id: liked[line.id] / (3 if (attendee.team_id, line.id) in firsts else 1) for line in lines}
    drawn = sorted(weights, key=lambda session: rng.random() ** (1 / weights[session]), reverse=True)
    ranked = tuple(drawn[: rng.choice((1, 2, 3, 3, 4))])
    if attendee.team_id is not None:
        firsts.add((attendee.team_id, ranked[0]))
    never = frozenset(drawn[-1:]) if rng.random() < NEVER else frozenset()
    return [Wish(slot.id, ranked, never - set(ranked))]

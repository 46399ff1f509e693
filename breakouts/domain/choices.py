"""Which breakouts an attendee wants: ranked in each round, and those they would rather not sit in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.choosing_time import choosing_time
from breakouts.domain.known_places import known_slots
from breakouts.models import Choice, Presentation, Session
from breakouts.states import SessionKind
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee

MOST_RANKED = 5  # in one round; the page has a word for each of them


class ChoicesNotOpen(Refusal):
    code = "choices_not_open"
    words = gettext_lazy("The breakouts cannot be chosen yet. Come back when your page says so.")


class ChoicesClosed(Refusal):
    code = "choices_closed"
    words = gettext_lazy("The time to choose is over. If something is wrong, write to the organizers.")


class ChooserCancelled(Refusal):
    code = "attendee_cancelled"
    words = gettext_lazy("Who does not come any more cannot choose.")


class SessionNotInRound(Refusal):
    code = "session_not_in_round"
    words = gettext_lazy("A session is not held in this round any more. Look at the page once more, then choose.")


class SessionTwice(Refusal):
    code = "session_twice"


class TooManyRanked(Refusal):
    code = "too_many_ranked"


class RoundTwice(Refusal):
    code = "round_twice"
    words = gettext_lazy("A round stands here twice. Send each round once.")


class PresentsThen(Refusal):
    code = "presents_then"
    words = gettext_lazy("You present a session in this round yourself, so there is nothing to choose.")


@dataclass(frozen=True)
class Wish:
    """What somebody wants in one round, by ids: `ranked` the dearest first, `not_that_one` in any order."""

    slot: int
    ranked: tuple[int, ...] = ()
    not_that_one: frozenset[int] = frozenset()


def wishes_of(attendee: Attendee) -> dict[int, Wish]:
    """What is chosen by now, by round, of what is released; as it stands where nothing is yet. Two statements."""
    rows: dict[int, list[Choice]] = {}
    held = known_slots(attendee.convening_id)
    for choice in Choice.objects.filter(attendee=attendee).select_related("session").order_by("rank", "pk"):
        if choice.slot_id == _round_of(choice.session, held):
            rows.setdefault(choice.slot_id, []).append(choice)
    return {
        slot: Wish(
            slot, tuple(row.session_id for row in chosen if row.rank is not None),
            frozenset(row.session_id for row in chosen if row.rank is None),
        )
        for slot, chosen in rows.items()
    }  # fmt: skip


@transaction.atomic
def choose(*, attendee: Attendee, wishes: Sequence[Wish], by: str, at: datetime) -> None:
    """All that somebody wants from now on, in place of what they wanted. Again the same is harmless.

    Locks the attendee: of two at once the later one stands, whole. What is chosen stays out of the journal. Refusals:
    attendee_cancelled, choices_not_open, choices_closed, round_twice, too_many_ranked, session_twice,
    session_not_in_round, presents_then.
    """
    attendee = locked_chooser(attendee.pk)
    check_choosing(attendee, at)
    wishes = [wish for wish in wishes if wish.ranked or wish.not_that_one]
    _check(attendee, wishes)
    if wishes_of(attendee) == {wish.slot: wish for wish in wishes}:
        return
    _replace(attendee, wishes)
    subject = f"attendee:{attendee.pk}"
    record(kind="choices.changed", by=by, at=at, subject=subject, convening_id=attendee.convening_id)


def locked_chooser(pk: int) -> Attendee:
    """The attendee, locked, whose choices change."""
    rows = Attendee.objects.select_related("convening").select_for_update(of=("self",), no_key=True)
    found: Attendee = rows.get(pk=pk)
    return found


def check_choosing(attendee: Attendee, at: datetime) -> None:
    """Refuse who does not come, and outside the time to choose."""
    if attendee.cancelled_at is not None:
        raise ChooserCancelled
    time = choosing_time(attendee.convening)
    if time.until_at is None or time.is_ahead(at):
        raise ChoicesNotOpen
    if not time.is_open(at):
        raise ChoicesClosed


def _check(attendee: Attendee, wishes: Sequence[Wish]) -> None:
    if len({wish.slot for wish in wishes}) < len(wishes):
        raise RoundTwice
    if any(len(wish.ranked) > MOST_RANKED for wish in wishes):
        raise TooManyRanked(_("At most %(most)s choices in a round. Leave out the last ones.") % {"most": MOST_RANKED})
    named = [session for wish in wishes for session in (*wish.ranked, *wish.not_that_one)]
    held = {session.pk: session for session in _breakouts(attendee, named)}
    rounds = known_slots(attendee.convening_id)
    for wish in wishes:
        both = [*wish.ranked, *wish.not_that_one]
        if any(session not in held or _round_of(held[session], rounds) != wish.slot for session in both):
            raise SessionNotInRound
        twice = [session for session in both if both.count(session) > 1]
        if twice:
            raise SessionTwice(
                _("“%(session)s” stands here twice. Give it one rank, or mark it as not that one.")
                % {"session": held[twice[0]].title}
            )
    if Presentation.objects.filter(presenter=attendee, slot__in=[wish.slot for wish in wishes]).exists():
        raise PresentsThen


def _breakouts(attendee: Attendee, named: Iterable[int]) -> Iterable[Session]:
    return Session.objects.filter(pk__in=set(named), convening=attendee.convening_id, kind=SessionKind.BREAKOUT)


def _round_of(session: Session, rounds: Mapping[int, int]) -> int | None:
    """The round in which people read it; the one in which it stands before the first release."""
    return rounds.get(session.pk) if rounds else session.slot_id


def _replace(attendee: Attendee, wishes: Sequence[Wish]) -> None:
    Choice.objects.filter(attendee=attendee).delete()
    Choice.objects.bulk_create(_rows(attendee, wishes))


def _rows(attendee: Attendee, wishes: Sequence[Wish]) -> list[Choice]:
    return [
        Choice(attendee=attendee, slot_id=wish.slot, session_id=session, rank=rank)
        for wish in wishes
        for session, rank in (
            *((session, rank) for rank, session in enumerate(wish.ranked, 1)),
            *((session, None) for session in sorted(wish.not_that_one)),
        )
    ]

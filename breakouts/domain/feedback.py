"""Feedback after a session: two taps and a sentence, nobody's name shown.

A session is over when people know it to be, by the newest release.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from breakouts.domain.known_places import as_known, known_lines
from breakouts.domain.programme import SessionLine
from breakouts.models import Choice, Feedback, Seat, Session, TimeSlot
from breakouts.states import SessionKind, TakesHome, Useful
from convenings.models import Convening
from convenings.states import OFF
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee

DAYS = 5  # from the session's end
LEAST = 3  # fewer answers show no breakdown: it would name who gave them
LONGEST = 500
ASKED = (SessionKind.BREAKOUT, SessionKind.PLENARY)


class FeedbackNotOpen(Refusal):
    code = "feedback_not_open"
    words = _("Feedback on this session can be given from its end, for five days.")


class NotThere(Refusal):
    code = "not_coming"
    words = _("Only people who come to the convening give feedback.")


class OwnSession(Refusal):
    code = "own_session"
    words = _("You present this session: others say how it was.")


class AnswerMissing(Refusal):
    code = "feedback_incomplete"
    words = _("Answer both questions, please. The sentence may be left out.")


class WordsTooLong(Refusal):
    code = "words_too_long"
    words = _("That is more than 500 letters. Shorten it, please.")
    field = "words"


@dataclass(frozen=True)
class FeedbackDraft:
    useful: str
    takes_home: str
    words: str = ""


@dataclass(frozen=True)
class FeedbackRound:
    """A time that is over, with the sessions held then: where they were, then the own seat, then what was chosen."""

    slot: TimeSlot
    sessions: list[Session]
    given: dict[int, Feedback]


@dataclass(frozen=True)
class Summary:
    """What was said of one session. `useful` and `takes_home` are empty below LEAST answers; words are in no order
    that tells who said them."""

    session: Session
    answers: int
    useful: tuple[tuple[str, int], ...]
    takes_home: tuple[tuple[str, int], ...]
    words: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return self.answers >= LEAST


def is_open(line: SessionLine | None, at: datetime) -> bool:
    """Whether feedback is taken on a session, by the time at which people know it."""
    if line is None or line.slot is None or line.kind not in ASKED:
        return False
    return line.slot.ends_at <= at < line.slot.ends_at + timedelta(days=DAYS)


def asked_about(convening: Convening, *, at: datetime, but_of: Attendee | None = None) -> list[Session]:
    """Sessions on which feedback is taken now, as people know them, the newest first; but_of: without those that this
    attendee presents. Two statements."""
    lines = {number: line for number, line in known_lines(convening).items() if is_open(line, at)}
    found = Session.objects.filter(pk__in=lines)
    if but_of is not None:
        found = found.exclude(presentations__presenter=but_of)
    shown = [as_known(session, lines[session.pk]) for session in found.order_by("title", "pk")]
    return sorted(shown, key=lambda one: one.slot.starts_at if one.slot else at, reverse=True)


def rounds_for(
    attendee: Attendee, *, at: datetime, was_in: Collection[int] = frozenset()
) -> list[FeedbackRound]:
    """What this attendee may say something about, the newest first. Five statements.

    was_in: the sessions in which the doors saw them, which come before the one of their seat: people change their mind.
    """
    sessions = asked_about(attendee.convening, at=at, but_of=attendee)
    given = {one.session_id: one for one in Feedback.objects.filter(attendee=attendee, session__in=sessions)}
    seats = set(Seat.objects.filter(attendee=attendee).values_list("session", flat=True))
    ranks = dict(Choice.objects.filter(attendee=attendee, rank__isnull=False).values_list("session", "rank"))
    rounds: dict[int, FeedbackRound] = {}
    for session in sorted(sessions, key=lambda one: (one.pk not in was_in, one.pk not in seats, ranks.get(one.pk, 99))):
        assert session.slot is not None
        rounds.setdefault(session.slot.pk, FeedbackRound(session.slot, [], given)).sessions.append(session)
    return sorted(rounds.values(), key=lambda one: one.slot.starts_at, reverse=True)


@transaction.atomic
def give_feedback(
    *, attendee: Attendee, session: Session, draft: FeedbackDraft, by: str, at: datetime
) -> Feedback:
    """What one attendee says of one session, in place of what they said before. Again the same is harmless.

    The journal says that somebody gave feedback, and on no session: with few answers that alone would tell.
    Refusals: not_coming, own_session, feedback_not_open, feedback_incomplete, words_too_long.
    """
    who = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    session = Session.objects.select_related("convening").get(pk=session.pk)
    if who.cancelled_at is not None or who.convening_id != session.convening_id or session.convening.state in OFF:
        raise NotThere
    if session.presentations.filter(presenter=who).exists():
        raise OwnSession
    if not is_open(known_lines(session.convening).get(session.pk), at):
        raise FeedbackNotOpen
    if draft.useful not in Useful.values or draft.takes_home not in TakesHome.values:
        raise AnswerMissing
    said = {"useful": draft.useful, "takes_home": draft.takes_home, "words": " ".join(draft.words.split())}
    if len(said["words"]) > LONGEST:
        raise WordsTooLong
    feedback, made = Feedback.objects.get_or_create(session=session, attendee=who, defaults=said | {"given_at": at})
    if not made and all(getattr(feedback, name) == value for name, value in said.items()):
        return feedback
    if not made:
        Feedback.objects.filter(pk=feedback.pk).update(**said, given_at=at)
        feedback.refresh_from_db()
    record(kind="feedback.given", by=by, at=at, subject=f"attendee:{who.pk}", convening_id=who.convening_id)
    return feedback


def summaries(convening: Convening) -> list[Summary]:
    """What was said of every session that is over and was asked about, by time, for organizers. Two statements."""
    sessions = Session.objects.filter(convening=convening, kind__in=ASKED, feedback__isnull=False).distinct()
    return _summed(sessions.select_related("slot", "room").order_by("slot__starts_at", "title", "pk"))


def own_summaries(attendee: Attendee) -> list[Summary]:
    """What was said of the sessions that this attendee presents; below LEAST answers their number alone.

    Two statements.
    """
    sessions = Session.objects.filter(presentations__presenter=attendee, feedback__isnull=False).distinct()
    return [
        summary if summary.is_enough else Summary(summary.session, summary.answers, (), (), ())
        for summary in _summed(sessions.select_related("slot", "room").order_by("slot__starts_at", "pk"))
    ]


def _summed(sessions: Iterable[Session]) -> list[Summary]:
    found = list(sessions)
    said: dict[int, list[tuple[str, str, str]]] = {session.pk: [] for session in found}
    rows = Feedback.objects.filter(session__in=said).values_list("session", "useful", "takes_home", "words")
    for session_id, *answer in rows:
        said[session_id].append((answer[0], answer[1], answer[2]))
    return [_summary(session, said[session.pk]) for session in found]


def _summary(session: Session, said: Collection[tuple[str, str, str]]) -> Summary:
    useful, takes = Counter(one[0] for one in said), Counter(one[1] for one in said)
    enough = len(said) >= LEAST
    return Summary(
        session, len(said),
        tuple((str(answer.label), useful[answer]) for answer in Useful) if enough else (),
        tuple((str(answer.label), takes[answer]) for answer in TakesHome) if enough else (),
        tuple(sorted((one[2] for one in said if one[2]), key=str.casefold)),
    )  # fmt: skip

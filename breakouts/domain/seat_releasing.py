"""Rules of seats that contradict each other, in words, and releasing one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from breakouts.domain.programmes import hold_programme
from breakouts.domain.seat_places import count_seats
from breakouts.domain.seat_proposals import newest_work, rules_by_id
from breakouts.domain.seating_contradictions import plain_contradiction
from breakouts.domain.seating_from_choices import read_seating
from breakouts.domain.terms import set_terms, terms_of
from breakouts.models import Choice, Companion, Seat, Session
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee

IN_ORDER = ("limit", "pinned", "audience", "least", "topic", "pair", "never")  # organizers' own before what people want


class SeatRuleUnknown(Refusal):
    code = "rule_unknown"
    words = gettext_lazy("This rule is not there any more. Look again at what is in the way.")


@dataclass(frozen=True)
class SeatRule:
    """`key` names it when it is released; `released`: what follows."""

    key: str
    kind: str
    session: Session | None
    people: tuple[int, ...]
    words: str
    released: str
    action: str

    @property
    def session_id(self) -> int | None:
        return self.session.pk if self.session is not None else None


@dataclass(frozen=True)
class SeatClash:
    """Rules that cannot all hold, the fewest of them, if it `is_smallest`. None: rooms, limits of time and access alone
    leave too few seats."""

    rules: tuple[SeatRule, ...]
    words: str
    is_smallest: bool = True


def clash_of(convening: Convening, *, at: datetime) -> SeatClash | None:
    """What is in the way of seats: what is seen at once, else what the newest search found."""
    reading = read_seating(convening, at=at)
    plain = plain_contradiction(reading.problem, reading.bars, reading.rooms)
    if plain is not None and plain.slot is not None:
        where = reading.rounds[plain.slot].slot.label
        what = _("In “%(round)s” not everybody can have a seat.") % {"round": where}
        return _in_words(rules_by_id(plain, reading), what)
    job = newest_work(convening, at=at)
    if job is None or job.ended_at is None or "clash" not in job.result:
        return None
    kept, is_smallest = job.result["clash"], job.result.get("is_smallest", True)
    if not kept and not is_smallest:
        words = _("The time was too short to tell which rules are in the way. Release some pins, and ask again.")
        return SeatClash((), words, is_smallest=False)
    found = _in_words(kept, _("Not everybody can have a seat in every round.")) if kept else None
    return replace(found, is_smallest=is_smallest) if found else None


def _in_words(rules: Sequence[Mapping[str, Any]], what: str) -> SeatClash | None:
    sessions = Session.objects.select_related("room").in_bulk([rule["session"] for rule in rules if rule["session"]])
    said = [_rule(rule, sessions.get(rule["session"])) for rule in rules]
    if not said:
        help_words = _("Add a session, or mark rooms that have no steps.")
        return SeatClash((), f"{what} {help_words}")
    known = [rule for rule in said if rule is not None]
    if len(known) < len(said):
        return None  # released or gone since
    then = _("Release one of these rules, and ask again. What stands is unchanged.")
    return SeatClash(tuple(sorted(known, key=lambda rule: IN_ORDER.index(rule.kind))), f"{what} {then}")


def _rule(rule: Mapping[str, Any], session: Session | None) -> SeatRule | None:
    """None where it does not hold any more."""
    kind, people = rule["kind"], tuple(rule["people"])
    texts = _session_words(kind, session) if session is not None else _pair_words(people)
    if texts is None:
        return None
    key = ":".join(str(part) for part in (kind, session.pk if session else 0, *people))
    return SeatRule(key, kind, session, people, *texts)


def _pair_words(people: Sequence[int]) -> tuple[str, str, str] | None:
    """None where somebody of them does not want it any more, or there is no such rule."""
    wanted = Companion.objects.filter(attendee__in=people, mate__in=people).count()
    names = Attendee.objects.filter(pk__in=people).select_related("person").order_by("pk")
    if not people or wanted < len(people):
        return None
    return (
        _("%(people)s sit together in every round") % {"people": ", ".join(who.person.name for who in names)},
        _("If you release it, they may sit apart. Tell them before."), _("Let them sit apart"),
    )


def _session_words(kind: str, session: Session) -> tuple[str, str, str] | None:
    """The rule, what follows where it is released, and what the button says."""
    facts = {"session": session.title, "most": session.most, "least": session.least, "room": session.room}
    if kind == "pinned" and (pins := Seat.objects.filter(session=session, is_pinned=True).count()):
        words = ngettext(
            "%(n)d person is pinned to “%(session)s”", "%(n)d people are pinned to “%(session)s”", pins
        ) % {**facts, "n": pins}
        return words, _("If you release it, a proposal may move them."), _("Release these pins")
    if kind == "never" and (never := Choice.objects.standing().filter(session=session, rank__isnull=True).count()):
        words = ngettext(
            "%(n)d person would rather not sit in “%(session)s”", "%(n)d people would rather not sit in “%(session)s”",
            never,
        ) % {**facts, "n": never}
        return words, _("If you release it, they may be seated there all the same. Tell them."), _("Let it go")
    if kind == "audience" and session.audience:
        words = _("“%(session)s” is not for all sides") % facts
        return words, _("If you release it, people of every side may be seated there."), _("Open it to all sides")
    if kind == "limit" and session.most is not None:
        words = _("“%(session)s” takes no more than %(most)s, and %(room)s has more seats") % facts
        released = _("If you release it, as many come as the room has seats. Ask who presents it.")
        return words, released, _("Use the whole room")
    if kind == "least" and session.least is not None:
        words = _("“%(session)s” is held with no fewer than %(least)s") % facts
        return words, _("If you release it, it may be held with fewer."), _("Drop the least number")
    if kind == "topic" and session.topic:
        words = _("“%(session)s” repeats a topic, and nobody hears one twice") % facts
        return words, _("If you release it, it no longer counts as a repeat."), _("Let it be a topic of its own")
    return None


@transaction.atomic
def release_seat_rule(*, convening: Convening, key: str, by: str, at: datetime) -> SeatRule:
    """Drop one of the rules that are in the way now. Refusals: rule_unknown."""
    programme = hold_programme(convening=convening)
    clash = clash_of(convening, at=at)
    rule = next((one for one in clash.rules if one.key == key), None) if clash is not None else None
    if rule is None:
        raise SeatRuleUnknown
    if rule.kind == "pair":
        Companion.objects.filter(attendee__in=rule.people, mate__in=rule.people).delete()
    elif rule.kind == "pinned":
        Seat.objects.filter(session=rule.session, is_pinned=True).update(is_pinned=False)
    elif rule.kind == "never":
        Choice.objects.filter(session=rule.session, rank__isnull=True).delete()
    elif rule.session is not None:
        fewer: dict[str, Any] = {
            "audience": {"audience": ()}, "limit": {"most": None}, "least": {"least": None}, "topic": {"topic": ""}
        }
        set_terms(session=rule.session, terms=replace(terms_of(rule.session), **fewer[rule.kind]), by=by, at=at)
    programme.refresh_from_db()
    count_seats(programme)
    record(
        kind="seat.rule_released", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk,
        data={"rule": rule.kind, "session": rule.session_id},
    )  # fmt: skip
    return rule

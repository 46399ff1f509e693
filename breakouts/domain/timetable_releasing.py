"""Rules of a timetable that contradict each other, in words, and releasing one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.availability import remove_absence
from breakouts.domain.presenters import remove_presenter
from breakouts.domain.published import let_move
from breakouts.domain.rooms import spoken
from breakouts.domain.schedule_facts import Schedule, SessionFacts
from breakouts.domain.sessions import pin_session
from breakouts.domain.terms import set_terms, terms_of
from breakouts.domain.timetable_contradictions import plain_contradiction
from breakouts.domain.timetable_planning import NothingToTimetable, ids_of, newest_work, read_problem
from breakouts.models import Absence, Session
from breakouts.states import TimetableMode
from convenings.models import Convening
from journal.refusals import Refusal
from registration.models import Attendee


class RuleUnknown(Refusal):
    code = "rule_unknown"
    words = gettext_lazy("This rule is not there any more. Look again at what is in the way.")


@dataclass(frozen=True)
class RuleInWords:
    """`kind`, `session` and `presenter` name it when it is released."""

    kind: str
    session: int
    presenter: int | None
    words: str
    released: str  # what follows
    action: str  # empty where no button releases it

    @property
    def key(self) -> str:
        """Names it for other systems."""
        return f"{self.kind}:{self.session}:{self.presenter or 0}"


@dataclass(frozen=True)
class Clash:
    """The smallest set of rules that cannot all hold, if it `is_smallest`. No rules: places are too few, or nothing was
    found in time."""

    rules: tuple[RuleInWords, ...]
    words: str
    is_smallest: bool = True
    is_too_few: bool = False


def in_the_way(convening: Convening, *, at: datetime) -> Clash | None:
    """As clash_of; nothing is in the way of nothing."""
    try:
        return clash_of(convening, at=at)
    except NothingToTimetable:
        return None


def clash_of(convening: Convening, *, at: datetime) -> Clash | None:
    """What is in the way of a timetable: what is seen at once, else what the newest search found."""
    schedule, reading = read_problem(convening, mode=TimetableMode.ANEW)
    plain = plain_contradiction(reading.problem)
    if plain is not None:
        ids = ids_of(reading, plain.rules, plain.places)
        return _in_words(schedule, ids.rules, ids.places, ids.sessions)
    job = newest_work(convening, at=at)
    kept = job.result.get("clash") if job is not None else None
    if not kept:
        return None
    if not kept["sessions"]:
        words = _("The time was too short to tell which rules are in the way. Release some pins, and ask again.")
        return Clash((), words, is_smallest=False)
    found = _in_words(schedule, kept["rules"], kept["places"], kept["sessions"])
    return replace(found, is_smallest=kept.get("is_smallest", True)) if found else None


def _in_words(schedule: Schedule, rules: Sequence[Mapping[str, Any]], places: int, sessions: int) -> Clash | None:
    if not rules:
        too_few = _(
            "There are %(sessions)s breakouts, and %(places)s rooms and times for them. Add a time or a room, or take"
            " breakouts away."
        )
        return Clash((), too_few % {"sessions": sessions, "places": places}, is_too_few=True)
    said: list[RuleInWords] = []
    for rule in rules:
        about = [schedule.sessions.get(one) for one in rule["sessions"]]
        words = _rule(rule, [one for one in about if one is not None]) if all(about) else None
        if words is None:
            return None  # released or gone since
        said.append(words)
    return Clash(tuple(said), _("Release one of them, and ask again. What stands is unchanged."))


def _rule(rule: Mapping[str, Any], about: list[SessionFacts]) -> RuleInWords | None:
    kind, first, last = rule["kind"], about[0], about[-1]
    names = {"one": first.title, "other": last.title, "all": ", ".join(f"“{one.title}”" for one in about)}
    who = next((speaker for one in about for speaker in one.speakers if speaker.id == rule["presenter"]), None)
    away = ", ".join(speaker.name for speaker in first.speakers if speaker.away)
    texts = {
        "available": (
            _("Who presents “%(one)s” cannot at all times: %(who)s") % {**names, "who": away or "–"},
            _("If you release it, they count as there all the time. Ask them before."), _("Take away when they cannot"),
        ),
        "need": (
            _("“%(one)s” needs %(what)s") % {**names, "what": spoken(first.needs) or _("more seats")},
            _("If you release it, the session may get a room without it. Tell whoever presents it."),
            _("Do without it"),
        ),
        "pinned": (
            _("“%(one)s” is pinned to its place") % names, _("If you release it, the session may be moved."),
            _("Release the pin"),
        ),
        "frozen": (
            _("“%(one)s” is public where it stands") % names,
            _("If you release it, a proposal may move it. People are told by your next release."), _("Let it move"),
        ),
        "apart": (
            _("“%(one)s” and “%(other)s” are one topic, and not at once") % names,
            _("If you release it, they no longer count as repeats of each other."), _("Let them be two topics"),
        ),
        "presenter": (
            _("%(who)s presents more than one session: %(all)s") % {**names, "who": who.name if who else "–"},
            _("If you release it, “%(other)s” has to be presented without them.") % names,
            _("Take them off the last one"),
        ),
        "before": (
            _("“%(other)s” comes after “%(one)s”") % names, _("If you release it, either may come first."),
            _("Drop the order"),
        ),
    }  # fmt: skip
    if kind == "need" and first.seats and not first.needs and not first.least:
        texts["need"] = (
            _("“%(one)s” needs a room for all %(n)s who have a seat in it") % {**names, "n": first.seats},
            _("Move some of them to other sessions first."), "",
        )  # fmt: skip
    if kind not in texts:
        return None
    session = last.id if kind in ("presenter", "before") else first.id
    return RuleInWords(kind, session, rule["presenter"], *texts[kind])


@transaction.atomic
def release_by_key(*, convening: Convening, key: str, by: str, at: datetime) -> None:
    """Drop one of the rules that are in the way. Refusals: rule_unknown."""
    clash = in_the_way(convening, at=at)
    rule = next((rule for rule in (clash.rules if clash else ()) if rule.key == key and rule.action), None)
    if rule is None:
        raise RuleUnknown
    session = Session.objects.get(pk=rule.session, convening=convening)
    release_rule(
        convening=convening, kind=rule.kind, session=session, presenter=rule.presenter, by=by, at=at
    )


@transaction.atomic
def release_rule(
    *, convening: Convening, kind: str, session: Session, presenter: int | None, by: str, at: datetime
) -> None:
    """Drop one rule about a session. Again is harmless. Refusals: rule_unknown."""
    terms = terms_of(session)
    if kind == "pinned":
        pin_session(session=session, pinned=False, version=session.version, by=by, at=at)
    elif kind == "frozen":
        let_move(session=session, may_move=True, by=by, at=at)
    elif kind == "need":
        set_terms(session=session, terms=replace(terms, needs=(), least=None), by=by, at=at)
    elif kind == "apart":
        set_terms(session=session, terms=replace(terms, topic=""), by=by, at=at)
    elif kind == "before":
        set_terms(session=session, terms=replace(terms, comes_after=None), by=by, at=at)
    elif kind == "available":
        for absence in Absence.objects.filter(presenter__presentations__session=session).select_related("presenter"):
            remove_absence(attendee=absence.presenter, absence=absence.pk, by=by, at=at)
    elif kind == "presenter":
        for attendee in Attendee.objects.filter(pk=presenter or 0, convening=convening):
            remove_presenter(session=session, attendee=attendee, by=by, at=at)
    else:
        raise RuleUnknown

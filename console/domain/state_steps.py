"""The steps by which a convening goes from state to state, with what each does to others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from convenings.domain import convenings
from convenings.models import Convening
from convenings.states import TRANSITIONS, ConveningState
from registration.models import Attendee, Team
from registration.states import TeamState


@dataclass(frozen=True)
class Step:
    """One button: what it says, what it does to others, which state it leads to."""

    code: str
    words: str | Promise
    question: str | Promise
    effect: str | Promise
    keep: str | Promise
    to: ConveningState
    take: Callable[..., Any]
    wants_reason: bool = False
    from_states: frozenset[ConveningState] = frozenset(ConveningState)


_S = ConveningState
_AFTER_A_BREAK = frozenset({_S.CLOSED, _S.POSTPONED})
STEPS = (
    Step(
        "open", _("Open registration"), _("Open registration?"),
        _("The public page takes teams from the day that you have set."), _("Keep it closed"), _S.OPEN,
        convenings.open_, from_states=frozenset({_S.DRAFT}),
    ),
    Step(
        "reopen", _("Open it again"), _("Open registration again?"),
        _("Teams can register and leaders can promise again, until the last promise is due."), _("Keep it as it is"),
        _S.OPEN, convenings.reopen, from_states=_AFTER_A_BREAK,
    ),
    Step(
        "close", _("Close registration"), _("Close registration?"),
        _("No team can register and no leader can promise any more. Teams that are complete keep their places."),
        _("Keep it open"), _S.CLOSED, convenings.close_,
    ),
    Step(
        "go-live", _("Go live"), _("Is it happening now?"),
        _("The overview shows arrivals. Badges can be scanned before that, too: for trying it out."), _("Not yet"),
        _S.LIVE, convenings.go_live,
    ),
    Step(
        "conclude", _("Conclude"), _("Is it over?"),
        _("The convening stays to be read. It cannot be opened again."), _("Keep it live"), _S.CONCLUDED,
        convenings.conclude,
    ),
    Step(
        "postpone", _("Postpone"), _("Postpone the convening?"),
        _("No promise is taken and nobody is reminded until you open it again. Promises stay on record."),
        _("Keep the date"), _S.POSTPONED, convenings.postpone, wants_reason=True,
    ),
    Step(
        "cancel", _("Cancel"), _("Cancel the convening for good?"),
        _("Nobody can register, promise or check in any more. This cannot be taken back."), _("Keep the convening"),
        _S.CANCELLED, convenings.cancel, wants_reason=True,
    ),
)
TOLD = frozenset({_S.POSTPONED, _S.CANCELLED})


def steps_for(convening: Convening) -> list[Step]:
    """The steps that may be taken now."""
    now = ConveningState(convening.state)
    return [step for step in STEPS if step.to in TRANSITIONS[now] and now in step.from_states]


def step_named(code: str) -> Step | None:
    return next((step for step in STEPS if step.code == code), None)


def take_step(*, step: Step, convening: Convening, reason: str, by: str, at: datetime) -> Convening:
    """Take the step; the domain refuses what may not follow."""
    why = {"reason": reason} if step.wants_reason else {}
    moved: Convening = step.take(convening=convening, by=by, at=at, **why)
    return moved


def people_to_tell(convening: Convening, step: Step) -> int:
    """How many addresses get mail about it: coordinators, leaders of invited teams, and all who come for certain."""
    if step.to not in TOLD:
        return 0
    standing = Team.objects.filter(convening=convening).exclude(
        state__in=[TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN]
    )
    asked = standing.exclude(state=TeamState.DRAFT)
    told = Person.objects.filter(
        Q(pk__in=standing.values("coordinator_id"))
        | Q(coordinated_sides__team__in=standing, coordinated_sides__ended_at=None)
        | Q(parties__agreement__in=asked.values("agreement_id"))
        | Q(pk__in=Attendee.objects.placed().filter(convening=convening).values("person_id"))
    )
    return told.annotate(address=Lower("email")).values("address").distinct().count()

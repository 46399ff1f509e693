"""What a team tells about itself after it registered: its figures, their source and year, its focus."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening, Element
from convenings.states import ConveningState
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import coordinators, questions, team_moves, teams
from registration.domain.drafts import Profile
from registration.domain.questions import AnswerDraft
from registration.models import Team
from registration.states import TeamState

STANDING = (TeamState.DRAFT, TeamState.COMMITTING, TeamState.COMMITTED)


class ConveningOver(Refusal):
    code = "convening_over"
    words = _("The convening is over or was cancelled: what stands about the team stays as it is.")


@transaction.atomic
def correct_profile(
    *, team: Team, profile: Profile, focus: Iterable[Element], focus_text: str, intention: str, by: str, at: datetime,
    answers: Iterable[AnswerDraft] | None = None,
) -> Team:
    """Figures, locale, focus and intention as they are told now; the journal says which changed.

    answers: to the organizers' own questions; None: they stay. Refusals: lead_only, convening_over, team_state,
    registration_refused and answer_refused with their field.
    """
    fresh = Team.objects.locked(team)
    coordinators.require_lead(fresh, by)
    if is_over(fresh.convening, at):
        raise ConveningOver
    if fresh.state not in STANDING:
        raise team_moves.StateNotPossible
    told = teams.profile_values(profile) | {"focus_text": focus_text.strip()[:300], "intention": intention.strip()}
    changed = [name for name, value in told.items() if getattr(fresh, name) != value]
    for name in changed:
        setattr(fresh, name, told[name])
    fresh.save(update_fields=changed)
    chosen = {element.pk for element in focus}
    if chosen != set(fresh.focus.values_list("pk", flat=True)):
        fresh.focus.set(chosen)
        changed.append("focus")
    if answers is not None:
        questions.write_answers(of=fresh, drafts=answers, by=by, at=at)
    if changed:
        entries.record(
            kind="team.profile_corrected", by=by, at=at, subject=f"team:{fresh.pk}", convening_id=fresh.convening_id,
            data={"changed": sorted(changed)},
        )  # fmt: skip
    return fresh


def is_over(convening: Convening, at: datetime) -> bool:
    """Whether nothing that a team says about itself changes any more."""
    return convening.state in (ConveningState.CONCLUDED, ConveningState.CANCELLED) or at >= convening.ends_at

"""Kinds of teams, and the offices that each asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.states import Requirement, Side
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.models import Office, TeamType


@dataclass(frozen=True)
class OfficeDraft:
    code: str
    label: str
    side: str
    requirement: str = Requirement.REQUIRED


# The order is that of the ring. Source: the offices that the 2012 conference asked for.
DISTRICT_OFFICES = (
    OfficeDraft("union_president", "Union or association president", Side.UNION),
    OfficeDraft("superintendent", "Superintendent", Side.DISTRICT),
    OfficeDraft("board_president", "School board president", Side.BOARD),
)
STATE_OFFICES = (
    OfficeDraft("state_chief", "Chief state school officer", Side.STATE),
    OfficeDraft("nea_president", "NEA state affiliate president", Side.UNION, Requirement.REQUIRED_IF_EXISTS),
    OfficeDraft("aft_president", "AFT state affiliate president", Side.UNION, Requirement.REQUIRED_IF_EXISTS),
    OfficeDraft("state_board", "State board president", Side.BOARD, Requirement.OPTIONAL),
)


class NobodyRequired(Refusal):
    code = "nobody_required"
    status = 400
    words = _("A team type needs at least one office that is required.")


@transaction.atomic
def make_team_type(
    *, convening: Convening, code: str, name: str, offices: Sequence[OfficeDraft], by: str, at: datetime
) -> TeamType:
    """A team type with its offices in the order of the ring. Refuses one that asks nobody for certain."""
    if not any(office.requirement == Requirement.REQUIRED for office in offices):
        raise NobodyRequired
    team_type = TeamType.objects.create(
        convening=convening, code=code, name=name, position=convening.team_types.count()
    )
    for position, office in enumerate(offices):
        Office.objects.create(
            team_type=team_type,
            code=office.code,
            label=office.label,
            side=office.side,
            requirement=office.requirement,
            position=position,
        )
    entries.record(
        kind="team_type.made",
        by=by,
        at=at,
        subject=f"team_type:{team_type.pk}",
        convening_id=convening.pk,
        data={"offices": [office.code for office in offices]},
    )
    return team_type

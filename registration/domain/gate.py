"""The joint gate: the one function that says whether a team's sides have all promised; and the gate of its place."""

from agreements.domain import commitments
from agreements.domain.standing import Standing
from agreements.models import Party
from registration.models import Team


def missing_offices(team: Team) -> list[Party]:
    """The offices whose promise the team still needs, in their order. One query.

    Required, or required if it exists and not accepted as missing; its newest answer no promise to a text that counts.
    """
    if team.agreement is None:
        return []
    return commitments.missing_parties(agreement=team.agreement)


def may_commit(team: Team, standing: Standing) -> bool:
    """Whether the gate is open: this team's agreement needs somebody, and all whom it needs have promised."""
    return standing.agreement_id == team.agreement_id and standing.is_complete


def waits_for_check(team: Team) -> bool:
    """Whether an organizer must still find the holder of a needed office in a source before the place is confirmed.

    Not where the convening does not ask for it, nor while a team keeps a place that was confirmed already (an office
    that changes hands then is asked anew, and the place stays). One query, none in those cases.
    """
    if not team.convening.holders_checked_first or team.confirmed_at is not None:
        return False
    return Party.objects.filter(agreement=team.agreement_id, checked_at=None).gating().exists()

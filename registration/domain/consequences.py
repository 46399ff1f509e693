"""What a step would do to a team, said before it is done. Data only; pages have the words.

Who is selected loses or keeps no number that anybody sees: to them it is as to all who wait for the selection.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agreements.models import Party
from registration.domain.completion import grace_end
from registration.models import Team
from registration.states import PlaceState, TeamState


class Effect(StrEnum):
    """What becomes of the team."""

    NOT_NEEDED = "not_needed"  # the team does not need this office's promise: nothing changes for it
    OPEN_AGAIN = "open_again"  # the team is not complete; one promise more is open
    LOSES_PLACE = "loses_place"  # at once; whole teams that wait move up
    LOSES_LINE = "loses_line"  # its number in line
    INCOMPLETE = "incomplete"  # complete, with neither place nor number to lose
    KEEPS_PLACE = "keeps_place"  # to a date
    KEEPS_LINE = "keeps_line"


@dataclass(frozen=True)
class Consequence:
    effect: Effect
    until_at: datetime | None = None


WITH_PLACE = (PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.IN_CHECK)


def of_withdrawal(team: Team, party: Party) -> Consequence:
    """What taking the promise back does now. Wants the party `with_answers`."""
    if not party.is_gating:
        return Consequence(Effect.NOT_NEEDED)
    if team.state != TeamState.COMMITTED:
        return Consequence(Effect.OPEN_AGAIN)
    if team.place == PlaceState.HELD:
        return Consequence(Effect.KEEPS_PLACE, team.place_held_until_at)
    if team.place in WITH_PLACE:
        return Consequence(Effect.LOSES_PLACE)
    return Consequence(Effect.LOSES_LINE if team.place == PlaceState.WAITLISTED else Effect.INCOMPLETE)


def of_succession(team: Team, party: Party, *, at: datetime) -> Consequence:
    """What another holder of the office does now. Wants the party `with_answers`."""
    if not party.is_gating:
        return Consequence(Effect.NOT_NEEDED)
    if team.state != TeamState.COMMITTED:
        return Consequence(Effect.OPEN_AGAIN)
    if team.place == PlaceState.HELD:
        return Consequence(Effect.KEEPS_PLACE, team.place_held_until_at)
    if team.place in WITH_PLACE:
        return Consequence(Effect.KEEPS_PLACE, grace_end(team.convening, at))
    return Consequence(Effect.KEEPS_LINE if team.place == PlaceState.WAITLISTED else Effect.INCOMPLETE)

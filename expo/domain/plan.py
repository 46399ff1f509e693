"""The floor as pages show it: booths drawn and listed. Data only, in two statements."""

from dataclasses import dataclass
from typing import Any

from accounts.domain.folding import fold
from expo.models import Booth, Feature, Hall, Placement

SCALE = 6  # units of the drawing in a foot: a booth of ten feet has room for its number


@dataclass(frozen=True)
class Stand:
    """One booth in the drawing and in the list; `team_id` is None where it is free."""

    id: int
    number: int
    x: int
    y: int
    width: int
    depth: int
    features: tuple[Feature, ...]
    team_id: int | None = None
    team: str = ""
    us_state: str = ""
    place_name: str = ""
    focus: str = ""
    is_pinned: bool = False
    placement_id: int | None = None

    @property
    def middle(self) -> int:
        """Where the number stands, from the left."""
        return self.width // 2

    @property
    def base(self) -> int:
        """Where the number stands, from the top."""
        return self.depth // 2 + 6

    @property
    def offers(self) -> str:
        """The features in words."""
        return ", ".join(str(feature.label) for feature in self.features)


@dataclass(frozen=True)
class FloorPlan:
    width: int
    depth: int
    stands: tuple[Stand, ...]

    @property
    def outer_width(self) -> int:
        """The drawing with its walls, from left to right."""
        return self.width + 12

    @property
    def outer_depth(self) -> int:
        """The drawing with its walls, from top to bottom."""
        return self.depth + 12

    @property
    def taken(self) -> tuple[Stand, ...]:
        """The booths at which a team stands."""
        return tuple(stand for stand in self.stands if stand.team_id is not None)

    @property
    def free(self) -> tuple[Stand, ...]:
        """The booths at which nobody stands."""
        return tuple(stand for stand in self.stands if stand.team_id is None)

    def at(self, number: int | None) -> Stand | None:
        """The booth with this number."""
        return next((stand for stand in self.stands if stand.number == number), None)

    def of(self, team: int | None) -> Stand | None:
        """The booth of this team."""
        return next((stand for stand in self.stands if team is not None and stand.team_id == team), None)


def floor_of(hall: Hall) -> FloorPlan:
    """The hall's booths with who stands there."""
    standing = Placement.objects.standing().filter(booth__hall=hall)
    standing = standing.select_related("team").prefetch_related("team__focus")
    placements = {placement.booth_id: placement for placement in standing}
    stands = tuple(_stand(booth, placements.get(booth.pk)) for booth in Booth.objects.filter(hall=hall))
    return FloorPlan(hall.width * SCALE, hall.depth * SCALE, stands)


def _stand(booth: Booth, placement: Placement | None) -> Stand:
    facts: dict[str, Any] = {}
    if placement is not None:
        team = placement.team
        focus = team.focus_text or ", ".join(element.name for element in team.focus.all())
        facts = {
            "team_id": team.pk, "team": team.name, "us_state": team.us_state, "place_name": team.place_name,
            "focus": focus, "is_pinned": placement.is_pinned, "placement_id": placement.pk,
        }
    features = tuple(Feature(value) for value in booth.features)
    return Stand(
        booth.pk, booth.number, booth.x * SCALE, booth.y * SCALE, booth.width * SCALE, booth.depth * SCALE, features,
        **facts,
    )


def found_in(plan: FloorPlan, words: str) -> tuple[Stand, ...]:
    """The taken booths whose number, team, place, state or focus has all the words; accents and case do not count."""
    wanted = fold(words).split()
    return tuple(
        stand
        for stand in plan.taken
        if all(
            word == str(stand.number)
            or word in fold(f"{stand.team} {stand.place_name} {stand.us_state} {stand.focus}")
            for word in wanted
        )
    )

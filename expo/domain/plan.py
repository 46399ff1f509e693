"""The floor as pages show it: booths drawn and listed, for readers and organizers. Data only, in five statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from accounts.domain.folding import fold
from expo.domain.neighbours import Rectangle
from expo.models import Area, Booth, Feature, Hall, PartnerStand, Placement
from expo.states import AreaKind, Use

SCALE = 6  # units of the drawing in a foot: a booth of ten feet has room for its number
MARGIN = 3 * SCALE  # of a zone around its booths
LETTER, LINE = 8, 16  # how wide a letter is in a name, and how high a line


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
    zone: str = ""
    use: str = Use.TEAMS
    version: int = 0
    partners: tuple[PartnerStand, ...] = ()

    @property
    def feet(self) -> dict[str, int]:
        """Place and size as they were typed."""
        return {name: getattr(self, name) // SCALE for name in ("x", "y", "width", "depth")}

    @property
    def look(self) -> str:
        """The class of a booth at which no team stands; empty with a team."""
        if self.team_id is not None:
            return ""
        return {Use.PARTNERS: "partner", Use.NOBODY: "nobody"}.get(Use(self.use), "free")

    @property
    def for_whom(self) -> str:
        """Whom the booth is for, in words."""
        return str(Use(self.use).label)

    @property
    def who(self) -> str:
        """The team, else the partners, else nothing."""
        return self.team or ", ".join(dict.fromkeys(partner.name for partner in self.partners))

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
class Patch:
    """A named piece of the floor below the booths: an aisle, a place, or a zone, which its booths make."""

    kind: str
    name: str
    x: int
    y: int
    width: int
    depth: int
    id: int = 0

    @property
    def middle(self) -> int:
        """Where the name stands, from the left."""
        return self.x + self.width // 2

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The name in lines that fit, each with where it stands, from the top. A long word is not parted."""
        lines = wrap(self.name, max(1, self.width // LETTER), break_long_words=False, break_on_hyphens=False)
        first = self.y + self.depth // 2 + 5 - (len(lines) - 1) * LINE // 2
        return [(line, first + number * LINE) for number, line in enumerate(lines)]

    @property
    def head(self) -> int:
        """Where a zone's name stands: above its booths."""
        return self.y - 5


@dataclass(frozen=True)
class FloorPlan:
    width: int
    depth: int
    stands: tuple[Stand, ...]
    areas: tuple[Patch, ...] = ()

    @property
    def outer_width(self) -> int:
        """The drawing with its walls, from left to right."""
        return self.width + 12

    @property
    def outer_depth(self) -> int:
        """The drawing with its walls, from top to bottom."""
        return self.depth + 12

    @property
    def booths(self) -> tuple[Booth, ...]:
        """The booths as they are drawn, unsaved, for what is reckoned from the drawing."""
        return tuple(Booth(pk=stand.id, number=stand.number, **stand.feet) for stand in self.stands)

    @property
    def aisles(self) -> tuple[Rectangle, ...]:
        """The drawn aisles, in feet."""
        drawn = [area for area in self.areas if area.kind == AreaKind.AISLE]
        return tuple(
            Rectangle(area.x // SCALE, area.y // SCALE, area.width // SCALE, area.depth // SCALE) for area in drawn
        )

    @property
    def taken(self) -> tuple[Stand, ...]:
        """The booths at which a team stands."""
        return tuple(stand for stand in self.stands if stand.team_id is not None)

    @property
    def free(self) -> tuple[Stand, ...]:
        """The booths that a team could take."""
        return tuple(stand for stand in self.stands if stand.team_id is None and stand.use == Use.TEAMS)

    @property
    def with_partners(self) -> tuple[Stand, ...]:
        """The booths at which partners stand some day."""
        return tuple(stand for stand in self.stands if stand.partners)

    @property
    def zones(self) -> tuple[Patch, ...]:
        """The zones, each around its booths."""
        return zones_of(self.stands)

    def at(self, number: int | None) -> Stand | None:
        """The booth with this number."""
        return next((stand for stand in self.stands if stand.number == number), None)

    def of(self, team: int | None) -> Stand | None:
        """The booth of this team."""
        return next((stand for stand in self.stands if team is not None and stand.team_id == team), None)


def floor_of(hall: Hall) -> FloorPlan:
    """The hall's booths with who stands there, and what else is drawn."""
    standing = Placement.objects.standing().filter(booth__hall=hall)
    standing = standing.select_related("team").prefetch_related("team__focus")
    placements = {placement.booth_id: placement for placement in standing}
    partners: dict[int, list[PartnerStand]] = defaultdict(list)
    for partner in PartnerStand.objects.filter(booth__hall=hall):
        partners[partner.booth_id].append(partner)
    stands = tuple(
        _stand(booth, placements.get(booth.pk), tuple(partners[booth.pk])) for booth in Booth.objects.filter(hall=hall)
    )
    areas = tuple(
        Patch(
            area.kind, area.name, SCALE * area.x, SCALE * area.y, SCALE * area.width, SCALE * area.depth, area.pk
        )
        for area in Area.objects.filter(hall=hall)
    )
    return FloorPlan(hall.width * SCALE, hall.depth * SCALE, stands, areas)


def zones_of(stands: Iterable[Stand]) -> tuple[Patch, ...]:
    """A patch around the booths of each zone, in the order of the first booth."""
    named: dict[str, list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.zone:
            named[stand.zone].append(stand)
    found = []
    for name, booths in named.items():
        left, top = min(booth.x for booth in booths), min(booth.y for booth in booths)
        right, bottom = (max(booth.x + booth.width for booth in booths), max(booth.y + booth.depth for booth in booths))
        found.append(
            Patch("zone", name, left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)
        )
    return tuple(found)


def _stand(booth: Booth, placement: Placement | None, partners: tuple[PartnerStand, ...]) -> Stand:
    facts: dict[str, Any] = {}
    if placement is not None:
        team = placement.team
        focus = team.focus_text or ", ".join(element.name for element in team.focus.all())
        facts = {
            "team_id": team.pk, "team": team.name, "us_state": team.us_state, "place_name": team.place_name,
            "focus": focus, "is_pinned": placement.is_pinned, "placement_id": placement.pk,
        }
    features = tuple(feature for feature in Feature if feature in booth.offers)
    return Stand(
        booth.pk, booth.number, booth.x * SCALE, booth.y * SCALE, booth.width * SCALE, booth.depth * SCALE, features,
        zone=booth.zone, use=booth.use, version=booth.version, partners=partners, **facts,
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

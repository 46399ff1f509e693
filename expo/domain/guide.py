"""The expo as an attendee's guide shows it: every team at its booth, found by words and narrowed by what it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.domain.folding import fold
from convenings.models import Convening
from expo.domain.standing_booths import focus_of
from expo.models import Bookmark, Booth, Placement, Visit
from registration.domain.selection_rule import NOT_STATED, bands_of, traits_of
from registration.models import Attendee, Team

ONLY = ("open", "visited", "bookmarked")


@dataclass(frozen=True)
class Chosen:
    """How the list is narrowed; empty: not at all. `only`: open (not visited yet), visited or bookmarked."""

    q: str = ""
    focus: str = ""
    us_state: str = ""
    enrollment: str = ""
    poverty: str = ""
    only: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class GuideRow:
    """A team at its booth, and what the reader has done there. `traits` are those of the selection rule."""

    team: Team
    booth: Booth
    focus: str
    traits: dict[str, tuple[str, ...]]
    visited: bool = False
    bookmarked: bool = False

    def says(self, dimension: str) -> str:
        """A band in words; empty where the team does not state it."""
        (value,) = self.traits[dimension]
        return "" if value == NOT_STATED else str(bands_of(dimension)[value])

    @property
    def size(self) -> str:
        return self.says("enrollment")

    @property
    def poverty(self) -> str:
        return self.says("poverty")


def guide_rows(convening: Convening, reader: Attendee | None = None) -> list[GuideRow]:
    """Every team with a booth, by hall and number. Two statements, two more for what the reader has done."""
    standing = Placement.objects.standing().filter(booth__hall__convening=convening)
    standing = standing.select_related("team__type", "booth__hall").prefetch_related("team__focus")
    visited, marked = _done(reader)
    return [
        row_of(placement, visited=placement.team_id in visited, bookmarked=placement.team_id in marked)
        for placement in standing.order_by("booth__hall_id", "booth__number")
    ]


def row_of(placement: Placement, *, visited: bool = False, bookmarked: bool = False) -> GuideRow:
    """A team at its booth. Wants its team, with type and focus, and its booth."""
    team = placement.team
    return GuideRow(team, placement.booth, focus_of(team), traits_of(team), visited, bookmarked)


def _done(reader: Attendee | None) -> tuple[set[int], set[int]]:
    if reader is None:
        return set(), set()
    visited = Visit.objects.filter(attendee=reader).values_list("team_id", flat=True)
    return set(visited), set(Bookmark.objects.filter(attendee=reader).values_list("team_id", flat=True))


def narrowed(rows: Iterable[GuideRow], chosen: Chosen) -> list[GuideRow]:
    """The rows that fit all that was chosen; accents and case do not count in words, and a number is a booth's."""
    words = fold(chosen.q).split()
    return [row for row in rows if _fits(row, chosen) and all(_has(row, word) for word in words)]


def _has(row: GuideRow, word: str) -> bool:
    team = row.team
    return word == str(row.booth.number) or word in fold(f"{team.name} {team.place_name} {team.us_state} {row.focus}")


def _fits(row: GuideRow, chosen: Chosen) -> bool:
    wanted = {name: getattr(chosen, name) for name in ("focus", "us_state", "enrollment", "poverty")}
    if any(value and value not in row.traits[name] for name, value in wanted.items()):
        return False
    match chosen.only:
        case "open":
            return not row.visited
        case "visited":
            return row.visited
        case "bookmarked":
            return row.bookmarked
    return True


def states_of(rows: Sequence[GuideRow]) -> list[str]:
    """The states from which teams stand on the floor."""
    return sorted({row.team.us_state for row in rows})

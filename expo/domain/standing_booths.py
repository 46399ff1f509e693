"""The booth that a code or an attendee means, and who stands there."""

from django.utils.translation import gettext_lazy as _

from expo.models import Booth, Placement
from expo.models.booth import CODE_LENGTH
from journal.refusals import Refusal
from registration.models import Attendee, Team


class BoothUnknown(Refusal):
    code = "booth_unknown"
    status = 404
    words = _("No booth has this code. Scan the sign once more, or look for the number in the guide.")


class NobodyStandsThere(Refusal):
    code = "nobody_stands_there"
    words = _("No team stands at this booth any more. Look for the team in the guide.")


class OwnBooth(Refusal):
    code = "own_booth"
    words = _("This is your own team’s booth: visits are to others.")


class NotYourself(Refusal):
    code = "not_yourself"
    status = 403
    words = _("Everybody leaves visits, bookmarks and notes for themselves.")


def focus_of(team: Team) -> str:
    """What a team works on, in its own words or by the names of its elements. Wants its focus loaded."""
    return team.focus_text or ", ".join(element.name for element in team.focus.all())


def tidy_code(text: str) -> str:
    """What was scanned or typed, as codes are stored."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[: CODE_LENGTH + 1]


def booth_of(code: str) -> Booth | None:
    """The booth with its hall and convening; None where no booth has the code. One statement."""
    found = Booth.objects.select_related("hall__convening__venue").filter(code=tidy_code(code))
    return found.first()


def placement_at(booth: Booth) -> Placement | None:
    """Who stands there, if anybody. One statement, another for the focus."""
    standing = Placement.objects.standing().filter(booth=booth)
    return standing.select_related("team__type").prefetch_related("team__focus").first()


def visited_placement(attendee: Attendee, code: str) -> Placement:
    """The placement at another team's booth of the attendee's convening. One statement.

    Refusals: booth_unknown, nobody_stands_there, own_booth.
    """
    booth = booth_of(code)
    if booth is None or booth.hall.convening_id != attendee.convening_id:
        raise BoothUnknown
    placement = Placement.objects.standing().filter(booth=booth).select_related("team").first()
    if placement is None:
        raise NobodyStandsThere
    if placement.team_id == attendee.team_id:
        raise OwnBooth
    placement.booth = booth
    return placement


def require_self(attendee: Attendee, by: str, *, or_system: bool = False, or_gone: bool = False) -> None:
    """Refuses whoever is not this attendee: not_yourself.

    or_system: another system may act for them by its token; or_gone: also who does not come any more.
    """
    is_self = by == f"person:{attendee.person_id}" or (or_system and by.startswith("token:"))
    if not is_self or (attendee.cancelled_at is not None and not or_gone):
        raise NotYourself

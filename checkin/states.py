from django.db import models
from django.utils.translation import gettext_lazy as _


class BadgeState(models.TextChoices):
    ACTIVE = "active", _("active")
    REPLACED = "replaced", _("replaced")


TRANSITIONS: dict[BadgeState, frozenset[BadgeState]] = {
    BadgeState.ACTIVE: frozenset({BadgeState.REPLACED}),
    BadgeState.REPLACED: frozenset(),
}


class Answer(models.TextChoices):
    """What the door answers to a scan; a stable code for devices."""

    WELCOME = "welcome", _("Welcome")
    BACK = "back", _("Welcome back")
    ALREADY_IN = "already_in", _("Already in")
    LEFT = "left", _("Goodbye")
    ALREADY_OUT = "already_out", _("Already out")
    REPLACED = "replaced", _("This badge was replaced")
    UNKNOWN = "unknown", _("Unknown badge")
    NO_PLACE = "no_place", _("The team has no confirmed place")
    NOT_LISTED = "not_listed", _("Not for this entrance")
    NOT_OPEN = "not_open", _("Not open now")
    NO_SEAT = "no_seat", _("No seat in this session")


LETS_IN = (Answer.WELCOME, Answer.BACK)
PASSES = (*LETS_IN, Answer.LEFT)  # somebody went through
LETS_GO = (*PASSES, Answer.ALREADY_IN, Answer.ALREADY_OUT)  # nobody is held up: the others are sent to the help desk


class RefusedKind(models.TextChoices):
    """What organizers should know of that let nobody in. The last three are codes of refusals."""

    UNKNOWN = "unknown", _("Codes that are no badge")
    FOREIGN = "foreign", _("Badges of another convening")
    REPLACED = "replaced", _("Badges that were replaced")
    REUSED = "scan_id_reused", _("Sent again with another badge")
    NO_BADGE = "no_badge", _("Found by name, without a badge")
    MALFORMED = "malformed", _("Scans that could not be read")


NO_SCANS = (RefusedKind.REUSED, RefusedKind.NO_BADGE, RefusedKind.MALFORMED)  # recorded as refused, not as scans


class Direction(models.TextChoices):
    IN = "in", _("in")
    OUT = "out", _("out")


class CheckpointKind(models.TextChoices):
    DOOR = "door", _("main door")
    EXPO = "expo", _("expo")
    ROOM = "room", _("room")
    MEAL = "meal", _("meal")
    BUS = "bus", _("bus")


class DeviceKind(models.TextChoices):
    """A scanner is in the hands of a volunteer; a kiosk stands alone with whoever comes, and tells less."""

    SCANNER = "scanner", _("scanner")
    KIOSK = "kiosk", _("kiosk")


class ArrivalState(models.TextChoices):
    """How much of a team is here: every required office, somebody, nobody."""

    ARRIVED = "arrived", _("arrived")
    PARTLY_HERE = "partly_here", _("partly here")
    MISSING = "missing", _("nobody yet")


class RibbonColour(models.TextChoices):
    """The colour of a badge's head and ribbon. None is a side's: those mean sides and nothing else."""

    PLAIN = "plain", _("plain")
    INK = "ink", _("ink")
    VIOLET = "violet", _("violet")
    TEAL = "teal", _("teal")
    BRICK = "brick", _("brick")


class BadgeFormat(models.TextChoices):
    """Paper that badges are printed on; checkin.domain.formats has the measures."""

    LETTER_6 = "letter_6", _("Letter sheet, six of 4 × 3 inches")
    LETTER_4 = "letter_4", _("Letter sheet, four quarters")
    LETTER_8 = "letter_8", _("Letter sheet, eight of 3⅜ × 2⅓ inches")
    LETTER_1 = "letter_1", _("Letter sheet, one")
    A4_6 = "a4_6", _("A4 sheet, six of 96 × 76 mm")
    A4_4 = "a4_4", _("A4 sheet, four of A6")
    A4_8 = "a4_8", _("A4 sheet, eight of 86 × 56 mm")
    A4_1 = "a4_1", _("A4 sheet, one")
    CARD_4X3 = "card_4x3", _("card or label of 4 × 3 inches")
    LABEL_62 = "label_62", _("label roll, 62 mm wide")


class RosterOrder(models.TextChoices):
    """How a list on paper is sorted."""

    NAME = "name", _("by family name")
    TEAM = "team", _("by team")


class RosterStyle(models.TextChoices):
    """What a list on paper is for."""

    ROSTER = "roster", _("Roster to tick")
    SIGN_IN = "sign-in", _("Sign-in sheet")

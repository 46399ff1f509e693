from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TeamState(models.TextChoices):
    """How far a team is with its promise."""

    DRAFT = "draft", _("draft")
    COMMITTING = "committing", _("committing")
    COMMITTED = "committed", _("committed")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("lapsed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PlaceState(models.TextChoices):
    """Whether a team has a place. What is selected, offered, in check, held or confirmed counts against capacity.

    In check: the place is the team's as soon as organizers have found the holders of its offices in a source.
    Selected is a secret of the organizers until the day of the letters: to everybody else it is `none`.
    """

    NONE = "none", _("none")
    SELECTED = "selected", _("selected")
    OFFERED = "offered", _("offered")
    WAITLISTED = "waitlisted", _("waitlisted")
    IN_CHECK = "in_check", _("in check")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held")
    RELEASED = "released", _("released")


_T = TeamState
TEAM_TRANSITIONS: dict[TeamState, frozenset[TeamState]] = {
    _T.DRAFT: frozenset({_T.COMMITTING, _T.WITHDRAWN}),
    _T.COMMITTING: frozenset({_T.COMMITTED, _T.DECLINED, _T.LAPSED, _T.WITHDRAWN}),
    _T.COMMITTED: frozenset({_T.COMMITTING, _T.WITHDRAWN}),
    _T.DECLINED: frozenset({_T.COMMITTING}),
    _T.LAPSED: frozenset({_T.COMMITTING}),
    _T.WITHDRAWN: frozenset({_T.COMMITTING}),
}

_P = PlaceState
PLACE_TRANSITIONS: dict[PlaceState, frozenset[PlaceState]] = {
    _P.NONE: frozenset({_P.SELECTED, _P.WAITLISTED, _P.IN_CHECK, _P.CONFIRMED}),
    _P.SELECTED: frozenset({_P.NONE, _P.IN_CHECK, _P.CONFIRMED, _P.HELD}),
    _P.OFFERED: frozenset({_P.IN_CHECK, _P.CONFIRMED, _P.HELD, _P.RELEASED}),
    _P.WAITLISTED: frozenset({_P.OFFERED, _P.IN_CHECK, _P.CONFIRMED, _P.RELEASED}),
    _P.IN_CHECK: frozenset({_P.CONFIRMED, _P.HELD, _P.RELEASED}),
    _P.CONFIRMED: frozenset({_P.HELD, _P.RELEASED}),
    _P.HELD: frozenset({_P.IN_CHECK, _P.CONFIRMED, _P.RELEASED}),
    _P.RELEASED: frozenset({_P.NONE, _P.WAITLISTED, _P.IN_CHECK, _P.CONFIRMED}),
}

COUNTED_PLACES = (  # against capacity
    PlaceState.SELECTED, PlaceState.OFFERED, PlaceState.IN_CHECK, PlaceState.HELD, PlaceState.CONFIRMED,
)  # fmt: skip
KEPT_PLACES = (PlaceState.HELD, PlaceState.CONFIRMED)  # whose teams come: badges, booths, the door
SHOWN_PLACES = COUNTED_PLACES[1:]  # taken, as everybody may see: all but who is selected
DATED_PLACES = (PlaceState.OFFERED, PlaceState.HELD)  # until `place_held_until_at`


class Locale(models.TextChoices):
    """What kind of place a team's schools are in, by the first digit of the federal locale code."""

    CITY = "city", pgettext_lazy("locale", "city")
    SUBURB = "suburb", pgettext_lazy("locale", "suburb")
    TOWN = "town", pgettext_lazy("locale", "town")
    RURAL = "rural", pgettext_lazy("locale", "rural area")


class AttendeeKind(models.TextChoices):
    MEMBER = "member", _("member")
    PRESENTER = "presenter", _("presenter")
    STAFF = "staff", _("staff")
    PARTNER = "partner", _("partner")
    GUEST = "guest", _("guest")


class HeldState(models.TextChoices):
    """What became of a registration of a place that had a team already."""

    HELD = "held", _("held")
    PASSED = "passed", _("registered after all")
    DISMISSED = "dismissed", _("dismissed")


class QuestionKind(models.TextChoices):
    """What an organizers' own question is answered with."""

    TEXT = "text", _("words")
    CHOICE = "choice", _("one of several")
    YES_NO = "yes_no", _("yes or no")
    FILE = "file", _("a file")


class AskedOf(models.TextChoices):
    """Whom an organizers' own question is put to."""

    TEAM = "team", _("every team, when it registers")
    ATTENDEE = "attendee", _("everybody who comes, on the own page")


class Audience(models.TextChoices):
    """Who of a narrowed list a bulk mail is for: of teams the first three, of attendees the last."""

    COORDINATORS = "coordinators", _("the coordinators of these teams")
    SIGNATORIES = "signatories", _("the leaders of these teams who were invited")
    MEMBERS = "members", _("all who come with these teams")
    ATTENDEES = "attendees", _("the attendees of this list")


class BulkState(models.TextChoices):
    """A bulk mail: written, held for a second look with its list fixed, on its way, out."""

    DRAFT = "draft", pgettext_lazy("a bulk mail", "draft")
    HELD = "held", pgettext_lazy("a bulk mail", "held for a second look")
    SENDING = "sending", pgettext_lazy("a bulk mail", "being sent")
    SENT = "sent", pgettext_lazy("a bulk mail", "sent")
    CANCELLED = "cancelled", pgettext_lazy("a bulk mail", "cancelled")


_B = BulkState
BULK_TRANSITIONS: dict[BulkState, frozenset[BulkState]] = {
    _B.DRAFT: frozenset({_B.HELD, _B.CANCELLED}),
    _B.HELD: frozenset({_B.DRAFT, _B.SENDING, _B.CANCELLED}),
    _B.SENDING: frozenset({_B.SENT, _B.CANCELLED}),
    _B.SENT: frozenset(),
    _B.CANCELLED: frozenset(),
}


class Rhythm(models.TextChoices):
    """How often somebody gets a digest, on days when there is something to tell."""

    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every Monday")
    NEVER = "never", _("never")

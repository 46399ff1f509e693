from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionKind(models.TextChoices):
    BREAKOUT = "breakout", _("breakout")
    PLENARY = "plenary", _("plenary")
    MEAL = "meal", _("meal")
    GATHERING = "gathering", _("gathering")


class SubmissionState(models.TextChoices):
    """What became of a proposal. Whoever proposes sees a decision when it is told, and not before."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("proposed")
    ASKED = "asked", _("a question is open")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", pgettext_lazy("of a proposal", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a proposal", "withdrawn")


_S = SubmissionState
DECIDED = frozenset({_S.ACCEPTED, _S.DECLINED})
SUBMISSION_TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.ASKED, _S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN}),
    _S.ASKED: frozenset({_S.SUBMITTED, _S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.SUBMITTED, _S.ASKED}),  # a decision taken back before it is told
    _S.DECLINED: frozenset({_S.SUBMITTED, _S.ASKED}),
    _S.WITHDRAWN: frozenset({_S.DRAFT}),
}


class RemarkKind(models.TextChoices):
    COMMENT = "comment", _("comment")  # organizers only
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")


class MaterialPhase(models.TextChoices):
    BEFORE = "before", _("to read before")
    AFTER = "after", _("to take home")


class Useful(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class TakesHome(models.TextChoices):
    YES = "yes", pgettext_lazy("does somebody take something home", "Yes")
    PERHAPS = "perhaps", _("Perhaps")
    NO = "no", pgettext_lazy("does somebody take something home", "No")


class Feature(models.TextChoices):
    """What a room has and a session may need."""

    PROJECTOR = "projector", _("projector and screen")
    SOUND = "sound", _("microphones")
    STEP_FREE = "step_free", _("no steps")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    POWER = "power", _("power at the seats")
    WHITEBOARD = "whiteboard", _("whiteboard or flip charts")
    VIDEO = "video", _("video calls")


class SetUp(models.TextChoices):
    """How chairs and tables stand. Empty where it does not matter, and in a room that is set up as one likes."""

    ROWS = "rows", _("rows")
    DESKS = "desks", _("rows with desks")
    TABLES = "tables", _("round tables")
    CIRCLE = "circle", _("a circle")
    BOARD = "board", _("one long table")


class Level(models.TextChoices):
    """How bad it is what a schedule's checks find, the worst first."""

    IMPOSSIBLE = "impossible", _("impossible")
    UNWISE = "unwise", _("unwise")
    HINT = "hint", _("hint")


class TimetableMode(models.TextChoices):
    """How freely a timetable is looked for."""

    LEAST = "least", _("only what must move, or what many wish")
    ANEW = "anew", _("anew, for what people wish")


class SeatingMode(models.TextChoices):
    """How freely a solver may seat people who sit already."""

    LEAST = "least", _("move as few people as can be")
    ANEW = "anew", _("seat everybody anew, by what they chose")

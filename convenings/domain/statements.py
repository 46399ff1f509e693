"""The statement of a convening."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain import statements
from agreements.domain.differences import Text, difference, words_changed
from agreements.domain.statements import last_asked
from agreements.models import Party, Statement, StatementVersion
from convenings.models import Convening
from journal.refusals import Refusal


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    words = _("Somebody else published a new version meanwhile. Please look at it, and make your change in it.")


class NothingChanged(Refusal):
    code = "nothing_changed"
    status = 400
    words = _("The text is as it was. Change it first.")


class NoteMissing(Refusal):
    code = "note_missing"
    status = 400
    words = _("Please say why in a line or two: those who are asked again read it.")
    field = "note"


class NotEditorial(Refusal):
    code = "not_editorial"
    status = 400
    field = "kind"

    def __init__(self, words: int) -> None:
        said = _(
            "%(words)d words differ from the text to which leaders were last asked, and at most %(most)d count as"
            " editorial. Mark the change as material, or let the owner of the convening publish it."
        )
        super().__init__(said % {"words": words, "most": EDITORIAL_MOST})


EDITORIAL_MOST = 10  # a slip, a name, a comma: what one reads over without reading anew


@dataclass(frozen=True)
class Typed:
    """A text that is not published yet, in its parts."""

    opening: str
    promises: Sequence[dict[str, str]]
    closing: str


def words_to_carry(statement: Statement, after: Text) -> int:
    """How many words would differ from the text to which somebody was last asked. Small changes add up. One query."""
    asked = last_asked(statement)
    return words_changed(difference(before=asked, after=after)) if asked is not None else 0


@transaction.atomic
def publish_statement(
    *,
    convening: Convening,
    opening: str,
    promises: Sequence[dict[str, str]],
    closing: str,
    by: str,
    at: datetime,
    material: bool = False,
    title: str = "",
    note: str = "",
    sides: Collection[str] | None = None,
) -> StatementVersion:
    """Publishes the convening's text: the first version, or the next. promises: [{"title", "text"}].

    Takes the convening's lock before the statement's, as whoever promises does.
    """
    locked = Convening.objects.locked(convening.pk)
    if locked.statement is None:
        locked.statement = statements.make_statement(
            convening_id=locked.pk, title=title or locked.name, by=by, at=at
        )
        locked.save(update_fields=["statement"])
    convening.statement = locked.statement
    return statements.publish_version(
        statement=locked.statement,
        opening=opening,
        promises=promises,
        closing=closing,
        material=material,
        note=note,
        sides=sides,
        by=by,
        at=at,
    )


@transaction.atomic
def revise_statement(
    *,
    convening: Convening,
    based_on: int | None,
    opening: str,
    promises: Sequence[dict[str, str]],
    closing: str,
    material: bool,
    note: str,
    by: str,
    at: datetime,
    sides: Collection[str] | None = None,
    may_reword: bool = False,
) -> StatementVersion:
    """The next version, made from the one that its author read (`based_on`, its id; None: there was none).

    sides: those whom a material change touches; None: all. may_reword: an owner lets promises carry on under more than
    a few other words. Refusals: changed_meanwhile, nothing_changed, note_missing, not_editorial, sides_unknown, and
    those of the text itself.
    """
    locked = Convening.objects.select_related("statement__current").locked(convening.pk)
    before = locked.statement.current if locked.statement else None
    if (before.pk if before else None) != based_on:
        raise ChangedMeanwhile
    if before is not None and before.text == statements.text_of(opening=opening, promises=promises, closing=closing):
        raise NothingChanged
    if before is not None and material and not note.strip():
        raise NoteMissing
    if before is not None and not material and not may_reword:
        _check_editorial(locked.statement, Typed(opening, promises, closing))
    return publish_statement(
        convening=locked,
        opening=opening,
        promises=promises,
        closing=closing,
        material=material,
        note=note,
        sides=sides,
        by=by,
        at=at,
    )


def _check_editorial(statement: Statement | None, after: Text) -> None:
    assert statement is not None  # there was a text before
    words = words_to_carry(statement, after)
    if words > EDITORIAL_MOST:
        raise NotEditorial(words)


@transaction.atomic
def ask_again_for_move(*, convening: Convening, note: str, by: str, at: datetime) -> StatementVersion | None:
    """The same words anew, because the time or the place to which they were promised moved. None: nobody promised yet.

    Wants the convening locked.
    """
    statement = convening.statement
    if statement is None or statement.current is None:
        return None
    if not Party.objects.signed().filter(agreement__statement=statement).exists():
        return None
    text = statement.current
    return statements.publish_version(
        statement=statement,
        opening=text.opening,
        promises=text.promises,
        closing=text.closing,
        material=True,
        note=note,
        by=by,
        at=at,
    )

"""The text that is promised, and its versions."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements import signals
from agreements.domain import commitments
from agreements.models import Party, Statement, StatementVersion
from agreements.states import CommitmentState, Side
from journal.domain import entries
from journal.refusals import Refusal


class TextEmpty(Refusal):
    code = "statement_text_empty"
    status = 400
    words = _("A statement needs an opening, at least one promise, and a closing.")


class TextTooLong(Refusal):
    code = "statement_text_long"
    status = 400
    words = _("A statement has 20,000 characters at most: people read it on a phone.")


class SidesUnknown(Refusal):
    code = "sides_unknown"
    status = 400
    words = _("Please choose at least one side that the change touches.")
    field = "sides"


TEXT_LONGEST = 20_000


@transaction.atomic
def make_statement(*, convening_id: int, title: str, by: str, at: datetime) -> Statement:
    """A statement without a text yet."""
    statement = Statement.objects.create(convening_id=convening_id, title=title)
    _record("statement.made", statement, by=by, at=at, data={})
    return statement


@transaction.atomic
def publish_version(
    *,
    statement: Statement,
    opening: str,
    promises: Sequence[dict[str, str]],
    closing: str,
    by: str,
    at: datetime,
    material: bool = False,
    note: str = "",
    sides: Collection[str] | None = None,
) -> StatementVersion:
    """A new text takes force. promises: [{"title", "text"}].

    After a material change the promises to earlier versions stay on record and no longer count: those who gave
    them are asked again, and read `note`: why. After an editorial one they carry on. Locks the statement.
    sides: those whom a material change touches, the others carry on as after an editorial one; None: all.
    Refusals: statement_text_empty, statement_text_long, sides_unknown.
    """
    locked = Statement.objects.select_for_update(of=("self",), no_key=True).get(pk=statement.pk)
    before = locked.current
    number = before.number + 1 if before else 1
    asked = _asked_sides(sides) if material and before is not None else []
    text = text_of(opening=opening, promises=promises, closing=closing)
    version = StatementVersion.objects.create(
        statement=locked,
        number=number,
        counts_from=number if before is None or (material and not asked) else before.counts_from,
        asked_sides=asked,
        opening=opening.strip(),
        promises=[{"title": p["title"].strip(), "text": p["text"].strip()} for p in promises],
        closing=closing.strip(),
        text=text,
        sha256=sha256_of(text),
        note=note.strip()[:2000],
        published_at=at,
        published_by=by,
    )
    locked.current = version
    locked.save(update_fields=["current"])
    statement.current = version
    data = {"version": version.pk, "number": number, "sha256": version.sha256, "material": material}
    if asked:
        data["sides"] = asked
    _record("statement.published", locked, by=by, at=at, data=data)
    if material and before is not None:
        _ask_again(version, by=by, at=at)
    if before is not None and version.counts_from < number:
        signals.carried_on.send(sender=StatementVersion, version=version, by=by, at=at)
    return version


def last_asked(statement: Statement) -> StatementVersion | None:
    """The newest version at which somebody was asked: the first, or the last material one. One query."""
    versions = statement.versions.order_by("-number")
    return next((version for version in versions if version.number == 1 or version.is_material), None)


def text_of(*, opening: str, promises: Sequence[dict[str, str]], closing: str) -> str:
    """The exact plain text that a signatory reads: the opening, the numbered promises, the closing."""
    if not (opening.strip() and closing.strip() and promises):
        raise TextEmpty
    if len(opening) + len(closing) + sum(len(p["title"]) + len(p["text"]) for p in promises) > TEXT_LONGEST:
        raise TextTooLong
    numbered = [f"{n}. {p['title'].strip()}. {p['text'].strip()}" for n, p in enumerate(promises, start=1)]
    return "\n\n".join([opening.strip(), *numbered, closing.strip()])


def sha256_of(text: str) -> str:
    """The fingerprint of a text, over its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _asked_sides(sides: Collection[str] | None) -> list[str]:
    """In the order of sides; empty: all of them."""
    if sides is None:
        return []
    asked = [side.value for side in Side if side in sides]
    if not asked or len(asked) != len(set(sides)):
        raise SidesUnknown
    return asked if len(asked) < len(Side) else []


def _ask_again(version: StatementVersion, *, by: str, at: datetime) -> None:
    """Invites anew who had promised an older version, and tells higher rooms whom."""
    parties = Party.objects.filter(agreement__statement=version.statement, answer__state=CommitmentState.SIGNED)
    if version.asked_sides:
        parties = parties.filter(side__in=version.asked_sides)
    asked = list(parties.with_answers().order_by("agreement_id", "position"))
    for party in asked:
        commitments.ask_again(party=party, by=by, at=at)
    signals.asked_again.send(sender=StatementVersion, version=version, parties=asked, by=by, at=at)


def _record(kind: str, statement: Statement, *, by: str, at: datetime, data: dict[str, object]) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"statement:{statement.pk}", convening_id=statement.convening_id, data=data
    )

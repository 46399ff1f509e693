"""The statement as organizers see it: its versions, and what a new one would change for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from agreements.domain.differences import Difference, difference
from agreements.domain.statements import sha256_of, text_of
from agreements.models import StatementVersion
from agreements.states import CommitmentState
from convenings.models import Convening
from registration.domain.asking_again import Touched, touched_by


@dataclass(frozen=True)
class Draft:
    """A text that somebody typed, and what kind of change they say it is."""

    opening: str
    promises: Sequence[dict[str, str]]
    closing: str
    material: bool

    @property
    def fingerprint(self) -> str:
        """Changes with any word and with the kind: who publishes has seen exactly this."""
        text = text_of(opening=self.opening, promises=self.promises, closing=self.closing)
        return sha256_of(f"{self.material}\n{text}")


@dataclass(frozen=True)
class Preview:
    """What publishing would do. `kept_until_at`: the places of complete teams; None: until the convening begins."""

    difference: Difference
    touched: Touched
    kept_until_at: datetime | None
    fingerprint: str
    material: bool


def versions_of(convening: Convening) -> list[StatementVersion]:
    """All versions, the newest first, each with `given`: how many promises were ever given to it. One query."""
    if convening.statement is None:
        return []
    given = Count("commitments", filter=Q(commitments__state=CommitmentState.SIGNED))
    return list(convening.statement.versions.annotate(given=given).order_by("-number"))


def preview(*, convening: Convening, before: StatementVersion, draft: Draft, at: datetime) -> Preview:
    """The difference, and whom it touches. Three queries."""
    until = None if convening.keeps_after_grace else at + timedelta(days=convening.grace_days)
    return Preview(
        difference=difference(before=before, after=draft),
        touched=touched_by(convening),
        kept_until_at=until,
        fingerprint=draft.fingerprint,
        material=draft.material,
    )

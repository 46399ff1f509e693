"""The statement as organizers see it: its versions, and what a new one would change for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from agreements.domain.differences import Difference, difference
from agreements.domain.statements import sha256_of, text_of
from agreements.models import StatementVersion
from agreements.states import CommitmentState
from convenings.domain.statements import EDITORIAL_MOST, words_to_carry
from convenings.models import Convening
from registration.domain.asking_again import Touched, touched_by
from registration.models import Office


@dataclass(frozen=True)
class Draft:
    """A text that somebody typed, and what kind of change they say it is."""

    opening: str
    promises: Sequence[dict[str, str]]
    closing: str
    material: bool
    sides: Collection[str] | None = None  # whom a material change touches; None: all

    @property
    def fingerprint(self) -> str:
        """Changes with any word, the kind and the sides: who publishes has seen exactly this."""
        text = text_of(opening=self.opening, promises=self.promises, closing=self.closing)
        sides = ",".join(sorted(self.sides)) if self.sides is not None else "all"
        return sha256_of(f"{self.material}\n{sides}\n{text}")


@dataclass(frozen=True)
class Preview:
    """What publishing would do. `kept_until_at`: the places of complete teams; None: until the convening begins."""

    difference: Difference
    touched: Touched
    kept_until_at: datetime | None
    fingerprint: str
    material: bool
    words_changed: int = 0  # since somebody was last asked; small changes add up

    @property
    def is_much(self) -> bool:
        """Whether it is more than what counts as editorial."""
        return not self.material and self.words_changed > EDITORIAL_MOST


def sides_of(convening: Convening) -> set[str]:
    """The sides that are asked to promise. One query."""
    return set(Office.objects.filter(team_type__convening=convening).values_list("side", flat=True))


def versions_of(convening: Convening) -> list[StatementVersion]:
    """All versions, the newest first, each with `given`: how many promises were ever given to it. One query."""
    if convening.statement is None:
        return []
    given = Count("commitments", filter=Q(commitments__state=CommitmentState.SIGNED))
    return list(convening.statement.versions.annotate(given=given).order_by("-number"))


def preview(*, convening: Convening, before: StatementVersion, draft: Draft, at: datetime) -> Preview:
    """The difference, and whom it touches. Four queries."""
    until = None if convening.keeps_after_grace else at + timedelta(days=convening.grace_days)
    return Preview(
        difference=difference(before=before, after=draft),
        touched=touched_by(convening, sides=draft.sides),
        kept_until_at=until,
        fingerprint=draft.fingerprint,
        material=draft.material,
        words_changed=words_to_carry(before.statement, draft),
    )

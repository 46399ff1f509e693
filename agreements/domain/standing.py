"""How an agreement stands: its parties and their answers, read once for all who ask under the same lock."""

from dataclasses import dataclass

from agreements.models import Agreement, Party
from journal.kept_reads import KeptRead

_ASKED_FOR = (
    "agreement", "label", "organization", "side", "position", "requirement", "accepted_missing_at", "handed_over_at",
    *(f"signatory__{name}" for name in ("name", "email", "language")),
    *(f"answer__{name}" for name in ("party", "number", "state", "signatory", "at")),
    "answer__version__number",
)
_OF_ITS_AGREEMENT = (
    *(f"agreement__{name}" for name in ("convening_id", "subject")),
    *(f"agreement__statement__current__{name}" for name in ("number", "counts_from", "promises", "sha256")),
)


# Ordered below: to write ORDER BY, Django compares every column that it reads.
_PARTIES = KeptRead[Party](
    lambda agreement: Party.objects.filter(agreement=agreement)
    .order_by()
    .select_related("signatory", "answer__version")
    .only(*_ASKED_FOR)
)
_PARTIES_WITH_AGREEMENT = KeptRead[Party](
    lambda agreement: Party.objects.filter(agreement=agreement)
    .order_by()
    .with_answers()
    .only(*_ASKED_FOR, *_OF_ITS_AGREEMENT)
)


@dataclass(frozen=True)
class Standing:
    """The parties of one agreement, in the order of offices. It holds until one of them answers: keep it under the
    agreement's lock, and no longer."""

    agreement_id: int | None
    parties: tuple[Party, ...]

    @property
    def needed(self) -> tuple[Party, ...]:
        """Whose promise the agreement needs."""
        return tuple(party for party in self.parties if party.is_gating)

    @property
    def is_complete(self) -> bool:
        """Whether somebody is needed, and all who are have promised the text in force."""
        needed = self.needed
        return bool(needed) and all(party.has_signed for party in needed)

    def of(self, party: Party) -> Party:
        """The same party as it stands here."""
        return next(one for one in self.parties if one.pk == party.pk)


def standing_of(agreement_id: int | None, *, agreement: Agreement | None = None) -> Standing:
    """One query. Wants the agreement locked, or whatever is locked before it.

    agreement: it, as locked, with the text in force; None: both are read with the parties.
    Of each row only what promises, certificates and letters ask for: anything else costs a query when it is asked for.
    """
    if agreement is None:
        found = _PARTIES_WITH_AGREEMENT.rows(agreement_id)
    else:
        found = _PARTIES.rows(agreement_id)
        for party in found:
            party.agreement = agreement
    return Standing(agreement_id=agreement_id, parties=tuple(sorted(found, key=lambda party: party.position)))

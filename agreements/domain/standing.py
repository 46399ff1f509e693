"""How an agreement stands: its parties and their answers, read once for all who ask under the same lock."""

from dataclasses import dataclass

from agreements.models import Party


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


def standing_of(agreement_id: int | None) -> Standing:
    """One query. Wants the agreement locked, or whatever is locked before it."""
    parties = Party.objects.filter(agreement=agreement_id).with_answers().order_by("position")
    return Standing(agreement_id=agreement_id, parties=tuple(parties))

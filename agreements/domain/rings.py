"""The joint ring of an agreement, from how its parties stand."""

from collections.abc import Sequence

from agreements.domain.ring import Ring, Segment, SegmentState, open_ring, sealed_ring
from agreements.models import Agreement, Party
from agreements.states import CommitmentState

_SHOWN: dict[str, SegmentState] = {
    CommitmentState.INVITED: "invited",
    CommitmentState.DEFERRED: "deferred",
    CommitmentState.SIGNED: "signed",
    CommitmentState.DECLINED: "declined",
    CommitmentState.WITHDRAWN: "declined",
    CommitmentState.SUPERSEDED: "asked_again",
}


def ring_of(subject: Agreement | Sequence[Party], *, sealed: bool) -> Ring:
    """The ring of an agreement, or of its parties (read `with_answers`): one segment per needed office.

    Sealed it holds the count and nothing else.
    """
    parties = parties_of(subject) if isinstance(subject, Agreement) else subject
    gating = [party for party in parties if party.is_gating]
    if sealed:
        return sealed_ring(count=sum(party.has_signed for party in gating), total=len(gating))
    return open_ring(Segment(side=p.side, state=segment_state(p), label=p.label) for p in gating)


def parties_of(agreement: Agreement) -> list[Party]:
    """The parties with all that says how they stand, in the order of offices. One query."""
    return list(Party.objects.filter(agreement=agreement).with_answers().order_by("position"))


def segment_state(party: Party) -> SegmentState:
    """How a needed office stands, for who may see it."""
    answer = party.answer
    if answer is None:
        return "invited"
    if answer.state == CommitmentState.SIGNED and not party.has_signed:
        return "asked_again"
    if answer.state == CommitmentState.INVITED and answer.number > 1:
        return "asked_again"
    return _SHOWN[answer.state]

"""Whom the occasion of a closing call concerns, as convenings.reminder_occasions asks for them."""

from collections.abc import Collection
from datetime import datetime

from breakouts.domain.calls import call_of, is_open
from breakouts.models import Submission
from breakouts.states import SubmissionState
from convenings.models import Convening
from convenings.reminder_occasions import Recipient


def unfinished(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Who has a proposal that is still being written, while the call is open; subjects: proposals.

    Of a team the coordinator who leads it. Two statements.
    """
    call = call_of(convening)
    if call is None or not is_open(call, at):
        return []
    found = Submission.objects.filter(call=call, state=SubmissionState.DRAFT)
    found = found if subjects is None else found.filter(pk__in=subjects)
    return [
        Recipient(
            subject=submission.pk, person_id=person.pk, name=person.name, address=person.email,
            language=person.language, refs={"submission": submission.pk}, own_at=call.closes_at,
        )
        for submission in found.select_related("team__coordinator", "invitation__person")
        for person in [submission.lead]
    ]  # fmt: skip


def last_day(convening: Convening) -> set[datetime]:
    """The instant at which the call closes, where there is one. One query."""
    call = call_of(convening)
    return {call.closes_at} if call is not None else set()

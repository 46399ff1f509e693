"""When attendees may choose their breakouts: organizers say from when and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import hold_programme
from breakouts.models import Programme
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal


class ChoicesEndTooEarly(Refusal):
    code = "choices_end_too_early"
    words = gettext_lazy("It ends before it begins. Give it a later last day.")
    field = "until_on"


class ChoicesWithoutEnd(Refusal):
    code = "choices_without_end"
    words = gettext_lazy("Say until when, too: without a last day nobody is asked to choose.")
    field = "until_on"


@dataclass(frozen=True)
class ChoosingTime:
    """from_at: None where choosing began at once. until_at: None where nobody is asked to choose."""

    from_at: datetime | None = None
    until_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.until_at is not None and not self.is_ahead(at) and at < self.until_at

    def is_ahead(self, at: datetime) -> bool:
        return self.from_at is not None and at < self.from_at


def choosing_time(convening: Convening) -> ChoosingTime:
    """The convening's. One statement."""
    found = Programme.objects.filter(convening=convening).values_list("choices_from_at", "choices_until_at").first()
    return ChoosingTime(*found) if found else ChoosingTime()


@transaction.atomic
def set_choosing_time(
    *, convening: Convening, from_at: datetime | None, until_at: datetime | None, by: str, at: datetime
) -> None:
    """From when and until when attendees may choose; no end: they are not asked. Again the same is harmless.

    Refusals: choices_without_end, choices_end_too_early.
    """
    if from_at is not None and until_at is None:
        raise ChoicesWithoutEnd
    if from_at is not None and until_at is not None and until_at <= from_at:
        raise ChoicesEndTooEarly
    programme = hold_programme(convening=convening)
    if (programme.choices_from_at, programme.choices_until_at) == (from_at, until_at):
        return
    programme.choices_from_at, programme.choices_until_at = from_at, until_at
    programme.save(update_fields=["choices_from_at", "choices_until_at"])
    subject = f"convening:{convening.pk}"
    record(kind="choices.time_set", by=by, at=at, subject=subject, convening_id=convening.pk)

from datetime import datetime, timedelta

from django import forms

from checkin.domain.batches import instant
from checkin.states import Direction

MOST_MS = 2**53  # the greatest whole number of a browser
WEEK_MS = 7 * 24 * 3600 * 1000


class ScanForm(forms.Form):
    """What the scanner sends. `age_ms` is how long ago it read the badge: its own clock need not be right.

    `at` is the time by its clock, and `offset` how far that is behind ours, where it has measured it.
    """

    code = forms.CharField(max_length=4000, required=False)
    attendee = forms.IntegerField(min_value=1, max_value=MOST_MS, required=False)
    scan_id = forms.UUIDField()
    age_ms = forms.IntegerField(min_value=0, max_value=WEEK_MS, required=False)
    at = forms.IntegerField(min_value=-MOST_MS, max_value=MOST_MS, required=False)
    offset = forms.IntegerField(min_value=-MOST_MS, max_value=MOST_MS, required=False)
    checkpoint = forms.IntegerField(min_value=1, max_value=MOST_MS, required=False)
    direction = forms.ChoiceField(choices=Direction, required=False)

    def clean(self) -> None:
        """Either a code was read or somebody was found by name."""
        super().clean()
        if not self.cleaned_data.get("code") and not self.cleaned_data.get("attendee"):
            raise forms.ValidationError("neither a code nor an attendee")

    def scanned_at(self, now: datetime) -> datetime:
        """When the badge was read, by our clock."""
        at, offset, age = (self.cleaned_data[name] for name in ("at", "offset", "age_ms"))
        if at is not None and offset is not None:
            return instant(ms=at, offset_ms=offset, sent_ms=None, at=now)
        return now - timedelta(milliseconds=age or 0)


class UndoForm(forms.Form):
    """Which scan, and how long ago the button was pressed."""

    scan_id = forms.UUIDField()
    age_ms = forms.IntegerField(min_value=0, max_value=WEEK_MS, required=False)

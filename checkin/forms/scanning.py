from django import forms

from checkin.states import Direction

WEEK_MS = 7 * 24 * 3600 * 1000


class ScanForm(forms.Form):
    """What the scanner sends. `age_ms` is how long ago it read the badge: its own clock need not be right."""

    code = forms.CharField(max_length=4000, required=False)
    attendee = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    scan_id = forms.UUIDField()
    age_ms = forms.IntegerField(min_value=0, max_value=WEEK_MS, required=False)
    checkpoint = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    direction = forms.ChoiceField(choices=Direction, required=False)

    def clean(self) -> None:
        """Either a code was read or somebody was found by name."""
        super().clean()
        if not self.cleaned_data.get("code") and not self.cleaned_data.get("attendee"):
            raise forms.ValidationError("neither a code nor an attendee")


class UndoForm(forms.Form):
    """Which scan, and how long ago the button was pressed."""

    scan_id = forms.UUIDField()
    age_ms = forms.IntegerField(min_value=0, max_value=WEEK_MS, required=False)

from django import forms


class ScanForm(forms.Form):
    """What the scanner sends. `age_ms` is how long ago it read the badge: its own clock need not be right."""

    code = forms.CharField(max_length=4000)
    scan_id = forms.UUIDField()
    age_ms = forms.IntegerField(min_value=0, max_value=7 * 24 * 3600 * 1000, required=False)

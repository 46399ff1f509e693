from django import forms


class KioskScanForm(forms.Form):
    """What a kiosk sends that read a code. Its id makes it harmless to send twice."""

    code = forms.CharField(max_length=4000)
    scan_id = forms.UUIDField()


class NameForm(forms.Form):
    """Who somebody says they are."""

    name = forms.CharField(max_length=200)

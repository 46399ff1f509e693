"""How a timetable shall be looked for."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from breakouts.states import TimetableMode
from convenings.forms.refusable import RefusableForm


class TimetableForm(RefusableForm):
    mode = forms.ChoiceField(
        label=_("How freely"), widget=forms.RadioSelect, initial=TimetableMode.LEAST,
        choices=[(mode.value, capfirst(mode.label)) for mode in TimetableMode],
    )
    frees_public = forms.BooleanField(
        label=_("Breakouts may move though they are public"), required=False,
        help_text=_(
            "Otherwise they stay where people know them, but for those that you let move on the page of the session."
        ),
    )

"""The form by which sessions are sent as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from jobs.domain.tables import MOST_BYTES


class SessionFileForm(RefusableForm):
    """What is in the file is judged by its content, in the domain."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or Excel with the columns KEY and TITLE; and if you like ABSTRACT, KIND, THEMES, FOR, TRACK,"
            " PRESENTERS. Or the schedule of another system as frab XML or JSON."
        ),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        self.file_name = file.name
        return bytes(file.read(MOST_BYTES + 1))

"""The form by which booths are sent as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from jobs.domain.tables import MOST_BYTES


class BoothFileForm(RefusableForm):
    """What is in the file is judged by its content, in the domain."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "With the columns NUMBER, X and Y; and if you like WIDTH, DEPTH, ZONE, FOR (teams, partners, nobody) and"
            " FEATURES. Measures are feet from the upper left corner."
        ),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        self.file_name = file.name
        return bytes(file.read(MOST_BYTES + 1))

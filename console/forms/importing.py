"""The form by which an organizer sends the file of the directory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.domain.tables import MOST_BYTES


class DirectoryFileForm(forms.Form):
    """What is in the file is judged by its content, in the domain."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("With the columns LEAID, LEA_NAME, ST and MEMBER. No data of single students, please."),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )
    source = forms.CharField(label=_("Source of the figures"), max_length=200, initial="NCES, Common Core of Data")
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1900, max_value=2100, help_text=_("Where the file names none.")
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            words = _("The file is larger than %(most)d MB. Please send it in parts.")
            raise forms.ValidationError(words % {"most": MOST_BYTES // 1024 // 1024})
        self.file_name = file.name
        return bytes(file.read())

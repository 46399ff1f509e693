"""A file or a link for a session, from who presents it or from an organizer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.domain.materials import MaterialDraft
from breakouts.states import MaterialPhase
from convenings.forms.refusable import RefusableForm
from registration.domain.answer_files import MOST_BYTES


class MaterialForm(RefusableForm):
    """Either a file or an address. What a file is, the domain judges by its content."""

    title = forms.CharField(label=_("Title"), max_length=150)
    phase = forms.ChoiceField(
        label=_("When people want it"), choices=MaterialPhase, initial=MaterialPhase.BEFORE, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("PDF, PNG, JPEG, Word, PowerPoint or Excel, 10 MB at most. Nothing about single students, please."),
        error_messages={"empty": _("The file is empty.")},
    )
    url = forms.CharField(
        label=_("Or a link"), required=False, max_length=500,
        help_text=_("It begins with https:// and opens without signing in."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        data = super().clean() or {}
        if "file" not in self.errors and bool(data.get("file")) == bool(data.get("url")):
            self.add_error("url", _("Choose a file, or write an address: one of the two."))
        return data

    def draft(self) -> MaterialDraft:
        data = self.cleaned_data
        return MaterialDraft(MaterialPhase(data["phase"]), data["title"])

    def content(self) -> tuple[bytes, str] | None:
        """The bytes and the name of a file; None where it is a link."""
        file = self.cleaned_data["file"]
        return (bytes(file.read(MOST_BYTES + 1)), file.name or "") if file else None

"""The words of a mail, and the team whose copy is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from mail.domain.checking import LONGEST_BODY, LONGEST_SUBJECT, BodyMissing, SubjectMissing
from mail.occasions import Source
from registration.models import Team

MOST_TEAMS = 500


class TemplateForm(forms.Form):
    """`version`: of the row that was read. What is wrong with the words is the domain's to say."""

    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT, error_messages={"required": SubjectMissing.words}
    )
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_BODY, error_messages={"required": BodyMissing.words},
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("A line that begins with # is the heading. **Bold**, *italic*, - lists, [words](https://…)."
                    " --- begins the small print."),
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def source(self) -> Source:
        """What was typed."""
        return Source(self.cleaned_data["subject"], self.cleaned_data["body"])


class TeamForm(forms.Form):
    """Whose copy is shown."""

    team = forms.ModelChoiceField(label=_("As this team would read it"), queryset=Team.objects.none(), required=False,
                                  empty_label=_("nobody’s: with samples"))  # fmt: skip

    def __init__(self, data: Any = None, *, convening: Convening) -> None:
        teams = Team.objects.filter(convening=convening).order_by("name")
        first = teams.exclude(agreement=None).values_list("pk", flat=True).first()
        super().__init__(data, initial={"team": first}, prefix="of")
        self.fields["team"].queryset = teams[:MOST_TEAMS] if data is None else teams  # type: ignore[attr-defined]
        self.first = first

    def chosen(self, convening: Convening) -> Team | None:
        """The team, with what a mail says of it."""
        pk = (self.cleaned_data["team"].pk if self.cleaned_data.get("team") else None) if self.is_bound else self.first
        found = Team.objects.select_related("convening__venue", "coordinator", "agreement")
        return found.filter(pk=pk, convening=convening).first() if pk else None

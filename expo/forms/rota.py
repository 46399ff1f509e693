"""Forms of the rota: the waves of a hall, who stands in one, and who comes later."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from convenings.templatetags import times
from expo.domain.strips import Strip
from expo.domain.waves import CARRY, DROP
from expo.models import Wave


class WavesForm(RefusableForm):
    """`shifts` is asked only where somebody has one."""

    count = forms.IntegerField(label=_("How many waves"), required=False)
    minutes = forms.IntegerField(label=_("or minutes each"), required=False)
    free_least = forms.IntegerField(label=_("Waves that everybody is free, at least"), min_value=0, max_value=24)
    in_a_row_most = forms.IntegerField(label=_("Waves in a row at the booth, at most"), min_value=1, max_value=24)
    shifts = forms.ChoiceField(
        label=_("Shifts that people have now"), required=False, widget=forms.RadioSelect,
        choices=[
            (CARRY, _("stay with the wave of the same number")), (DROP, _("are taken back, and planned anew")),
        ],
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["shifts"]


class PutForm(RefusableForm):
    """Somebody of the team into one wave; any wave and member is understood, so that a refusal can say why not."""

    wave = forms.ModelChoiceField(label=_("Wave"), queryset=Wave.objects.none(), widget=forms.HiddenInput)
    member = forms.TypedChoiceField(label=_("Stands at the booth"), coerce=int)
    stood = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)

    def __init__(self, *args: Any, strip: Strip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waves, member = self.fields["wave"], self.fields["member"]
        assert isinstance(waves, forms.ModelChoiceField)
        assert isinstance(member, forms.TypedChoiceField)
        waves.queryset = Wave.objects.filter(hall=strip.crew.booth.hall_id)
        member.choices = [("", _("Choose somebody")), *((row.person.pk, row.person.person.name) for row in strip.rows)]

    @property
    def words(self) -> list[str]:
        """Why it was refused."""
        return [str(words) for found in self.errors.values() for words in found]

    @property
    def is_about(self) -> dict[str, int]:
        """The wave and member that were sent, as far as they are known: what was chosen is kept."""
        wave = self.cleaned_data.get("wave")
        sent = self.data.get("member", "")
        return {"wave": wave.pk if wave else 0, "member": int(sent) if sent.isascii() and sent.isdigit() else 0}

    def clean_stood(self) -> list[int]:
        """Who stood there when the page was made."""
        return [int(part) for part in self.cleaned_data["stood"].split() if part.isascii() and part.isdigit()]


class ArrivalForm(RefusableForm):
    """From when somebody of the team is there: a wave is chosen, the instant is understood; None for the beginning."""

    attendee_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    from_at = forms.TypedChoiceField(label=_("Is there from"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, strip: Strip, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who, begins = self.fields["attendee_id"], self.fields["from_at"]
        assert isinstance(who, forms.TypedChoiceField)
        assert isinstance(begins, forms.TypedChoiceField)
        self.waves = strip.crew.waves
        who.choices = [("", _("Choose somebody")), *((row.person.pk, row.person.person.name) for row in strip.rows)]
        begins.choices = [
            ("", _("the beginning")),
            *((n, times.hour(wave.begins_at, convening)) for n, wave in enumerate(self.waves) if n),
            (len(self.waves), _("the end: not at the booth at all")),
        ]

    def clean_from_at(self) -> datetime | None:
        """The instant at which the chosen wave begins; after the last one its end."""
        chosen = self.cleaned_data["from_at"]
        if chosen is None or not self.waves:
            return None
        return self.waves[chosen].begins_at if chosen < len(self.waves) else self.waves[-1].ends_at

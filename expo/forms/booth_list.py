"""What narrows the list of booths."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from expo.domain.plan import Stand
from expo.models import Feature
from expo.states import Use

TAKEN, FREE = "taken", "free"


class BoothListForm(forms.Form):
    """Whatever is not understood narrows nothing."""

    q = forms.CharField(label=_("Number, team or partner"), max_length=100, required=False)
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    offers = forms.ChoiceField(label=_("Offers"), required=False, choices=[("", _("anything")), *Feature.choices])
    use = forms.ChoiceField(label=_("For"), required=False, choices=[("", _("anybody")), *Use.choices])
    stands = forms.ChoiceField(
        label=_("Taken or free"), required=False,
        choices=[("", _("both")), (TAKEN, _("somebody stands there")), (FREE, _("nobody stands there"))],
    )  # fmt: skip

    def __init__(self, *args: object, zones: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["zone"].choices = [("", _("any")), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]

    def narrowed(self, stands: Sequence[Stand]) -> list[Stand]:
        """The booths that fit all that was chosen."""
        self.is_valid()
        return [stand for stand in stands if self._fits(stand)]

    def _fits(self, stand: Stand) -> bool:
        chosen = self.cleaned_data
        words, taken = fold(chosen.get("q", "")).split(), {TAKEN: True, FREE: False}.get(chosen.get("stands", ""))
        return (
            all(word == str(stand.number) or word in fold(stand.who) for word in words)
            and chosen.get("zone", "") in ("", stand.zone)
            and chosen.get("offers", "") in ("", *stand.features)
            and chosen.get("use", "") in ("", stand.use)
            and taken in (None, bool(stand.who))
        )

"""Forms of the drawing: a booth, several of them, what else is drawn, and the hall."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from breakouts.domain.slots import days_of
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from expo.forms.building import MOST, HallForm
from expo.models import Feature, Hall
from expo.states import TICKED, AreaKind, Numbering, Use

HIGHEST = 99_999  # number of a booth
WIDEST = 200  # feet: no booth is wider
MOST_NUMBERS = 2_000
PART = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)


class Seen(RefusableForm):
    """`seen` is the newest step of the drawing when the page was made."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)


class NumbersField(forms.CharField):
    """Numbers of booths, such as 101-110, 115."""

    def clean(self, value: Any) -> list[int]:
        text = re.sub(r"\s*[-–]\s*", "-", str(super().clean(value)))
        found: set[int] = set()
        for part in filter(None, re.split(r"[,;\s]+", text)):
            match = PART.fullmatch(part)
            if match is None:
                raise forms.ValidationError(_now("“%(part)s” is no number of a booth.") % {"part": part[:40]})
            first, last = int(match[1]), int(match[2] or match[1])
            found.update(range(first, min(last, first + MOST_NUMBERS) + 1))
        if not 0 < len(found) <= MOST_NUMBERS:
            raise forms.ValidationError(_now("Name booths of this hall, such as 101-110, 115."))
        return sorted(found)


def booth_numbers() -> NumbersField:
    """Which booths."""
    return NumbersField(label=_("Booths"), help_text=_("Such as 101-110, 115."), max_length=500)


def feet(label: Any, *, least: int = 0, most: int = MOST, **more: Any) -> forms.IntegerField:
    """A measure."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def feature_boxes(label: Any, **more: Any) -> forms.MultipleChoiceField:
    """What a booth offers, besides what follows from its size."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=TICKED, widget=forms.CheckboxSelectMultiple, **more
    )


class SpotForm(Seen):
    """Where a booth stands and how large it is: all that the mouse and the keys change."""

    x = feet(_("Feet from the left wall"))
    y = feet(_("Feet from the top wall"))
    width = feet(_("Width, feet"), least=1, most=WIDEST)
    depth = feet(_("Depth, feet"), least=1, most=WIDEST)


class BoothForm(SpotForm):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=HIGHEST)
    use = forms.ChoiceField(label=_("For"), choices=Use)
    zone = forms.CharField(label=_("Zone"), max_length=40, required=False)
    features = feature_boxes(_("It offers"))

    field_order = ["seen", "number", "x", "y", "width", "depth", "use", "zone", "features"]


class GridForm(RefusableForm):
    rows = forms.IntegerField(label=_("Rows"), min_value=1, max_value=60, initial=4)
    columns = forms.IntegerField(label=_("Booths in a row"), min_value=1, max_value=60, initial=5)
    first_number = forms.IntegerField(label=_("First number"), min_value=1, max_value=HIGHEST, initial=101)
    numbering = forms.ChoiceField(label=_("Numbered"), choices=Numbering, initial=Numbering.ROWS)
    row_step = forms.IntegerField(
        label=_("Each row begins higher by"), min_value=0, max_value=1_000, initial=0,
        help_text=_("100 numbers the rows 101, 201, 301. 0: the numbers go on."),
    )
    x = feet(_("Feet from the left wall"), initial=10)
    y = feet(_("Feet from the top wall"), initial=10)
    width = feet(_("Width of a booth, feet"), least=1, most=WIDEST, initial=10)
    depth = feet(_("Depth of a booth, feet"), least=1, most=WIDEST, initial=10)
    gap = feet(_("Gap between two booths of a row, feet"), most=WIDEST, initial=0)
    aisle = feet(_("Width of the aisles, feet"), most=WIDEST, initial=12)
    rows_back_to_back = forms.IntegerField(label=_("Rows back to back"), min_value=1, max_value=60, initial=1)
    use = forms.ChoiceField(label=_("For"), choices=Use, initial=Use.TEAMS)
    features = forms.MultipleChoiceField(
        label=_("All of them offer"),
        required=False,
        choices=[choice for choice in TICKED if choice[0] != Feature.CORNER.value],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The ends of a row become corners by themselves."),
    )
    zone = forms.CharField(
        label=_("Zone"), max_length=40, required=False,
        help_text=_("What teams may wish for, such as “By the stage”. Leave it empty where there are no zones."),
    )


class AlignForm(Seen):
    numbers = booth_numbers()
    columns = forms.IntegerField(label=_("Booths in a row"), min_value=1, max_value=60, initial=5)
    x = feet(_("Feet from the left wall"), initial=10)
    y = feet(_("Feet from the top wall"), initial=10)
    gap = feet(_("Gap between two booths of a row, feet"), most=WIDEST, initial=0)
    aisle = feet(_("Width of the aisles, feet"), most=WIDEST, initial=12)
    rows_back_to_back = forms.IntegerField(label=_("Rows back to back"), min_value=1, max_value=60, initial=1)


class SeveralForm(Seen):
    """What is left empty stays as it is."""

    numbers = booth_numbers()
    right = forms.IntegerField(label=_("Move right by, feet"), required=False, min_value=-MOST, max_value=MOST)
    down = forms.IntegerField(label=_("Move down by, feet"), required=False, min_value=-MOST, max_value=MOST)
    use = forms.ChoiceField(label=_("For"), required=False, choices=[("", _("as it is")), *Use.choices])
    zone = forms.CharField(label=_("Zone"), max_length=40, required=False)
    add = feature_boxes(_("They offer this too"))
    drop = feature_boxes(_("They offer this no more"))
    remove = forms.BooleanField(label=_("Remove these booths"), required=False)


class AreaForm(RefusableForm):
    kind = forms.ChoiceField(label=_("What"), choices=AreaKind)
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    x = feet(_("Feet from the left wall"))
    y = feet(_("Feet from the top wall"))
    width = feet(_("Width, feet"), least=1)
    depth = feet(_("Depth, feet"), least=1)


class NeighbourForm(RefusableForm):
    other = forms.IntegerField(label=_("Also a neighbour: booth"), min_value=1, max_value=HIGHEST)


class PartnerForm(RefusableForm):
    on = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    name = forms.CharField(label=_("Partner"), max_length=100)
    offers = forms.CharField(label=_("What it offers"), max_length=200, required=False)

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = pgettext("format of a day with its weekday", "l, F j")
        field = self.fields["on"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(on.isoformat(), date_format(on, shown)) for on in days_of(convening)]


class HallChangeForm(HallForm):
    """`version` is the hall's when the page was made."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def hall_facts(hall: Hall) -> dict[str, Any]:
    """What the form about a hall begins with."""
    opens_at: datetime = hall.convening.local(hall.opens_at)
    closes_at: datetime = hall.convening.local(hall.closes_at)
    return {
        "name": hall.name, "width": hall.width, "depth": hall.depth, "on": opens_at.date(), "opens": opens_at.time(),
        "closes": closes_at.time(), "version": hall.version,
    }  # fmt: skip

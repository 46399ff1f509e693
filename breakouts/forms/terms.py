"""What a session asks for, what a room has, and spans in which somebody or a room is not there."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from agreements.states import Side
from breakouts.domain.slots import days_of, local_span
from breakouts.domain.terms import MOST_PEOPLE, Terms, terms_of
from breakouts.models import Room, Session
from breakouts.states import Feature, SetUp
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening

ANY_SET_UP = [("", _("any")), *SetUp.choices]


def terms_in(data: Mapping[str, Any]) -> Terms:
    """The terms from cleaned data of the same names."""
    facts = {field.name: data[field.name] for field in fields(Terms)}
    earlier = facts["comes_after"]
    for name in ("needs", "audience"):
        facts[name] = tuple(facts[name])
    return Terms(**{**facts, "comes_after": earlier.pk if earlier is not None else None})


def _people(label: Any, **over: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE, **over)


class TermsForm(RefusableForm):
    """All that a session asks for; empty fields ask for nothing."""

    needs = forms.MultipleChoiceField(
        label=_("It needs"), choices=Feature, required=False, widget=forms.CheckboxSelectMultiple
    )
    set_up = forms.ChoiceField(label=_("Set-up"), choices=ANY_SET_UP, required=False)
    audience = forms.MultipleChoiceField(
        label=_("For"), choices=Side, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None of them: it is for all sides."),
    )  # fmt: skip
    track = forms.CharField(label=_("Track"), required=False, max_length=60)
    topic = forms.CharField(
        label=_("Topic"), required=False, max_length=100,
        help_text=_("The same words for sessions that repeat each other; they are not held at once."),
    )
    demand = _people(_("People expected"))
    least = _people(_("People at least"))
    most = _people(_("People at most"))
    comes_after = forms.ModelChoiceField(
        label=_("Comes after"), queryset=Session.objects.none(), required=False, empty_label=_("no other session")
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": asdict(terms_of(session)), **kwargs})
        field = self.fields["comes_after"]
        assert isinstance(field, forms.ModelChoiceField)
        others = Session.objects.filter(convening=session.convening_id).exclude(pk=session.pk)
        field.queryset = others.order_by("title", "pk")


class RoomDetailsForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_PEOPLE)
    features = forms.MultipleChoiceField(
        label=_("It has"), choices=Feature, required=False, widget=forms.CheckboxSelectMultiple
    )
    set_up = forms.ChoiceField(
        label=_("Set-up"), choices=ANY_SET_UP, required=False, help_text=_("Any: it is set up as a session wants it.")
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        initial = {name: getattr(room, name) for name in ("name", "capacity", "features", "set_up")}
        super().__init__(*args, **{"initial": initial, **kwargs})


class SpanForm(RefusableForm):
    """From when until when; an end before the begin is on the next day."""

    on = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = pgettext("format of a day with its weekday", "l, F j")
        field = self.fields["on"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(on.isoformat(), date_format(on, shown)) for on in days_of(convening)]
        self.convening = convening

    def span(self) -> tuple[datetime, datetime]:
        """Both instants. Refusals: time_skipped."""
        data = self.cleaned_data
        return local_span(on=data["on"], starts=data["starts"], ends=data["ends"], zone=self.convening.zone)

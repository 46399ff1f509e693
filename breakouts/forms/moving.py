"""Forms about one session: where it is held, and by whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breakouts.domain.slots import spoken_slot
from breakouts.models import Room, TimeSlot
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from registration.models import Attendee


class SlotChoice(forms.ModelChoiceField):
    """A choice of times, in the convening's zone."""

    convening: Convening

    def label_from_instance(self, obj: Any) -> str:
        return f"{spoken_slot(obj, self.convening)}, {obj.label}"


class RoomChoice(forms.ModelChoiceField):
    """A choice of rooms, with their seats."""

    def label_from_instance(self, obj: Any) -> str:
        return str(_("%(room)s, %(seats)s seats") % {"room": obj.name, "seats": obj.capacity})


class PresenterChoice(forms.ModelChoiceField):
    """A choice of people who come, with the place they come from."""

    def label_from_instance(self, obj: Any) -> str:
        whence = str(obj.team) if obj.team else obj.organization
        return f"{obj.person.name}, {whence}" if whence else obj.person.name


class MoveForm(RefusableForm):
    slot = SlotChoice(label=_("Time"), queryset=TimeSlot.objects.none(), empty_label=_("Choose a time"))
    room = RoomChoice(label=_("Room"), queryset=Room.objects.none(), empty_label=_("Choose a room"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, convening: Convening, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        slot, room = self.fields["slot"], self.fields["room"]
        assert isinstance(slot, SlotChoice)
        assert isinstance(room, RoomChoice)
        slot.convening = convening
        slot.queryset = TimeSlot.objects.filter(convening=convening)
        room.queryset = Room.objects.filter(convening=convening)


class PresenterForm(RefusableForm):
    presenter = PresenterChoice(
        label=_("Presenter"), queryset=Attendee.objects.none(), empty_label=_("Choose somebody who comes")
    )

    def __init__(self, *args: object, convening: Convening, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["presenter"]
        assert isinstance(field, PresenterChoice)
        coming = Attendee.objects.filter(convening=convening, cancelled_at=None)
        field.queryset = coming.select_related("person", "team").order_by("person__folded_name", "id")

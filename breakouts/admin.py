"""Rooms, times and sessions in the admin."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.states import Side
from breakouts.domain.editing import edit_session
from breakouts.domain.resizing import change_slot
from breakouts.domain.rooms import change_room, make_room, remove_room
from breakouts.domain.sessions import remove_session
from breakouts.domain.slots import make_slot, remove_slot
from breakouts.forms.terms import terms_in
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import Feature, SessionKind
from convenings.admin_domain import DomainAdmin, DomainForm
from convenings.permissions import Permission


class RoomForm(DomainForm):
    features = forms.MultipleChoiceField(
        label=_("What it has"), choices=Feature, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Room
        fields = ["convening", "name", "capacity", "position", "features", "set_up"]

    def write(self, row: Room | None, *, by: str, at: datetime) -> Room:
        data = self.cleaned_data
        facts = {name: data[name] for name in ("name", "capacity", "features", "set_up")}
        if row is None:
            row = make_room(convening=data["convening"], **facts, by=by, at=at)
        return change_room(room=row, position=data["position"] or row.position, **facts, by=by, at=at)


class SlotForm(DomainForm):
    class Meta:
        model = TimeSlot
        fields = ["convening", "label", "starts_at", "ends_at"]

    def write(self, row: TimeSlot | None, *, by: str, at: datetime) -> TimeSlot:
        data = self.cleaned_data
        facts = {name: data[name] for name in ("label", "starts_at", "ends_at")}
        if row is None:
            return make_slot(convening=data["convening"], **facts, by=by, at=at)
        return change_slot(slot=row, **facts, by=by, at=at)


class SessionForm(DomainForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    needs = forms.MultipleChoiceField(
        label=_("Needs"), choices=Feature, required=False, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.MultipleChoiceField(
        label=_("For"), choices=Side, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None of them: it is for all sides."),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = [
            "convening", "title", "kind", "abstract", "elements", "needs", "set_up", "audience", "track", "topic",
            "demand", "least", "most", "comes_after", "room", "slot",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version

    def write(self, row: Session | None, *, by: str, at: datetime) -> Session:
        data = self.cleaned_data
        return edit_session(
            session=row, convening=row.convening if row else data["convening"], title=data["title"],
            kind=SessionKind(data["kind"]), abstract=data["abstract"], elements=data["elements"],
            terms=terms_in(data), room=data["room"], slot=data["slot"], version=data["seen"] or 0, by=by, at=at,
        )


class ProgrammeAdmin(DomainAdmin):
    """What the programme is made of: changed by who may schedule."""

    needs_to_change = Permission.CHANGE_PROGRAMME
    list_filter = ["convening"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["convening"] if obj else []


@admin.register(Room)
class RoomAdmin(ProgrammeAdmin):
    form = RoomForm
    list_display = ["name", "capacity", "convening"]

    def remove(self, row: Room, *, by: str, at: datetime) -> None:
        remove_room(room=row, by=by, at=at)


@admin.register(TimeSlot)
class TimeSlotAdmin(ProgrammeAdmin):
    form = SlotForm
    list_display = ["label", "starts_at", "ends_at", "convening"]

    def remove(self, row: TimeSlot, *, by: str, at: datetime) -> None:
        remove_slot(slot=row, by=by, at=at)


@admin.register(Session)
class SessionAdmin(ProgrammeAdmin):
    form = SessionForm
    list_display = ["title", "kind", "room", "slot", "convening"]
    list_select_related = ["room", "slot", "convening"]
    search_fields = ["title"]

    def remove(self, row: Session, *, by: str, at: datetime) -> None:
        remove_session(session=row, by=by, at=at)

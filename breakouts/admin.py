"""Rooms, times and sessions in the admin."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin

from breakouts.domain.editing import edit_session
from breakouts.domain.rooms import change_room, make_room, remove_room
from breakouts.domain.sessions import remove_session
from breakouts.domain.slots import change_slot, make_slot, remove_slot
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.admin_domain import DomainAdmin, DomainForm
from convenings.permissions import Permission


class RoomForm(DomainForm):
    class Meta:
        model = Room
        fields = ["convening", "name", "capacity", "position"]

    def write(self, row: Room | None, *, by: str, at: datetime) -> Room:
        data = self.cleaned_data
        if row is None:
            row = make_room(
                convening=data["convening"], name=data["name"], capacity=data["capacity"], by=by, at=at
            )
        return change_room(
            room=row, name=data["name"], capacity=data["capacity"], position=data["position"] or row.position,
            by=by, at=at,
        )


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

    class Meta:
        model = Session
        fields = ["convening", "title", "kind", "abstract", "elements", "room", "slot"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version

    def write(self, row: Session | None, *, by: str, at: datetime) -> Session:
        data = self.cleaned_data
        return edit_session(
            session=row, convening=row.convening if row else data["convening"], title=data["title"],
            kind=SessionKind(data["kind"]), abstract=data["abstract"], elements=data["elements"], room=data["room"],
            slot=data["slot"], version=data["seen"] or 0, by=by, at=at,
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

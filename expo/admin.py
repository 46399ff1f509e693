"""Halls and booths in the admin. Who stands where is changed on the floor's own page."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin

from convenings.admin_domain import DomainAdmin, DomainForm
from convenings.permissions import Permission
from expo.domain.booths import change_booth, make_booth, remove_booth
from expo.domain.drawing import FIELDS
from expo.domain.floors import change_hall, make_hall
from expo.models import Booth, Hall
from expo.states import TICKED


class HallForm(DomainForm):
    class Meta:
        model = Hall
        fields = ["convening", "name", "width", "depth", "opens_at", "closes_at"]

    def write(self, row: Hall | None, *, by: str, at: datetime) -> Hall:
        facts = {name: self.cleaned_data[name] for name in ("name", "width", "depth", "opens_at", "closes_at")}
        if row is None:
            return make_hall(convening=self.cleaned_data["convening"], **facts, by=by, at=at)
        return change_hall(hall=row, **facts, by=by, at=at)


class BoothForm(DomainForm):
    features = forms.MultipleChoiceField(choices=TICKED, required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the version that the page shows

    class Meta:
        model = Booth
        fields = ["hall", "number", "x", "y", "width", "depth", "features", "zone", "use"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version

    def write(self, row: Booth | None, *, by: str, at: datetime) -> Booth:
        facts = {name: self.cleaned_data[name] for name in FIELDS}
        if row is None:
            return make_booth(hall=self.cleaned_data["hall"], **facts, by=by, at=at)
        return change_booth(booth=row, seen=self.cleaned_data["seen"], **facts, by=by, at=at)


@admin.register(Hall)
class HallAdmin(DomainAdmin):
    form = HallForm
    needs_to_change = Permission.CHANGE_EXPO
    list_display = ["name", "convening", "opens_at", "closes_at"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["convening"] if obj else []

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Booth)
class BoothAdmin(DomainAdmin):
    form = BoothForm
    convening_path = "hall__convening"
    needs_to_change = Permission.CHANGE_EXPO
    list_display = ["number", "hall", "zone", "features"]
    list_filter = ["hall"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return ["hall"] if obj else []

    def remove(self, row: Booth, *, by: str, at: datetime) -> None:
        remove_booth(booth=row, by=by, at=at)

"""Simple data of this room in the admin. States, statement and roles have doors of their own."""

from typing import Any

from django.contrib import admin
from django.forms import Form, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from convenings.admin_base import ConveningAdmin
from convenings.domain import access, convenings
from convenings.domain.venues import change_venue
from convenings.models import Convening, Element, Sponsor, Venue
from convenings.permissions import Permission
from journal.refusals import Refusal


class ConveningForm(ModelForm):  # type: ignore[type-arg]
    """Shows the domain's refusal beside its field, before anything is saved."""

    class Meta:
        model = Convening
        fields = sorted(convenings.FACTS)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and not self.errors and self.instance.pk:
            try:
                convenings.try_change(convening=self.instance, changes=cleaned, at=timezone.now())
            except Refusal as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return cleaned


@admin.register(Convening)
class AdminOfConvenings(ConveningAdmin):
    """The facts. A convening is created by `create_convening`, and goes from state to state on its own pages."""

    convening_path = "pk"
    form = ConveningForm
    list_display = ["name", "slug", "starts_at", "venue", "state"]
    fields = [
        *["name", "slug", "tagline", "about", "venue", "time_zone", "contact_email"],
        *["starts_at", "ends_at", "opens_at", "promise_by_at", "plan_due_at", "badges_from_at"],
        *["capacity_teams", "capacity_people", "members_least", "members_most", "places_included", "grace_days"],
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        convenings.change_convening(convening=obj, changes=changes, by=f"user:{request.user.pk}", at=timezone.now())


@admin.register(Element)
class ElementAdmin(ConveningAdmin):
    list_display = ["name", "convening", "position"]


@admin.register(Sponsor)
class SponsorAdmin(ConveningAdmin):
    list_display = ["name", "convening", "position"]


@admin.register(Venue)
class VenueAdmin(ConveningAdmin):
    """A venue belongs to the convenings that are held there: who may change all of them may change it.

    An owner who shares a venue with somebody else's convening makes one of their own.
    """

    list_display = ["name", "city", "state"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    def _within(self, rows: Any, request: HttpRequest, needed: Permission) -> Any:
        if getattr(request.user, "is_superuser", False):
            return rows
        own = access.convenings_of(request.user, needed)
        return rows.exclude(convening__in=Convening.objects.exclude(pk__in=own)) if own.exists() else rows.none()

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        stored = Venue.objects.get(pk=obj.pk)
        change_venue(venue=stored, changes=changes, by=f"user:{request.user.pk}", at=timezone.now())

"""Admin pages of what belongs to a convening: an organizer sees and changes only where a role allows it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from convenings.domain import access
from convenings.models import Convening
from convenings.permissions import Permission
from journal.domain import entries

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin  # takes no parameter while the program runs


class ConveningAdmin(AnyAdmin):
    """Rows of those convenings where the user holds `needs_to_view`; changed where they hold `needs_to_change`.

    convening_path: the lookup from the model to its convening; "pk" for the convening itself.
    Sub-classes list what the domain moves (states, counters, places) in readonly_fields, or leave it out.
    """

    convening_path: ClassVar[str] = "convening"
    needs_to_view: ClassVar[Permission] = Permission.VIEW_CONVENING
    needs_to_change: ClassVar[Permission] = Permission.CHANGE_CONVENING

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self._within(super().get_queryset(request), request, self.needs_to_view)

    def _within(self, rows: QuerySet[Any], request: HttpRequest, needed: Permission) -> QuerySet[Any]:
        if getattr(request.user, "is_superuser", False):
            return rows
        return rows.filter(**{f"{self.convening_path}__in": access.convenings_of(request.user, needed)})

    def _may(self, request: HttpRequest, needed: Permission, row: Model | None) -> bool:
        if row is None or row.pk is None:
            return access.convenings_of(request.user, needed).exists()
        return self._within(self.model.objects.filter(pk=row.pk), request, needed).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.needs_to_view, None)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, self.needs_to_view, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, self.needs_to_change, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.needs_to_change, None)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, self.needs_to_change, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offers only rows of convenings that the user may change."""
        related: Any = db_field.related_model
        path = self.path_of(related)
        if path is not None and "queryset" not in kwargs:
            allowed = access.convenings_of(request.user, self.needs_to_change)
            kwargs["queryset"] = related.objects.filter(**{f"{path}__in": allowed})
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The same where several are chosen."""
        related: Any = db_field.related_model
        path = self.path_of(related)
        if path is not None and "queryset" not in kwargs:
            allowed = access.convenings_of(request.user, self.needs_to_change)
            kwargs["queryset"] = related.objects.filter(**{f"{path}__in": allowed})
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @staticmethod
    def path_of(model: Any) -> str | None:
        """The lookup from a model to its convening, if it has one field away."""
        if model is Convening:
            return "pk"
        names = {field.name for field in model._meta.get_fields()}  # noqa: SLF001 a documented part of Django
        return "convening" if "convening" in names else None

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        kind = "changed" if change else "added"
        self.record(request, obj, kind, data={"fields": sorted(form.changed_data)}, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.record(request, obj, "deleted", data={}, at=timezone.now())
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """One by one, so that the journal tells of each."""
        for row in queryset:
            self.delete_model(request, row)

    def record(self, request: HttpRequest, row: Any, kind: str, *, data: dict[str, Any], at: datetime) -> None:
        """Says in the journal who changed simple data here."""
        name = type(row).__name__.lower()
        entries.record(
            kind=f"{name}.{kind}",
            by=f"user:{request.user.pk}",
            at=at,
            subject=f"{name}:{row.pk}",
            convening_id=row.pk if isinstance(row, Convening) else getattr(row, "convening_id", None),
            data=data,
        )

"""Admin pages that save through domain functions: a refusal is a sentence at the field, and what was typed is kept."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from convenings.admin_base import ConveningAdmin
from journal.refusals import Refusal


class _TriedOnly(Exception):
    """Takes back what a trial wrote."""


class DomainForm(ModelForm):  # type: ignore[type-arg]
    """Sub-classes say in `write` which domain function saves them."""

    def write(self, row: Any, *, by: str, at: datetime) -> Any:
        """Save what was typed; `row` is the row as the database has it, None where it is new."""
        raise NotImplementedError

    def stored(self) -> Any:
        """The row as the database has it."""
        return self._meta.model.objects.get(pk=self.instance.pk) if self.instance.pk else None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                self._try()
            except Refusal as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return cleaned

    def _try(self) -> None:
        try:
            with transaction.atomic():
                self.write(self.stored(), by="system", at=timezone.now())
                raise _TriedOnly
        except _TriedOnly:
            return

    def validate_constraints(self) -> None:
        """The domain has looked already, and says it better."""


class DomainAdmin(ConveningAdmin):
    """Saves and deletes through domain functions; needs a DomainForm."""

    actions = None

    def save_model(self, request: HttpRequest, obj: Any, form: Form, change: bool) -> None:
        assert isinstance(form, DomainForm)
        made = form.write(form.stored(), by=f"user:{request.user.pk}", at=timezone.now())
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(obj, by=f"user:{request.user.pk}", at=timezone.now())

    def remove(self, row: Any, *, by: str, at: datetime) -> None:
        """Delete the row by its domain function."""
        raise NotImplementedError

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._or_sentence(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._or_sentence(request, super().delete_view, *args, **kwargs)

    @staticmethod
    def _or_sentence(request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = view(request, *args, **kwargs)
        except Refusal as refusal:  # between the trial and the saving somebody else was quicker
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        return answer

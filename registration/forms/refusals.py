"""Refusals beside the field that they are about."""

from django import forms

from journal.refusals import Refusal


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the words beside the refusal's field, or on top where the form has no such field."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.words))

"""Turning what came of a step into what the organizer reads."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

from journal.refusals import Refusal


def tell(request: HttpRequest, step: Callable[[], Any], done: str | Promise) -> bool:
    """Take the step; say that it is done, or why it was refused. True when it was done."""
    try:
        step()
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
        return False
    messages.success(request, str(done))
    return True


def settle(form: forms.BaseForm, step: Callable[[], Any]) -> bool:
    """Take the step of a valid form; a refusal stands beside its field. True when it was done."""
    try:
        step()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
        return False
    return True

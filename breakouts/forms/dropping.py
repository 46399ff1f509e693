"""What is dropped or resized by mouse or keys: read strictly, since scripts of any kind may send it."""

import json
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convenings.forms.refusable import RefusableForm
from journal.refusals import Refusal

LARGEST = 2_000  # bytes: one session, its room and its time
MOST = 2**63 - 1
LAST_SECOND = 2**33  # since 1970: in the year 2242


class DropUnreadable(Refusal):
    code = "malformed"
    status = 400
    words = _("This is no move that anybody here can read. Load the page again, and move one session at a time.")


class DropTooLarge(Refusal):
    code = "too_large"
    status = 413
    words = _("That is too much at once. Move one session at a time, or let the solver propose a timetable.")


class DropForm(RefusableForm):
    """Both a room and a time, or neither: then the session is taken out of them."""

    room = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    slot = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("room") is None) != (data.get("slot") is None):
            raise forms.ValidationError(_("A session has both a room and a time, or neither."))
        return data


class ResizeForm(RefusableForm):
    """When a time shall end, and when it ended as the page was made: seconds since 1970."""

    ends = forms.IntegerField(min_value=0, max_value=LAST_SECOND)
    was = forms.IntegerField(min_value=0, max_value=LAST_SECOND)


def read_drop(request: HttpRequest) -> dict[str, Any]:
    """What was dropped, as cleaned data. Refusals: malformed, too_large."""
    return _read(request, DropForm)


def read_resize(request: HttpRequest) -> dict[str, Any]:
    """When it shall end and ended. Refusals: malformed, too_large."""
    sent = _read(request, ResizeForm)
    ends_at, seen = (datetime.fromtimestamp(sent[name], UTC) for name in ("ends", "was"))
    return {"ends_at": ends_at, "seen": seen}


def _read(request: HttpRequest, kind: type[RefusableForm]) -> dict[str, Any]:
    try:
        body = request.body
    except RequestDataTooBig:
        raise DropTooLarge from None
    if len(body) > LARGEST:
        raise DropTooLarge
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise DropUnreadable from None
    known = set(kind.base_fields)
    if not isinstance(sent, dict) or set(sent) - known or not all(_is_number(value) for value in sent.values()):
        raise DropUnreadable
    form = kind(sent)
    if not form.is_valid():
        raise DropUnreadable
    return form.cleaned_data


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))

"""Instants as organizers type them: in the convening's own zone."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

LOCAL = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and a time; `zone` is set by the form, which knows the convening."""

    zone: ZoneInfo

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        typed = super().to_python(value)
        if typed is None:
            return None
        try:
            return typed.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone)
        except OverflowError:  # the first and the last hours of all time
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

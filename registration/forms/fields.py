"""Fields that say in their own words what is wrong."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AddressField(forms.EmailField):
    """A mail address; the words name what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            if not value or getattr(error, "code", "") == "required":
                raise
            raise ValidationError(address_fault(str(value)), code="invalid") from None


def address_fault(typed: str) -> str:
    """What is wrong with an address, and how to mend it."""
    shown = {"typed": typed.strip()[:80]}
    name, at, house = typed.strip().rpartition("@")
    if not at or not name:
        return _("“%(typed)s” lacks the part before or after the @. Please write it like name@example.org.") % shown
    if "." not in house.strip("."):
        return _("“%(typed)s” has no ending such as .org. Please complete it.") % shown
    return _("“%(typed)s” cannot be reached by mail. Please look for a blank or a sign too many.") % shown


class FigureField(forms.DecimalField):
    """A figure as people type it: with commas between thousands, a blank, or a percent sign."""

    default_error_messages = {"invalid": gettext_lazy("Please give a number, such as 4,310 or 38.5.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "").replace("\u00a0", "").rstrip("%")
        return super().to_python(value)


class PercentField(FigureField):
    """A share of students, 0 to 100, with two decimals at most."""

    def __init__(self, **kwargs: Any) -> None:
        words = gettext_lazy("A share lies between 0 and 100.")
        kwargs.setdefault("error_messages", {"min_value": words, "max_value": words})
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, **kwargs)

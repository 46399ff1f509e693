"""Form fields as the look draws them: {% load fields %}."""

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, css: str = "", hint: str = "") -> dict[str, Any]:
    """Label, hint, errors and the control, which keeps what was typed (Django marks a bad one aria-invalid).

    css: more classes for the control ("sign" is the line a name is signed on). hint: replaces the field's help text.
    """
    hint = " ".join(filter(None, (hint or str(bound.help_text or ""), _lost(bound))))
    shape = _shape(bound)
    described = " ".join(_described_by(bound, hint=bool(hint)))
    attrs: dict[str, str | bool] = {"class": f"in {css}".strip()} if shape == "line" else {}
    if described:
        attrs["aria-describedby"] = described
    return {
        "bound": bound,
        "shape": shape,
        "hint": hint,
        "control": bound.as_widget(attrs=attrs),
        "options": list(bound) if shape == "choices" else [],
        "described": described,
        "optional": not bound.field.required and shape == "line",
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, and that some fields need another look."""
    return {"whole": form.non_field_errors(), "fields": any(name != "__all__" for name in form.errors)}


def _lost(bound: BoundField) -> str:
    """A page that is shown again keeps what was typed, but no file."""
    came = bound.html_name in bound.form.files and bound.form.errors
    return _("Please choose the file once more; it does not stay while a page is corrected.") if came else ""


def _shape(bound: BoundField) -> str:
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    return "box" if isinstance(widget, forms.CheckboxInput) else "line"


def _described_by(bound: BoundField, *, hint: bool) -> list[str]:
    base = bound.auto_id or bound.html_name
    return [f"{base}_{part}" for part, there in (("hint", hint), ("error", bool(bound.errors))) if there]

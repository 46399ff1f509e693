"""Who an actor is, in words: "user:3" stands in rows, a name stands on pages."""

from django.utils.translation import gettext as _

from accounts.models import Person, User


def actor_name(by: str) -> str:
    """The name of an actor such as "user:3"; "Somebody" where it is not known any more. One query."""
    kind, __, number = by.partition(":")
    if kind == "system":
        return _("Accord")
    if kind == "device":
        return _("A scanner")
    model = {"user": User, "person": Person}.get(kind)
    found = model.objects.filter(pk=number).first() if model is not None and number.isdecimal() else None
    return str(found) if found is not None else _("Somebody")

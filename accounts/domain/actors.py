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
    if kind == "token":
        return _("Another system")
    found: User | Person | None = None
    if kind == "user" and number.isdecimal():
        found = User.objects.filter(pk=int(number)).first()
    elif kind == "person" and number.isdecimal():
        found = Person.objects.filter(pk=int(number)).first()
    return str(found) if found is not None else _("Somebody")

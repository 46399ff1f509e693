"""Who an actor is, in words: "user:3" stands in rows, a name stands on pages.

Rooms above ours have actors of their own, such as scanners: they register at start-up who can name them.
"""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from accounts.models import Person, User

Namer = Callable[[set[int]], dict[int, str]]  # ids to names, in one query; whom it does not know it leaves out


def _user_names(ids: set[int]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def _person_names(ids: set[int]) -> dict[int, str]:
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=ids)}


_namers: dict[str, Namer] = {"user": _user_names, "person": _person_names}


def register_namer(kind: str, namer: Namer) -> None:
    """Actors such as "device:2" are named by this from now on."""
    _namers[kind] = namer


def is_organizer(by: str) -> bool:
    """Whether an actor acts for the organizers: one of them, or another system by the API token that one made."""
    return by.startswith(("user:", "token:"))


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """Those of the actors that are known, with their names. One query for each kind."""
    ids: dict[str, set[int]] = {}
    for actor in actors:
        kind, __, number = actor.partition(":")
        if kind in _namers and number.isdecimal():
            ids.setdefault(kind, set()).add(int(number))
    return {f"{kind}:{pk}": name for kind, wanted in ids.items() for pk, name in _namers[kind](wanted).items()}


def actor_name(by: str) -> str:
    """The name of an actor such as "user:3"; "Somebody" where it is not known any more. One query."""
    if by == "system":
        return _("Accord")
    return actor_names([by]).get(by) or _("Somebody")

"""Who may open which address. One row for every address that the house has; the walk fails for one that is missing.

HOW TO ADD A ROW. The key is the name of the address as reverse() takes it ("portal:convening"). The value is one of

    PUBLIC(**kwargs)                    anybody
    SIGNED_IN(**kwargs)                 whoever has an account
    NEEDS(Permission.X, **kwargs)       organizers with that permission in the convening of the address
    BY_LINK(**kwargs)                   holders of a private or of a device's link: accounts are refused like strangers
    BY_TOKEN(**kwargs)                  the API: holders of a token; sessions are refused

`kwargs` fill in the address. A value that is a function is called with the world (world.convening, world.owner) and
makes the row that the address names, best with the room's factories: only with a row that exists does the walk show
that a refusal is one, and that the right role gets in:

    "console:team": NEEDS(Permission.VIEW_TEAMS, slug=SLUG, pk=lambda world: TeamFactory(convening=world.convening).pk),

An address that nobody opens with GET is checked with POST; add `method="post"`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from convenings.permissions import Permission

World = SimpleNamespace
SLUG: Callable[[World], str] = lambda world: world.convening.slug  # noqa: E731


@dataclass(frozen=True)
class Access:
    """Who may, and what fills in the address."""

    who: str
    permission: Permission | None = None
    method: str = "get"
    kwargs: dict[str, Any] = field(default_factory=dict)

    def address_kwargs(self, world: World) -> dict[str, Any]:
        return {name: value(world) if callable(value) else value for name, value in self.kwargs.items()}


def PUBLIC(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("public", method=method, kwargs=kwargs)


def SIGNED_IN(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("signed in", method=method, kwargs=kwargs)


def NEEDS(permission: Permission, *, method: str = "get", **kwargs: Any) -> Access:
    return Access("permission", permission, method, kwargs)


def BY_LINK(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("link", method=method, kwargs=kwargs)


def BY_TOKEN(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("token", method=method, kwargs=kwargs)


def _session(world: World) -> int:
    from tests.breakouts.factories import session

    return session(world.convening).pk


ACCESS: dict[str, Access] = {
    # the house
    "healthz": PUBLIC(),
    "readyz": PUBLIC(),
    "metrics": PUBLIC(),
    "set_language": PUBLIC(method="post"),
    "components": SIGNED_IN(),
    # private links
    "accounts:open_link": BY_LINK(token="A" * 43),
    "accounts:renew_link": PUBLIC(),
    "accounts:link_asked": PUBLIC(),
    # portal
    "portal:front": PUBLIC(),
    "portal:convening": PUBLIC(slug=SLUG),
    # registration
    "registration:answer": BY_LINK(party_id=1),
    "registration:decline": BY_LINK(party_id=1, method="post"),
    "registration:later": BY_LINK(party_id=1, method="post"),
    "registration:withdraw": BY_LINK(party_id=1, method="post"),
    # breakouts
    "breakouts:programme": PUBLIC(slug=SLUG),
    "breakouts:programme_day": PUBLIC(
        slug=SLUG, on=lambda world: world.convening.local(world.convening.starts_at).date()
    ),
    "breakouts:schedule": NEEDS(Permission.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:new_session": NEEDS(Permission.CHANGE_PROGRAMME, method="post", slug=SLUG),
    "breakouts:new_room": NEEDS(Permission.CHANGE_PROGRAMME, method="post", slug=SLUG),
    "breakouts:new_slot": NEEDS(Permission.CHANGE_PROGRAMME, method="post", slug=SLUG),
    "breakouts:place": NEEDS(Permission.CHANGE_PROGRAMME, method="post", slug=SLUG, pk=_session),
    "breakouts:unplace": NEEDS(Permission.CHANGE_PROGRAMME, method="post", slug=SLUG, pk=_session),
    "breakouts:present": NEEDS(Permission.CHANGE_PROGRAMME, method="post", slug=SLUG, pk=_session),
    "breakouts:no_longer_present": NEEDS(
        Permission.CHANGE_PROGRAMME, method="post", slug=SLUG, pk=_session, attendee=1
    ),
    # expo
    "expo:expo": PUBLIC(slug=SLUG),
    "expo:floor": NEEDS(Permission.CHANGE_EXPO, slug=SLUG),
    "expo:assign": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG),
    "expo:new_hall": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG),
    "expo:new_booths": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG),
    "expo:place": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG, team=1),
    "expo:clear": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG, team=1),
    "expo:pin": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG, team=1),
    "expo:needs": NEEDS(Permission.CHANGE_EXPO, method="post", slug=SLUG, team=1),
    # api
    "api:reference": PUBLIC(),
    "api:schema": PUBLIC(),
}

# Addresses of others' code, held by their own tests and by test_access.py's own for the admin.
NOT_OURS = ("account_", "mfa_", "admin:")

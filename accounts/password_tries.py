"""Wrong passwords: few enough that none is guessed, counted so that no stranger keeps an organizer out.

A browser in which the account signed in before has tries of its own, whatever others do. All other browsers share
those of the address and of their network. Right passwords count nowhere. Why: docs/decisions/signing-in.md.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import limits

COOKIE, SALT, PATH = "signed_in_here", "accounts.password_tries", "/accounts/"
KNOWN_FOR = timedelta(days=180)
A_WHILE, AN_HOUR = 10 * 60, 60 * 60
MOST_OF_A_KNOWN_BROWSER = 10  # in ten minutes, as the next two
MOST_FOR_AN_ADDRESS_HERE = 5  # by all other browsers of one network
MOST_OF_A_NETWORK = 100  # whatever the addresses
MOST_FOR_AN_ADDRESS = 200  # an hour, by all other browsers of the world: 4,800 guesses a day


@dataclass(frozen=True)
class Limit:
    """As `limits` counts it."""

    what: str
    who: str
    most: int
    seconds: int


def may_try(request: HttpRequest, address: str) -> bool:
    """Whether a password for this address is looked at; counts nothing."""
    return not any(limits.is_spent(what=one.what, who=one.who, most=one.most) for one in _limits(request, address))


def note_wrong(request: HttpRequest, address: str) -> None:
    """Counts a wrong password."""
    for one in _limits(request, address):
        limits.spend(what=one.what, who=one.who, most=one.most, seconds=one.seconds)


def know_browser(response: HttpResponse, address: str) -> None:
    """Lets the browser that has just signed in show later that it did."""
    response.set_signed_cookie(
        COOKIE, f"{_mark(address)}.{secrets.token_urlsafe(16)}", salt=SALT, max_age=KNOWN_FOR, path=PATH,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _limits(request: HttpRequest, address: str) -> list[Limit]:
    if browser := _known_browser(request, address):
        return [Limit("password-browser", browser, MOST_OF_A_KNOWN_BROWSER, A_WHILE)]
    network, mark = limits.network_of(request.client_address), _mark(address)  # type: ignore[attr-defined]
    return [
        Limit("password-here", f"{network} {mark}", MOST_FOR_AN_ADDRESS_HERE, A_WHILE),
        Limit("password-network", network, MOST_OF_A_NETWORK, A_WHILE),
        Limit("password-address", mark, MOST_FOR_AN_ADDRESS, AN_HOUR),
    ]


def _known_browser(request: HttpRequest, address: str) -> str:
    """What tells this browser from others, if this address signed in by it; else nothing."""
    told = str(request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=KNOWN_FOR))
    return told if told.startswith(f"{_mark(address)}.") else ""


def _mark(address: str) -> str:
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()[:32]

"""A new link for a lost one, without saying to whoever asks whether an address is known."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts import purposes
from accounts.domain import links
from accounts.models import PrivateLink
from accounts.models.person import Person
from mail.domain import outbox

ONCE_IN = 15 * 60  # seconds in which one mail to an address is enough; the outbox's key holds it, cache or no cache
MOST_LINKS = 20


@dataclass(frozen=True)
class Renewed:
    """One new link: what the person reads, and its address, which is kept nowhere."""

    title: str
    url: str


def ask_for_links(*, address: str, language: str, at: datetime) -> None:
    """Owe a mail with new links to whatever address is given; the composer cancels it where nobody has it.

    Known and unknown addresses are treated alike here, to the last statement, so that neither words nor time tell
    them apart.
    """
    address = address.strip().lower()
    mark = hashlib.sha256(address.encode()).hexdigest()[:40]
    key = f"link.renewed:{mark}:{int(at.timestamp()) // ONCE_IN}"
    outbox.owe(occasion="link.renewed", key=key, to_address=address, language=language, at=at)


def renew_links(*, address: str, at: datetime) -> list[Renewed]:
    """New links for all that the people of this address had; the lost ones end when somebody acts by their successors.

    What was taken back is not given anew, nor what its room no longer renews.
    """
    return [*_renewed(address, at)][:MOST_LINKS]


def _renewed(address: str, at: datetime) -> Iterator[Renewed]:
    for link in _newest_links(address):
        purpose = purposes.find(link.purpose)
        until = purpose.renewal(link, at) if purpose and link.renewable else None
        if purpose and until and until > at:
            token = links.mint(
                person=link.person,
                purpose=link.purpose,
                subject=link.subject,
                expires_at=until,
                at=at,
                replacing=True,
            )
            yield Renewed(purpose.title_of(link), links.url_for(token))


def _newest_links(address: str) -> list[PrivateLink]:
    """For each thing that a link of these people led to, the newest such link."""
    people = Person.objects.at_address(address) if address.isascii() else Person.objects.filter(email=address)
    newest: dict[tuple[int, str, str], PrivateLink] = {}
    for link in PrivateLink.objects.filter(person__in=people).select_related("person").order_by("pk"):
        newest[link.person_id, link.purpose, link.subject] = link
    return sorted(newest.values(), key=lambda link: -link.pk)

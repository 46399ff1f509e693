"""People and links, made by the domain functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts import purposes
from accounts.domain import links, people
from accounts.models import Person, PrivateLink

AT = datetime(2012, 3, 1, 15, 0, tzinfo=UTC)
LATER = AT + timedelta(days=30)


def make_person(**over: Any) -> Person:
    return people.make_person(**{"convening_id": 1, "name": "Rosa Okafor", "email": "rosa@example.org", **over})


def make_link(person: Person | None = None, **over: Any) -> tuple[PrivateLink, str]:
    """A link and its token; to the team 5 of the page below unless told otherwise."""
    given = {"purpose": "test", "subject": "team:5", "expires_at": LATER, "at": AT, **over}
    token = links.mint(person=person or make_person(), **given)
    return PrivateLink.objects.get(token_hash=links.hash_token(token)), token


@contextmanager
def purpose_registered(**over: Any) -> Iterator[None]:
    """The purpose "test", which leads to /page/<number>/."""
    before = dict(purposes._purposes)
    purposes.register("test", **{"destination": lambda link: f"/page/{link.subject_id}/", **over})
    yield
    purposes._purposes.clear()
    purposes._purposes.update(before)

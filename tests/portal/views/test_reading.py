"""A GET changes nothing: no row of any table but sessions, on every page that people come to."""

import pytest
from django.test import Client

from registration.models import Attendee
from tests.registration.doors import as_attendee, as_coordinator, as_signatory, everything
from tests.registration.factories import make_convening, make_team, party_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/c/{slug}/",
    "/c/{slug}/register/",
    "/c/{slug}/register/?team_type=state",
    "/c/{slug}/registered/",
    "/team/{team}/",
    "/team/{team}/members/{member}/remove/",
    "/team/{team}/offices/{office}/",
    "/answer/{asked}/",
    "/answer/{asked}/decline/",
    "/answer/{asked}/later/",
    "/answer/{signed}/",
    "/answer/{signed}/withdraw/",
    "/me/{attendee}/",
]
POST_ONLY = [
    "/team/{team}/invite/",
    "/team/{team}/members/",
    "/team/{team}/offices/{office}/remind/",
    "/team/{team}/offices/{office}/none/",
    "/c/{slug}/register/leaders/",
]


@pytest.fixture
def address(client: Client) -> dict[str, object]:
    """A convening with one complete and one draft team, all links of them held by the client."""
    convening = make_convening()
    draft, asking, complete = (make_team(convening, state, members=1) for state in ("draft", "committing", "confirmed"))
    asked, signed = party_of(asking, "superintendent"), party_of(complete, "superintendent")
    attendee = Attendee.objects.filter(team=complete).first()
    assert attendee is not None
    as_coordinator(client, draft)
    as_signatory(client, asked)
    as_signatory(client, signed)
    as_attendee(client, attendee)
    return {
        "slug": convening.slug,
        "team": draft.pk,
        "member": draft.members.get(office="").pk,
        "office": party_of(draft, "superintendent").pk,
        "asked": asked.pk,
        "signed": signed.pk,
        "attendee": attendee.pk,
    }


@pytest.mark.parametrize("page", PAGES)
def test_reading_writes_nothing(client: Client, address: dict[str, object], page: str) -> None:
    before = everything()
    assert client.get(page.format(**address)).status_code == 200
    client.head(page.format(**address))
    assert everything() == before


@pytest.mark.parametrize("page", POST_ONLY)
def test_what_acts_is_not_read(client: Client, address: dict[str, object], page: str) -> None:
    before = everything()
    assert client.get(page.format(**address)).status_code == 405
    assert everything() == before


def test_a_link_held_by_a_mail_scanner_changes_nothing_either(client: Client, address: dict[str, object]) -> None:
    """Every address that a page offers as a plain link is read, as a scanner would."""
    import re

    before = everything()
    for page in PAGES:
        shown = client.get(page.format(**address)).content.decode()
        for link in set(re.findall(r'<a [^>]*href="(/(?:team|answer|me)/[^"#]*)', shown)):
            assert client.get(link).status_code in (200, 302), link
    assert everything() == before

"""Bulk mail sends what somebody has looked at, tells no secret by whom it reaches, and no text stops its page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from convenings.models import Grant
from convenings.permissions import Role
from mail.domain import placeholders
from registration.domain import bulk_mail, bulk_text, selecting
from registration.domain.audience import recipients_of
from registration.domain.bulk_mail import BulkDraft, ChangedSinceSeen
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db
FIRST = BulkDraft(audience="coordinators", subject="Buses", body="At nine.")
AUDIENCES = ("coordinators", "signatories", "members")
OTHER = BulkDraft(audience="signatories", subject="Your promise", body="Something else.")


def test_nobody_sends_what_was_changed_since_they_looked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes it anew and holds it, while another reads the page that asks."""
    stand_still(monkeypatch)
    convening = make_convening(slug="here")
    make_team(convening, "committing")
    bulk = bulk_mail.hold(bulk=bulk_mail.write(convening=convening, draft=FIRST, by=BY, at=NOW), by=BY, at=NOW)
    user = User.objects.create_user("owner@example.org")
    Grant.objects.create(convening=convening, user=user, role=Role.OWNER)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = f"/organize/here/mail/bulk/{bulk.pk}/confirm/"
    seen = bulk.turn
    assert f'name="seen" value="{seen}"' in client.get(address).content.decode()
    later = NOW + timedelta(seconds=5)
    bulk_mail.hold(bulk=bulk_mail.rewrite(bulk=bulk, draft=OTHER, by="user:9", at=later), by="user:9", at=later)
    for sent in ({"seen": seen}, {}):
        client.post(address, sent)
        bulk.refresh_from_db()
        assert bulk.state == "held"
    with pytest.raises(ChangedSinceSeen):
        bulk_mail.confirm(bulk=bulk, seen=seen, by=BY, at=later)
    client.post(address, {"seen": bulk.turn})
    bulk.refresh_from_db()
    assert bulk.state == "sending"


def test_a_mail_to_those_without_a_place_does_not_tell_who_is_selected() -> None:
    """By whom it does not reach."""
    convening = make_convening(admission="selection")
    teams = [make_team(convening, "committed") for _n in range(2)]
    narrowed = {"place": "none", "state": "committed"}

    def reached() -> set[str]:
        found = (recipients_of(convening=convening, audience=who, narrowed=narrowed) for who in AUDIENCES)
        return {one.address for people in found for one in people}

    before = reached()
    selecting.apply_selection(
        convening=convening, chosen=[teams[0].pk], letters_at=NOW + timedelta(days=3), by=BY, at=NOW
    )
    teams[0].refresh_from_db()
    assert teams[0].place == "selected"
    assert reached() == before


@pytest.mark.parametrize("read", [placeholders.parse, bulk_text.variables_in])
@pytest.mark.parametrize("text", ["{{", "{%", "{{ a ", "{% if a "])
def test_brackets_without_end_are_read_once(read: Callable[[str], object], text: str) -> None:
    """Read to the end of the text from each of them, so many would take half an hour, and this test with them."""
    try:
        found = read(text * 100_000)
    except placeholders.TagBroken as refusal:
        found = refusal
    assert isinstance(found, placeholders.TagBroken) == (read is placeholders.parse)

"""What who takes an office over may learn of who held it before."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from agreements.models import Party
from registration.domain import promising, succession
from registration.domain.drafts import HolderDraft
from tests.registration.doors import as_signatory, stand_still
from tests.registration.factories import BY, NOW, make_team, party_of

pytestmark = pytest.mark.django_db
OFFICE = "superintendent"


def declines(party: Party, by: str) -> None:
    promising.decline(party=party, reason="No", by=by, at=NOW)


def defers(party: Party, by: str) -> None:
    promising.defer(party=party, until_on=NOW.date() + timedelta(days=3), by=by, at=NOW)


def is_silent(party: Party, by: str) -> None:
    pass


@pytest.mark.parametrize("rest", ["", "decline/", "later/"])
def test_the_page_does_not_tell_whether_they_had_answered(monkeypatch: pytest.MonkeyPatch, rest: str) -> None:
    stand_still(monkeypatch)
    team = make_team(state="committing")

    def page_after(answers: Callable[[Party, str], None]) -> str:
        with transaction.atomic():
            party = party_of(team, OFFICE)
            answers(party, f"person:{party.signatory_id}")
            holder = HolderDraft("Ada Brook", "ada.brook@example.org")
            succession.hand_over(party=party_of(team, OFFICE), holder=holder, by=BY, at=NOW)
            party = party_of(team, OFFICE)
            page = as_signatory(Client(), party).get(f"/answer/{party.pk}/{rest}").content.decode()
            transaction.set_rollback(True)
        assert "Ada Brook" in page
        assert re.search(r'name="seen" value="[0-9a-f]{16}"', page)
        return re.sub(r'name="(?:seen|csrfmiddlewaretoken)" value="\w+"', "", page)

    assert len({page_after(answers) for answers in (is_silent, declines, defers)}) == 1

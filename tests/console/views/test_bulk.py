"""The pages of bulk mail: from a narrowed list over a second look to the mail."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convenings.models import Convening
from convenings.permissions import Role
from mail.models import Message
from registration.models import BulkMail
from tests.console.conftest import SignIn
from tests.registration.domain.test_bulk_mail import held, run, written
from tests.registration.factories import make_convening, make_team

WORDS = {"audience": "coordinators", "subject": "Buses", "body": "Dear {{ first_name }},\n\nthe bus leaves at nine."}


def root(convening: Convening) -> str:
    return f"/organize/{convening.slug}/mail/bulk/"


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_list_takes_its_filter_along(convening: Convening, owner: Client, sign_in: SignIn) -> None:
    make_team(convening)
    link = f"{root(convening)}new/teams/?state=draft&amp;us_state=OH"
    teams = f"/organize/{convening.slug}/teams/?state=draft&us_state=OH"
    assert link in text_of(owner, teams)
    assert "Write to these" not in text_of(sign_in(convening, Role.DESK, name="Dan Desk"), teams)
    form = text_of(owner, link.replace("&amp;", "&"))
    assert '<option value="draft" selected>' in form
    assert '<option value="OH" selected>' in form
    assert f"{root(convening)}new/attendees/?coming=certain" in text_of(
        owner, f"/organize/{convening.slug}/attendees/?coming=certain"
    )


def test_written_held_and_confirmed_by_another(convening: Convening, owner: Client, sign_in: SignIn) -> None:
    first, _committing = make_team(convening), make_team(convening, "committing")
    answer = owner.post(f"{root(convening)}new/teams/", {**WORDS, "state": "draft", "place": "nonsense"})
    bulk = BulkMail.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{root(convening)}{bulk.pk}/")
    assert (bulk.narrowed, bulk.state) == ({"state": "draft"}, "draft")
    shown = text_of(owner, f"{root(convening)}{bulk.pk}/")
    assert "1 person is on this list now." in shown
    assert first.coordinator.email in shown
    assert "Dear Coordinator," in shown
    assert not Message.objects.filter(occasion="bulk.mail").exists()

    owner.post(f"{root(convening)}{bulk.pk}/hold/")
    ravi = sign_in(convening, Role.REGISTRAR, name="Ravi Castellanos")
    assert "Send to 1 person</button>" in text_of(ravi, f"{root(convening)}{bulk.pk}/confirm/")
    assert BulkMail.objects.get().state == "held"  # looking sends nothing
    bulk.refresh_from_db()
    ravi.post(f"{root(convening)}{bulk.pk}/confirm/", {"seen": bulk.turn})
    bulk.refresh_from_db()
    assert (bulk.state, bulk.held_by != bulk.confirmed_by) == ("sending", True)
    assert run(bulk) == "done"
    assert "0 of 1" in text_of(owner, f"{root(convening)}{bulk.pk}/")
    assert "Bulk mail" in text_of(owner, f"/organize/{convening.slug}/jobs/")


def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(convening: Convening, owner: Client) -> None:
    make_team(convening)
    answer = owner.post(f"{root(convening)}new/teams/", {**WORDS, "body": "Hello {{ ring }}"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Hello {{ ring }}" in shown
    assert "id_body_error" in shown
    for missing in ("subject", "body", "audience"):
        assert owner.post(f"{root(convening)}new/teams/", {**WORDS, missing: ""}).status_code == 422
    assert owner.post(f"{root(convening)}new/teams/", {**WORDS, "place": "selected"}).status_code == 422
    assert not BulkMail.objects.exists()


def test_changed_while_it_is_held_it_is_a_draft_again(convening: Convening, owner: Client) -> None:
    make_team(convening)
    bulk = held(convening)
    address = f"{root(convening)}{bulk.pk}/edit/"
    assert "Dear {{ first_name }}" in text_of(owner, address)
    owner.post(address, {**WORDS, "subject": "Trains"})
    bulk.refresh_from_db()
    assert (bulk.subject, bulk.state, bulk.recipients.count()) == ("Trains", "draft", 0)


def test_cancelled_from_the_jobs_page(convening: Convening, owner: Client) -> None:
    make_team(convening)
    bulk = held(convening)
    owner.post(f"{root(convening)}{bulk.pk}/confirm/", {"seen": bulk.turn})
    bulk.refresh_from_db()
    owner.post(f"/organize/{convening.slug}/jobs/{bulk.job_id}/cancel/")
    bulk.refresh_from_db()
    assert bulk.state == "cancelled"
    assert "Cancelled" in text_of(owner, root(convening))


def test_a_refusal_of_a_step_is_a_sentence(convening: Convening, owner: Client) -> None:
    bulk = written(convening)
    shown = owner.post(f"{root(convening)}{bulk.pk}/hold/", follow=True).content.decode()
    assert "Nobody is on this list." in shown
    assert owner.post(f"{root(convening)}{bulk.pk}/burn/").status_code == 404


def test_another_conveningss_is_not_there(convening: Convening, owner: Client) -> None:
    other = make_convening()
    make_team(other)
    bulk = held(other)
    for path in ("", "edit/", "confirm/"):
        assert owner.get(f"{root(convening)}{bulk.pk}/{path}").status_code == 404
    for step in ("hold", "cancel", "go-on", "confirm"):
        assert owner.post(f"{root(convening)}{bulk.pk}/{step}/").status_code == 404
    bulk.refresh_from_db()
    assert bulk.state == "held"


@pytest.mark.parametrize("act", [written, held])
def test_the_page_costs_the_same_for_one_and_for_three(convening: Convening, owner: Client, act: Any) -> None:
    costs = []
    for teams in (1, 2):
        for _number in range(teams):
            make_team(convening)
        bulk = act(convening)
        owner.get(f"{root(convening)}{bulk.pk}/")
        with CaptureQueriesContext(connection) as spent:
            owner.get(f"{root(convening)}{bulk.pk}/")
        costs.append(len(spent))
    assert costs[0] == costs[1] <= 12


def test_empty_list_says_how_to_begin(convening: Convening, owner: Client) -> None:
    assert "Nothing was written to many yet." in text_of(owner, root(convening))
    assert owner.get(f"{root(convening)}new/halls/").status_code == 404


def test_a_copy_is_shown_in_its_readers_language(convening: Convening, owner: Client) -> None:
    team = make_team(convening)
    team.coordinator.language = "es"
    team.coordinator.save(update_fields=["language"])
    words = {**WORDS, "body": "It begins {{ begins }}."}
    shown = owner.post(f"{root(convening)}new/teams/", words, follow=True).content.decode()
    assert re.search(r"It begins \w+ \d+ de \w+ de \d{4}\.", shown)
    assert "As it reads" in shown

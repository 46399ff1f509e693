"""Another system reads and writes the words of mail: same rules as on the page; and it reads the outbox."""

from typing import Any

import pytest

from api.scopes import Scope
from convenings.models import Convening
from mail.domain.defaults import default_source
from mail.models import MailTemplate, Message
from tests.api.conftest import Caller
from tests.registration.factories import make_convening, make_team

ROOT = "/api/v1/templates/"
ONE = f"{ROOT}team.registered/en/"
WORDS = {"subject": "Welcome, {{ team }}", "body": "Dear {{ coordinator }}, **hello**.\n\n{{ button }}"}


def put(client: Any, version: int = 0, **over: str) -> Any:
    return client.put(ONE, {**WORDS, "version": version, **over}, content_type="application/json")


def post(client: Any, path: str, **data: Any) -> Any:
    return client.post(f"{ONE}{path}/", data, content_type="application/json")


def test_words_are_read_written_and_reset(convening: Convening, caller: Caller) -> None:
    client, default = caller(convening), default_source("team.registered", "en")
    before = client.get(ONE).json()
    assert (before["version"], before["is_own"], before["subject"]) == (0, False, default.subject)
    assert before["default"] == {"subject": default.subject, "body": default.body}
    assert {"name": "coordinator", "words": "name of the team's coordinator", "is_required": False,
            "is_flag": False} in before["variables"]  # fmt: skip

    after = put(client).json()
    assert (after["version"], after["is_own"], after["body"]) == (1, True, WORDS["body"])
    assert MailTemplate.objects.get().changed_by.startswith("token:")
    rows = {row["occasion"]: row["languages"] for row in client.get(ROOT).json()}
    assert [one["is_own"] for one in rows["team.registered"]] == [True, False]

    assert post(client, "reset", version=0).json()["code"] == "template_changed_meanwhile"
    assert post(client, "reset", version=1).json()["is_own"] is False


@pytest.mark.parametrize(
    ("over", "status", "code", "field"),
    [
        ({"body": "{{ ring }}"}, 409, "template_unknown_variable", "body"),
        ({"subject": "a {{ ring }}"}, 409, "template_unknown_variable", "subject"),
        ({"version": 7}, 409, "template_changed_meanwhile", None),
    ],
)
def test_refusals_are_those_of_the_page(
    convening: Convening, caller: Caller, over: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    refused = put(caller(convening), **over)
    assert (refused.status_code, refused.json()["code"], refused.json().get("field")) == (status, code, field)
    assert not MailTemplate.objects.exists()


@pytest.mark.parametrize("path", ["none/en/", "team.registered/fr/", "link.renewed/en/"])
def test_what_cannot_be_written_is_not_there(convening: Convening, caller: Caller, path: str) -> None:
    assert caller(convening).get(f"{ROOT}{path}").status_code == 404


def test_a_preview_of_a_team_needs_the_scope_that_reads_teams(convening: Convening, caller: Caller) -> None:
    team = make_team(convening, "committing", name="Mesa")
    words_only = caller(convening, Scope.MAIL_READ)

    sampled = post(words_only, "preview", **WORDS).json()
    assert (sampled["subject"], sampled["is_real"]) == ("Welcome, Mesa Verde", False)
    assert post(words_only, "preview", **WORDS, team=team.pk).json()["code"] == "scope_missing"
    both = caller(convening, Scope.MAIL_READ, Scope.TEAMS_READ)
    seen = post(both, "preview", **WORDS, team=team.pk).json()
    assert (seen["subject"], seen["is_real"]) == ("Welcome, Mesa", True)
    assert "[private link]" in seen["text"]
    theirs = make_team(make_convening(), "committing")
    assert post(both, "preview", **WORDS, team=theirs.pk).status_code == 404
    assert put(both).status_code == 403


def test_the_outbox_without_its_texts(convening: Convening, caller: Caller) -> None:
    make_team(convening, "committing")
    make_team(make_convening(), "committing")
    client = caller(convening, Scope.MESSAGES_READ)
    invited = client.get("/api/v1/messages/?occasion=commitment.invited&state=queued").json()

    assert invited["count"] == Message.objects.filter(convening_id=convening.pk, occasion="commitment.invited").count()
    assert {"text", "html", "refs", "key"}.isdisjoint(invited["results"][0])
    assert client.get("/api/v1/messages/?state=sent").json()["count"] == 0
    assert caller(convening, Scope.MAIL_READ).get("/api/v1/messages/").status_code == 403

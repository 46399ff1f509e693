"""The pages on which organizers write their mail."""

import html
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import PrivateLink
from console.views import templates as templates_view
from convenings.models import Convening
from convenings.permissions import Role
from mail.domain import delivery
from mail.domain.defaults import default_source
from mail.models import MailTemplate, Message
from tests.console.conftest import SignIn
from tests.registration.factories import make_team

WORDS = {"subject": "Welcome, {{ team }}", "body": "Dear {{ coordinator }}, **hello**.\n\n{{ button }}", "version": "0"}


def root(convening: Convening) -> str:
    return f"/organize/{convening.slug}/mail/words/"


def one(convening: Convening, occasion: str = "team.registered", language: str = "en") -> str:
    return f"{root(convening)}{occasion}/{language}/"


def shown(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def test_the_list_names_all_mail_and_whose_words_it_has(convening: Convening, owner: Client) -> None:
    page = shown(owner, root(convening))
    of_mails = page.count(f'href="{root(convening)}') - page.count(f'href="{root(convening)}"')  # its tab is none
    assert page.count("Default<span") == of_mails > 40
    assert "A team was registered" in page
    assert "new link for a lost one" not in page
    owner.post(one(convening), WORDS)
    assert shown(owner, root(convening)).count("Your own words") == 1
    MailTemplate.objects.update(fault="Broken.")
    assert "Your own, not readable" in shown(owner, root(convening))
    assert "Words of yours could not be read." in shown(owner, f"/organize/{convening.slug}/mail/")
    assert "Broken." in shown(owner, one(convening))


def test_words_are_saved_and_shown_with_their_difference(convening: Convening, owner: Client) -> None:
    page = shown(owner, one(convening))
    assert default_source("team.registered", "en").body in page
    assert "Difference to the default" not in page
    assert "{{ coordinator_email }}" in page
    answer = owner.post(one(convening), WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (302, one(convening))
    page = shown(owner, one(convening))
    assert "Difference to the default" in page
    assert re.search(r"<ins>.*Welcome", page)
    assert MailTemplate.objects.get().changed_by == f"user:{owner.session['_auth_user_id']}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"body": "{{ ring }}"}, "There is no {{ ring }} here."),
        ({"subject": ""}, "Please write a subject"),
        ({"body": "x" * 10_001}, "at most 10000"),
        ({"version": "7"}, "Somebody else changed this mail meanwhile."),
    ],
)
def test_what_is_refused_stays_typed(convening: Convening, owner: Client, change: dict[str, str], words: str) -> None:
    answer = owner.post(one(convening), WORDS | change)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert (WORDS | change)["body"][:200] in page
    assert not MailTemplate.objects.exists()


def test_the_preview_is_of_a_real_team_mints_nothing_and_sends_nothing(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing", name="Mesa <b>Verde</b>")
    before = (PrivateLink.objects.count(), Message.objects.count())
    answer = owner.post(f"{one(convening)}preview/", WORDS | {"of-team": str(team.pk)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Welcome, Mesa &lt;b&gt;Verde&lt;/b&gt;" in page
    [desk, phone] = [html.unescape(frame) for frame in re.findall(r'srcdoc="([^"]*)"', page)]
    assert desk == phone
    assert '<a class="go" href="#private-link">Open the team&#x27;s page</a>' in desk
    assert "<strong>hello</strong>" in desk
    assert "[private link]" in page
    assert "samples stand" not in page
    assert (PrivateLink.objects.count(), Message.objects.count()) == before
    assert not MailTemplate.objects.exists()
    style = re.search(r"'sha256-[\w+/=]+'", answer.headers["Content-Security-Policy"])
    assert style is not None
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_the_page_after_a_save_shows_what_the_preview_showed(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing", name="Mesa")
    swapped = owner.post(f"{one(convening)}preview/", WORDS | {"of-team": str(team.pk)}).content.decode()
    owner.post(one(convening), WORDS)
    page = owner.get(one(convening)).content.decode()
    assert swapped.strip() in page


def test_the_preview_says_what_is_wrong_and_where_samples_stand(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing", name="Mesa")
    wrong = owner.post(f"{one(convening)}preview/", WORDS | {"body": "{% if team %}", "of-team": ""}).content.decode()
    assert "never closed" in wrong
    assert "iframe" not in wrong
    spanish = f"{one(convening, language='es')}preview/"  # its writer reads English
    assert "never closed" in owner.post(spanish, WORDS | {"body": "{% if team %}", "of-team": ""}).content.decode()
    lapsed = f"{one(convening, 'team.lapsed')}preview/"
    assert "samples stand" in owner.post(lapsed, WORDS | {"body": "x", "of-team": str(team.pk)}).content.decode()


def test_a_team_of_another_convening_is_not_shown(convening: Convening, owner: Client) -> None:
    from tests.registration.factories import make_convening

    theirs = make_team(make_convening(), "committing", name="Elsewhere")
    page = owner.post(f"{one(convening)}preview/", WORDS | {"of-team": str(theirs.pk)}).content.decode()
    assert "Elsewhere" not in page


def test_the_preview_is_in_the_language_of_the_words(convening: Convening, owner: Client) -> None:
    make_team(convening, "committing", name="Mesa")
    page = shown(owner, one(convening, language="es"))
    assert "Mesa está inscrito" in page
    assert '<html lang="es">' in page
    assert "Save these words" in page


def test_a_try_of_what_is_typed_goes_to_who_types_it_alone(
    convening: Convening, owner: Client, mailoutbox: list[Any]
) -> None:
    team = make_team(convening, "committing", name="Mesa")
    Message.objects.all().delete()
    links = PrivateLink.objects.count()
    typed = WORDS | {"of-team": str(team.pk)}
    wrong = owner.post(f"{one(convening)}try/", typed | {"body": "{{ ring }}"}, headers={"HX-Request": "true"})
    assert "There is no {{ ring }} here." in html.unescape(wrong.content.decode())
    assert not Message.objects.exists()

    answer = owner.post(f"{one(convening)}try/", typed, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith("A test is on its way to june")
    assert "<h1" not in answer.content.decode()
    whole = html.unescape(owner.post(f"{one(convening)}try/", typed).content.decode())  # within the same second or not
    assert WORDS["body"] in whole
    delivery.deliver_due(at=timezone.now())
    mail = mailoutbox[0]
    assert (mail.subject, mail.to) == ("Test: Welcome, Mesa", ["June Abernathy <june@example.org>"])
    assert f"/c/{convening.slug}/" in mail.body
    assert (PrivateLink.objects.count(), MailTemplate.objects.exists()) == (links, False)


def test_tries_are_counted_by_the_hour(convening: Convening, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setitem(templates_view.TRIES, "most", 1)
    first, second = (
        owner.post(f"{one(convening)}try/", WORDS | {"of-team": ""}, headers={"HX-Request": "true"}) for _twice in "12"
    )
    assert "A test is on its way" in first.content.decode()
    assert "You have sent many tests within the hour." in second.content.decode()
    assert Message.objects.filter(occasion="words.tried").count() == 1


def test_samples_are_in_the_language_of_the_words(convening: Convening, owner: Client) -> None:
    words = WORDS | {"body": "{{ deadline }} {{ first_day }}", "of-team": ""}
    page = owner.post(f"{one(convening, language='es')}preview/", words).content.decode()
    assert "vie 2 de abril de 2027, 11:59 p.m., hora del Este" in page
    assert "April" not in page


def test_reset_asks_and_gives_the_default_back(convening: Convening, owner: Client) -> None:
    owner.post(one(convening), WORDS)
    assert "Reset to the default?" in shown(owner, one(convening))
    owner.post(one(convening), WORDS | {"version": "1", "subject": "Newer"})
    late = owner.post(f"{one(convening)}reset/", {"version": "1"}, follow=True)
    assert "Somebody else changed this mail meanwhile." in late.content.decode()
    owner.post(f"{one(convening)}reset/", {"version": "2"})
    assert not MailTemplate.objects.own().exists()
    assert "Reset to the default?" not in shown(owner, one(convening))


@pytest.mark.parametrize("address", ["none/en/", "team.registered/fr/", "link.renewed/en/"])
def test_there_is_no_page_for_what_cannot_be_written(convening: Convening, owner: Client, address: str) -> None:
    assert owner.get(f"{root(convening)}{address}").status_code == 404


def test_only_who_may_send_mail_comes_in(convening: Convening, sign_in: SignIn) -> None:
    assert sign_in(convening, Role.DESK, name="Dan Desk").get(one(convening)).status_code == 403


@pytest.mark.parametrize("page", ["", "team.registered/en/"])
def test_statements_do_not_grow_with_teams_and_templates(convening: Convening, owner: Client, page: str) -> None:
    counts = []
    for number in (1, 2, 3):
        make_team(convening, "committing")
        owner.post(one(convening, ["team.held", "team.lapsed", "team.handed_on"][number - 1]), WORDS | {"body": "x"})
        owner.get(f"{root(convening)}{page}")
        with CaptureQueriesContext(connection) as spent:
            owner.get(f"{root(convening)}{page}")
        counts.append(len(spent))
    assert counts[0] == counts[-1]

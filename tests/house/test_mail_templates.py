"""Every occasion has its words in every language, and both parts of its mail say the same."""

from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags

from mail import occasions
from mail.domain import placeholders
from mail.domain.defaults import FOLDER, default_source
from mail.domain.rendering import Rendered, render
from mail.occasions import BUTTON, Button, Occasion, PrivateUrl, Source

LANGUAGES = [code for code, _name in settings.LANGUAGES]
OWN_WORDS = {"bulk.mail", "words.tried"}  # whose letters bring a text of their own
OCCASIONS = tuple(one for one in occasions.known() if one.name not in OWN_WORDS)
URL = PrivateUrl("https://accord.example.org/l/abc/")


def rendered(occasion: Occasion, language: str, *, flags: bool = False) -> Rendered:
    samples = {name: flags if isinstance(value, bool) else value for name, value in occasion.samples.items()}
    buttons = [Button("Go on", URL)] if occasion.has_button else []
    with translation.override(language):
        return render(default_source(occasion.name, language), samples, buttons=buttons, is_demo=True)


def used(source: Source) -> frozenset[str]:
    return placeholders.names(source.subject) | placeholders.names(source.body)


def words(part: str) -> str:
    return " ".join(unescape(part).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_belongs_to_an_occasion_and_every_occasion_has_one(language: str) -> None:
    assert {Path(path).stem for path in (FOLDER / language).iterdir()} == {one.name for one in OCCASIONS}
    assert len(OCCASIONS) >= 26


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda one: one.name)
def test_all_languages_say_the_same_facts(occasion: Occasion) -> None:
    """And nothing that the occasion does not declare; the button stands where there is one."""
    by_language = {language: used(default_source(occasion.name, language)) for language in LANGUAGES}
    assert len(set(by_language.values())) == 1
    assert by_language["en"] - {BUTTON} <= {variable.name for variable in occasion.variables}
    assert (BUTTON in by_language["en"]) == occasion.has_button
    assert all(str(variable.words) for variable in occasion.variables)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda one: one.name)
def test_both_parts_say_the_same_facts(occasion: Occasion, language: str) -> None:
    mail = rendered(occasion, language)
    html, text = words(strip_tags(mail.html.partition("</head>")[2])), words(mail.text)
    source = default_source(occasion.name, language)
    for name in placeholders.printed(source.body) - {BUTTON}:
        value = occasion.samples[name]
        for fact in [value] if isinstance(value, str) else value:  # type: ignore[union-attr]
            assert fact in html, name
            assert fact in text, name
    assert mail.html.count(URL) == mail.text.count(URL) == int(occasion.has_button)
    assert "{" not in text + html
    assert f'<html lang="{language}">' in mail.html
    assert mail.html.count("<h1>") == 1


@pytest.mark.parametrize("occasion", [one for one in OCCASIONS if "if" in default_source(one.name, "en").body])
def test_a_text_with_two_sides_can_be_read_on_both(occasion: Occasion) -> None:
    assert "{" not in rendered(occasion, "en", flags=True).text


def test_no_occasion_before_the_joint_promise_can_say_who_has_answered() -> None:
    """Only a complete team's mail knows the signatories."""
    complete = {"team.confirmed", "team.in_check", "team.waitlisted", "team.complete", "team.offer_ended"}
    assert {one.name for one in OCCASIONS if "signatories" in one.samples} == complete

"""Every language is whole: no string left in English, no placeholder lost, nothing on a page outside the catalog."""

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail as box
from django.test import Client
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext

from accounts.models import Person
from convenings.models import Convening
from mail.domain import delivery
from mail.models import Message
from registration.domain import reminders
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [code for code, name in settings.LANGUAGES if code != "en"]
# What must survive translation: Python's placeholders, and tags.
KEPT = re.compile(r"%\(\w+\)[sd]|%%|</?\w+[^>]*>")
NOT_READ = shutil.ignore_patterns(".*", "node_modules", "var", "static", "tests", "bench", "__pycache__", "locale")
HOW = "Run `make messages` and translate what is new: docs/translating.md."


def catalog_of(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


def committed(language: str) -> Catalog:
    return catalog_of(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")


def forms(words: object) -> list[str]:
    return [words] if isinstance(words, str) else list(words)  # type: ignore[call-overload]


def messages(catalog: Catalog) -> Iterable[Entry]:
    return (message for message in catalog if message.id)


def kept(words: str) -> list[str]:
    return sorted(KEPT.findall(words))


def loses_something(message: Entry) -> bool:
    """The last form says all that the last English one says; an earlier one may leave the number out."""
    english, theirs = forms(message.id), forms(message.string)
    if kept(english[-1]) != kept(theirs[-1]):
        return True
    return any(not set(kept(english[0])) <= set(kept(form)) <= set(kept(english[-1])) for form in theirs[:-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_a_guess(language: str) -> None:
    catalog = committed(language)
    open_ones = [message.id for message in messages(catalog) if message.fuzzy or not all(forms(message.string))]
    assert open_ones == [], HOW
    assert not catalog.fuzzy


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_survive_translation(language: str) -> None:
    assert [message.string for message in messages(committed(language)) if loses_something(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    catalog = committed(language)
    wrong = [
        each.id for each in messages(catalog) if each.pluralizable and len(forms(each.string)) != catalog.num_plurals
    ]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xgettext"), reason="no gettext on this machine: apt-get install gettext")
def test_no_string_of_the_house_is_missing_from_the_catalogs(tmp_path: Path) -> None:
    copy = tmp_path / "house"
    shutil.copytree(ROOT, copy, ignore=NOT_READ)
    (copy / "locale").mkdir()
    collect = [sys.executable, "manage.py", "makemessages", "--locale", "es", "--no-wrap"]
    subprocess.run(collect, cwd=copy, check=True, capture_output=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": ""})
    fresh = {(each.context, str(each.id)) for each in messages(catalog_of(copy / "locale/es/LC_MESSAGES/django.po"))}
    assert len(fresh) > 1000
    for language in LANGUAGES:
        assert fresh - {(each.context, str(each.id)) for each in messages(committed(language))} == set(), HOW


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_takes_a_word_that_dates_are_written_with(language: str) -> None:
    """Ours win over Django's: a button called May would rename the month."""
    ours = {each.id for each in messages(committed(language)) if each.context is None}
    with translation.override("en"):
        from django.utils import dates

        names = (dates.MONTHS, dates.MONTHS_3, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
        assert ours & {str(name) for table in names for name in table.values()} == set()


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening()


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/", "For organizers"),
        ("/c/{slug}/", "What a team promises"),
        ("/c/{slug}/register/", "You, the coordinator"),
        ("/c/{slug}/programme/", "Programme"),
        ("/l/new/", "Lost your private link?"),
        ("/accounts/login/", "Sign in"),
        ("/nowhere/at/all/", "There is no page at this address."),
    ],
)
def test_a_page_in_spanish_holds_no_english(
    convening: Convening, monkeypatch: pytest.MonkeyPatch, address: str, heading: str
) -> None:
    stand_still(monkeypatch)
    answer = Client(headers={"accept-language": "es"}).get(address.format(slug=convening.slug), follow=True)
    shown = html.unescape(answer.content.decode())
    with translation.override("es"):
        assert gettext(heading) in shown
    assert '<html lang="es"' in shown
    words = [(each.id, each.string) for each in messages(committed("es")) if isinstance(each.id, str)]
    sentences = [english for english, spanish in words if " " in english and english != spanish and not kept(english)]
    assert [english for english in sentences if re.search(rf">\s*{re.escape(english)}\s*<", shown)] == []


@pytest.mark.django_db
def test_a_mail_is_written_in_the_language_of_its_reader() -> None:
    team = make_team(make_convening(), "committing", name="Mesa Verde")
    Person.objects.update(language="es")
    reminders.remind(party=parties_of(team)[0], by=BY, at=NOW)
    message = Message.objects.get(occasion="commitment.reminder")
    box.outbox.clear()
    delivery.deliver(message_id=message.pk, at=NOW)

    assert box.outbox[0].subject == "Mesa Verde todavía espera su respuesta"
    assert "vie 2 de abril de 2027, 11:59 p.m., hora del Este" in box.outbox[0].body
    assert "promise" not in box.outbox[0].body.split("http")[0]


def test_figures_in_spanish_are_those_of_the_united_states() -> None:
    with translation.override("es"):
        assert number_format(4310.5, 1, force_grouping=True) == "4,310.5"

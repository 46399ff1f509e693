"""What holds for every template of ours: a strict Content-Security-Policy, words that can be translated."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

FOLDER = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path for path in FOLDER.rglob("*.html") if "mail" not in path.relative_to(FOLDER).parts)
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son(click|change|submit|load|input|keydown)\s*=|javascript:"
    r"|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_inline_style_or_script(path: Path) -> None:
    assert not INLINE.search(path.read_text(encoding="utf-8"))


ASKS_FOR_A_JOB = [path for path in PAGES if "'console:job' convening.slug" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", ASKS_FOR_A_JOB, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_page_that_follows_a_job_has_a_place_where_its_news_is_said(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count('id="jobs_said" role="status"') == 1


SENTENCE = re.compile(r"{% blocktranslate([^%]*)%}(.*?){% endblocktranslate %}", re.DOTALL)
TIMED = re.compile(r"(\w+)=[\w.]+\|(?:clock|moment|short_moment):")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_sentence_ends_with_a_time_of_day(path: Path) -> None:
    """A time of day ends with a full stop of its own: 3:00 p.m."""
    text = path.read_text(encoding="utf-8")
    told = [(name, words) for given, words in SENTENCE.findall(text) for name in TIMED.findall(given)]
    ended = [words for name, words in told if f"{{{{ {name} }}}}." in words]
    assert ended + re.findall(r"\|(?:clock|moment|short_moment):\w+ }}\.", text) == []


@pytest.fixture
def visit() -> HttpRequest:
    return RequestFactory().get("/somewhere/?page=2")


@pytest.mark.parametrize(
    "name", ["base.html", "base_portal.html", "base_signing.html", "base_print.html", "404.html"]
)
def test_a_base_needs_no_context(name: str, visit: HttpRequest) -> None:
    assert '<html lang="en">' in render_to_string(name, {}, visit)


def test_the_page_for_our_own_faults_needs_not_even_a_request() -> None:
    assert "It is not your doing" in render_to_string("500.html")


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_every_page_of_a_demonstration_says_so(settings: Any, visit: HttpRequest, demo: bool, shown: bool) -> None:
    settings.ACCORD_DEMO = demo
    for name in ("base.html", "base_portal.html", "base_signing.html", "base_print.html"):
        assert ("DEMONSTRATION" in render_to_string(name, {}, visit)) is shown


def test_a_convening_that_is_a_demonstration_says_so(visit: HttpRequest) -> None:
    from convenings.models import Convening

    convening = Convening(name="Try-out", time_zone="America/Chicago", is_demo=True)
    page = render_to_string("base.html", {"convening": convening}, visit)
    assert "DEMONSTRATION" in page
    assert "All times are Central Time" in page


def test_the_language_switch_leads_back_to_the_page(visit: HttpRequest) -> None:
    page = render_to_string("base.html", {}, visit)
    assert 'name="next" value="/somewhere/?page=2"' in page
    assert 'value="es" lang="es"' in page

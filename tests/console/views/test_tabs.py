"""The rows of tabs: every page stands under its section, and whoever may not open a page gets no tab for it."""

import re

import pytest
from django.test import Client

from console.templatetags.backstage import SECTIONS, Section
from convenings.models import Convening
from convenings.permissions import Role
from tests.console.conftest import SignIn
from tests.registration.factories import make_team

pytestmark = pytest.mark.django_db


def rows(client: Client, convening: Convening, path: str) -> list[list[tuple[str, str]]]:
    """Of each row of tabs, what leads where: ("mail/bulk/", "page") for the one that is open."""
    page = client.get(f"/organize/{convening.slug}/{path}").content.decode()
    navs = re.findall(r'<nav class="tabs.*?</nav>', page, re.DOTALL)
    link = re.compile(rf'<a href="/organize/{convening.slug}/([^"]*)"(?: aria-current="(\w+)")?>')
    return [link.findall(nav) for nav in navs]


def here(row: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [tab for tab in row if tab[1]]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.path)
def test_each_page_of_a_section_is_one_click_from_the_others(
    convening: Convening, owner: Client, section: Section
) -> None:
    paths = [part.path for part in section.parts if part.path != "selection/"]
    for path in paths or [section.path]:
        found = rows(owner, convening, path)
        assert here(found[0]) == [(section.path, "page" if path == section.path else "true")]
        assert [tab[0] for row in found[1:] for tab in row] == paths
        assert [tab for row in found[1:] for tab in here(row)] == [(path, "page") for _ in paths[:1]]


@pytest.mark.parametrize(
    ("path", "tab", "part"),
    [
        ("mail/reminders/rules/", "mail/", "mail/reminders/"), ("mail/bulk/new/teams/", "mail/", "mail/bulk/"),
        ("teams/holders/?all=1", "teams/", "teams/holders/"),
    ],
)  # fmt: skip
def test_a_page_further_in_keeps_both_rows(
    convening: Convening, owner: Client, path: str, tab: str, part: str
) -> None:
    above, beside = rows(owner, convening, path)
    assert (here(above)[0][0], here(beside)[0][0]) == (tab, part)


def test_a_team_stands_under_all_teams(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "committing")
    above, beside = rows(owner, convening, f"teams/{team.pk}/")
    assert (here(above), here(beside)) == ([("teams/", "true")], [("teams/", "true")])


def test_selection_is_offered_where_teams_are_selected(convening: Convening, owner: Client) -> None:
    assert "selection/" not in dict(rows(owner, convening, "teams/")[1])
    convening.admission = "selection"
    convening.save(update_fields=["admission"])
    assert "selection/" in dict(rows(owner, convening, "teams/")[1])


def test_who_may_not_open_a_page_gets_no_tab_for_it(convening: Convening, sign_in: SignIn) -> None:
    desk = sign_in(convening, Role.DESK, name="Ruth Vang")
    for row in rows(desk, convening, "teams/"):
        for path, _current in row:
            assert desk.get(f"/organize/{convening.slug}/{path}").status_code == 200

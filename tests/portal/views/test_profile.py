"""The page on which a coordinator corrects the team's facts."""

import pytest
from django.test import Client

from registration.domain import questions
from registration.models import Team
from tests.registration.doors import as_coordinator
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "committing")


@pytest.fixture
def coordinator(client: Client, team: Team) -> Client:
    return as_coordinator(client, team)


def test_what_is_told_stands_on_the_teams_page(coordinator: Client, team: Team) -> None:
    Team.objects.update(diversity_groups={"Black": 3.5})
    facts = {"enrollment": "4,200", "figures_source": "CCD", "figures_year": "2026", "focus_text": "Mentors"}
    page = coordinator.post(f"/team/{team.pk}/profile/", facts, follow=True)
    assert "4,200 students" in page.content.decode()
    assert "(CCD, 2026)" in page.content.decode()
    assert Team.objects.get().diversity_groups == {"Black": 3.5}
    again = coordinator.get(f"/team/{team.pk}/profile/").content.decode()
    assert 'value="Mentors"' in again


def test_what_was_typed_is_kept_beside_its_refusal(coordinator: Client, team: Team) -> None:
    page = coordinator.post(f"/team/{team.pk}/profile/", {"poverty_percent": "140", "focus_text": "王小明"})
    assert page.status_code == 422
    assert "王小明" in page.content.decode()
    assert Team.objects.get().focus_text == ""


def test_another_teams_is_not_theirs(coordinator: Client, team: Team) -> None:
    other = make_team(team.convening, "committing")
    assert coordinator.get(f"/team/{other.pk}/profile/").status_code == 403
    assert coordinator.post(f"/team/{other.pk}/profile/", {"focus_text": "x"}).status_code == 403
    assert coordinator.get("/team/999999/profile/").status_code == 403


def test_over_it_is_not_corrected(coordinator: Client, team: Team) -> None:
    type(team.convening).objects.update(state="concluded")
    page = coordinator.get(f"/team/{team.pk}/profile/").content.decode()
    assert "stays as it is" in page
    assert "<textarea" not in page
    assert coordinator.post(f"/team/{team.pk}/profile/", {"focus_text": "x"}).status_code == 422


def test_figures_stand_as_people_write_them(client: Client) -> None:
    team = make_team(state="committing")
    Team.objects.filter(pk=team.pk).update(enrollment=8642, poverty_percent="21.40", diversity_percent="100.00")
    form = as_coordinator(client, team).get(f"/team/{team.pk}/profile/").context["form"]
    typed = {name: form[name].value() for name in ("enrollment", "poverty_percent", "diversity_percent")}
    assert typed == {"enrollment": "8,642", "poverty_percent": "21.4", "diversity_percent": "100"}


def test_what_the_organizers_asked_is_shown_with_its_answer_and_corrected(client: Client) -> None:
    team = make_team(state="draft")
    draft = questions.QuestionDraft("Which hotel?", kind="text", asked_of="team")
    asked = questions.make_question(convening=team.convening, draft=draft, by=BY, at=NOW)
    drafts = [questions.AnswerDraft(asked.pk, text="The Lodge")]
    questions.write_answers(of=team, drafts=drafts, by="public", at=NOW)
    lead = as_coordinator(client, team)
    assert "The Lodge" in lead.get(f"/team/{team.pk}/profile/").content.decode()
    assert lead.post(f"/team/{team.pk}/profile/", {f"question_{asked.pk}": "王小明’s"}).status_code == 302
    assert team.answers.get().text == "王小明’s"

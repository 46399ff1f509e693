"""A team corrects what it told about itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from convenings.domain import convenings
from convenings.models import Element
from journal.models import Entry
from journal.refusals import Refusal
from registration.domain import coordination, profiles, teams
from registration.domain.drafts import PersonDraft, Profile
from registration.models import Team
from tests.registration.factories import BY, NOW, make_team

pytestmark = pytest.mark.django_db
FIGURES = Profile(enrollment=4200, poverty_percent=31.5, source="CCD", year=2026, locale="rural")


@pytest.fixture
def team() -> Team:
    return make_team(None, "committing")


def correct(team: Team, profile: Profile = FIGURES, **over: Any) -> Team:
    told: dict[str, Any] = {"focus": [], "focus_text": "", "intention": "", "by": BY, "at": NOW, **over}
    return profiles.correct_profile(team=team, profile=profile, **told)


def corrected() -> list[tuple[str, Any]]:
    return list(Entry.objects.filter(kind="team.profile_corrected").order_by("pk").values_list("by", "data"))


def test_figures_with_source_and_year_focus_and_intention(team: Team) -> None:
    trust = Element.objects.create(convening=team.convening, name="Trust", position=1)
    lead = f"person:{team.coordinator_id}"
    correct(team, focus=[trust], focus_text=" Mentors ", intention="A plan", by=lead)
    fresh = Team.objects.get()
    told = (fresh.enrollment, str(fresh.poverty_percent), fresh.diversity_percent, fresh.figures_source)
    assert told == (4200, "31.50", None, "CCD")
    assert (fresh.figures_year, fresh.locale, fresh.focus_text, fresh.intention) == (2026, "rural", "Mentors", "A plan")
    assert list(fresh.focus.all()) == [trust]
    [(by, data)] = corrected()
    assert by == lead
    assert data["changed"] == [
        "enrollment", "figures_source", "figures_year", "focus", "focus_text", "intention", "locale", "poverty_percent",
    ]  # fmt: skip


def test_the_same_once_more_is_no_news(team: Team) -> None:
    correct(team)
    correct(team)
    assert len(corrected()) == 1
    correct(team, Profile())
    assert Team.objects.get().enrollment is None


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile(enrollment=-1), "enrollment"), (Profile(poverty_percent=101), "poverty_percent"),
        (Profile(locale="moon"), "locale"),
    ],
)  # fmt: skip
def test_what_cannot_be(team: Team, profile: Profile, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        correct(team, profile)
    assert (refused.value.code, refused.value.field) == ("registration_refused", field)


@pytest.mark.parametrize("end", [convenings.cancel, None])
def test_not_after_the_convening_is_over(team: Team, end: Callable[..., Any] | None) -> None:
    at = team.convening.ends_at if end is None else NOW
    if end is not None:
        end(convening=team.convening, reason="Flood", by=BY, at=NOW)
    with pytest.raises(profiles.ConveningOver):
        correct(team, at=at)
    assert corrected() == []


def test_until_its_last_second(team: Team) -> None:
    correct(team, at=team.convening.ends_at - timedelta(seconds=1))
    assert len(corrected()) == 1


def test_not_by_a_side_or_of_a_team_that_left(team: Team) -> None:
    side = next(side for side in ("union", "board", "district") if side != team.coordinator_side)
    row = coordination.name_side_coordinator(
        team=team, side=side, person=PersonDraft("Ana", "ana@example.org"), by=BY, at=NOW
    )
    with pytest.raises(Refusal) as refused:
        correct(team, by=f"person:{row.person_id}")
    assert refused.value.code == "lead_only"
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)
    with pytest.raises(Refusal) as refused:
        correct(team)
    assert refused.value.code == "team_state"

"""A place kept while a team is asked again: until when, announced before, what then, and taken back. By the clock."""

from datetime import datetime, timedelta

import pytest

from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.domain import admission, deadlines, selecting, teams
from registration.models import Team
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, sign

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
BOTH = pytest.mark.parametrize("keeps", [False, True])


def end_of(convening: Convening) -> datetime:
    """As the organizers set it: ten days, or the beginning of the convening."""
    return convening.starts_at if convening.keeps_after_grace else NOW + timedelta(days=10)


def asked_again(*, keeps: bool, **facts: object) -> Team:
    """The only place is this team's, and a material change asks all of it again."""
    convening = make_convening(capacity_teams=1, grace_days=10, keeps_after_grace=keeps, **facts)
    team = make_team(convening, "confirmed")
    publish(team, material=True)
    return Team.objects.get(pk=team.pk)


@BOTH
def test_the_place_is_kept_to_the_date_and_lapses_then(keeps: bool) -> None:
    team = asked_again(keeps=keeps)
    waiting = make_team(team.convening, "waitlisted")
    end = end_of(team.convening)
    assert (team.place, team.deadline) == ("held", end)
    assert admission.lapse_overdue(at=end - SECOND) == 0
    assert admission.lapse_overdue(at=end) == 1
    assert [(now.state, now.place) for now in Team.objects.filter(pk__in=[team.pk, waiting.pk]).order_by("pk")] == [
        ("lapsed", "released"), ("committed", "confirmed"),
    ]  # fmt: skip
    assert Message.objects.filter(occasion="team.lapsed").count() == 4


def test_kept_it_outlives_the_days_of_grace() -> None:
    team = asked_again(keeps=True)
    assert admission.lapse_overdue(at=NOW + timedelta(days=11)) == 0
    for party in parties_of(team):
        team = sign(party, at=NOW + timedelta(days=11))
    assert (team.state, team.place) == ("committed", "confirmed")


@BOTH
def test_it_is_announced_the_day_before_to_all_once(keeps: bool) -> None:
    team = asked_again(keeps=keeps)
    sign(parties_of(team)[0])
    end = end_of(team.convening)
    times = [end - DAY - SECOND, end - DAY, end - SECOND, end]
    assert [deadlines.announce_lapses(at=at) for at in times] == [0, 1, 0, 0]
    assert Message.objects.filter(occasion="team.lapsing").count() == 4  # who promised reads the same
    assert Entry.objects.get(kind="team.lapse_announced").data == {"due": end.isoformat()}


@BOTH
def test_a_stand_in_line_is_kept_as_long(keeps: bool) -> None:
    convening = make_convening(
        capacity_teams=1, grace_days=10, keeps_after_grace=keeps, promise_by_at=NOW + timedelta(days=3)
    )
    make_team(convening, "confirmed")
    team = make_team(convening, "waitlisted")
    publish(team, material=True)
    team.refresh_from_db()
    assert (team.place, team.deadline) == ("waitlisted", end_of(convening))


@BOTH
def test_who_is_selected_and_asked_again_keeps_the_place_as_long_after_the_letters(keeps: bool) -> None:
    convening = make_convening(capacity_teams=1, admission="selection", grace_days=10, keeps_after_grace=keeps)
    team = make_team(convening, "committed")
    selecting.apply_selection(convening=convening, chosen=[team.pk], letters_at=NOW + DAY, by=BY, at=NOW)
    publish(team, material=True)
    assert selecting.send_letters(at=NOW + DAY)
    team.refresh_from_db()
    assert (team.state, team.place) == ("committing", "held")
    assert team.place_held_until_at == (convening.starts_at if keeps else NOW + DAY + timedelta(days=10))


@pytest.mark.parametrize("rival", [False, True])
def test_undone_promises_to_the_new_text_count_and_the_place_is_given_anew(rival: bool) -> None:
    """Back in its place where it is still free, else the last in line: nobody is put out of theirs."""
    team = asked_again(keeps=False)
    first, *others = parties_of(team)
    sign(first)
    if rival:
        make_team(team.convening, "waitlisted")
    end = end_of(team.convening)
    admission.lapse_overdue(at=end)
    team = teams.reopen_team(team=team, promise_by_at=end + timedelta(days=7), by=BY, at=end + DAY)
    assert (team.state, team.place, team.deadline) == ("committing", "released", end + timedelta(days=7))
    for party in others:
        team = sign(party, at=end + 2 * DAY)
    assert (team.state, team.place) == ("committed", "waitlisted" if rival else "confirmed")
    assert admission.lapse_overdue(at=end + timedelta(days=8)) == 0

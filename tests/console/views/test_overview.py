from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkin.domain.badges import issue_badges
from checkin.domain.scanning import scan
from checkin.models import Badge
from console.domain.overview import overview
from convenings.domain.convenings import close_, go_live
from convenings.models import Convening
from convenings.permissions import Role
from mail.models import Message
from registration.domain import promising
from registration.domain.admission import places_left
from registration.domain.announcements import announce
from registration.domain.offices import report_missing
from registration.models import Team
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, hold_registration, make_convening, make_team, parties_of, sign

WITHIN_A_WEEK = NOW + timedelta(days=29)


def test_numbers(convening: Convening) -> None:
    make_team(convening, "confirmed", us_state="CO")
    make_team(convening, "draft")
    sign(next(party for party in parties_of(make_team(convening, "committing")) if party.is_gating))

    seen = overview(convening, at=NOW)

    assert [step.count for step in seen.steps] == [3, 2, 1, 1]
    assert seen.homes == {"CO": 1}
    assert seen.days_left == 32
    assert seen.arrivals is None


def test_places_are_those_of_admission(db: None) -> None:
    convening = make_convening(capacity_teams=5, capacity_people=20)
    make_team(convening, "confirmed", members=2)
    make_team(convening, "confirmed")

    seen, left = overview(convening, at=NOW), places_left(convening)

    assert (seen.teams_open, seen.people_open) == (left.teams, left.people) == (3, 12)


def test_who_is_late_and_whom_it_waits_for(convening: Convening) -> None:
    team = make_team(convening, "committing")
    union, district, board = parties_of(team)
    sign(union)
    promising.decline(party=district, reason="Not this year.", by=f"person:{district.signatory_id}", at=NOW)

    early, late = overview(convening, at=NOW).waiting, overview(convening, at=WITHIN_A_WEEK).waiting

    assert [(seen.total, seen.late, seen.declined) for seen in (early, late)] == [(1, 0, 1), (1, 1, 1)]
    assert (early.rows[0].is_late, late.rows[0].is_late) == (False, True)
    assert (late.total, late.rows[0].waits, late.rows[0].declined) == (1, (board,), (district,))
    assert (late.rows[0].invited_at, late.rows[0].reminded_at) == (NOW, None)


def test_late_teams_are_reminded_by_post_and_once(convening: Convening, sign_in: SignIn) -> None:
    make_team(convening, "committing")
    with time_machine.travel(WITHIN_A_WEEK, tick=False):
        owner = sign_in(convening, Role.OWNER)
        for _press in range(2):
            assert owner.get(f"/organize/{convening.slug}/remind/").status_code == 405
            assert owner.post(f"/organize/{convening.slug}/remind/").status_code == 302

    assert Message.objects.filter(occasion="commitment.reminder").count() == 3


def test_reported_office_is_the_organizers_turn(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "draft", kind="state")
    party = next(one for one in parties_of(team) if one.requirement == "required_if_exists")
    report_missing(party=party, by="user:1", at=NOW)

    page = owner.get(f"/organize/{convening.slug}/").content.decode()

    assert page.count('class="turnband"') == 1
    assert f'href="/organize/{convening.slug}/teams/{team.pk}/"' in page


def test_each_kind_that_waits_has_its_own_sentence_and_way(convening: Convening, owner: Client) -> None:
    for _team in range(2):
        team = make_team(convening, "draft", kind="state")
        party = next(one for one in parties_of(team) if one.requirement == "required_if_exists")
        report_missing(party=party, by="user:1", at=NOW)
    hold_registration(make_team(convening, "draft"))
    Team.objects.filter(pk=make_team(convening, "confirmed").pk).update(place="in_check")

    seen = overview(convening, at=NOW)

    base = f"/organize/{convening.slug}"
    assert [turn.address for turn in seen.turns] == [
        f"{base}/teams/?answers=reported", f"{base}/held/", f"{base}/teams/holders/",
    ]
    assert "1 more team says something like it." in seen.turns[0].words
    assert seen.steps[-1].note == "0 on the waitlist, 1 to be checked first"
    listed = owner.get(seen.turns[0].address).content.decode()
    assert listed.count('<th role="rowheader"') == 2


@pytest.mark.parametrize(("answers", "found"), [("declined", 1), ("deferred", 1), ("reported", 0), ("", 3)])
def test_teams_by_what_an_office_answered(convening: Convening, owner: Client, answers: str, found: int) -> None:
    for act in ("decline", "defer", None):
        party = parties_of(make_team(convening, "committing"))[0]
        by = f"person:{party.signatory_id}"
        if act == "decline":
            promising.decline(party=party, reason="No", by=by, at=NOW)
        elif act == "defer":
            promising.defer(party=party, until_on=NOW.date() + timedelta(days=3), by=by, at=NOW)

    page = owner.get(f"/organize/{convening.slug}/teams/?answers={answers}").content.decode()

    assert page.count('<th role="rowheader"') == found


def test_what_stands_on_every_page_is_told(convening: Convening, owner: Client) -> None:
    words = "This stands on every page now:"
    url = f"/organize/{convening.slug}/"
    assert words not in owner.get(url).content.decode()
    announce(convening=convening, text="Lunch moved to hall <B>.", by="user:1", at=timezone.now())

    page = owner.get(url).content.decode()

    assert f"<b>{words}</b> Lunch moved to hall &lt;B&gt;." in page
    assert f'href="/organize/{convening.slug}/mail/announcements/"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(convening: Convening, sign_in: SignIn, rows: int) -> None:
    for number in range(rows):
        make_team(convening, "confirmed")
        make_team(convening, "committing", us_state=("CO", "NV", "KY")[number])

    with time_machine.travel(WITHIN_A_WEEK):
        owner = sign_in(convening, Role.OWNER)
        owner.get("/organize/")
        with CaptureQueriesContext(connection) as found:
            answer = owner.get(f"/organize/{convening.slug}/")

    assert answer.status_code == 200
    assert "Whom we wait for" in answer.content.decode()
    assert len(found) <= 13, "\n".join(query["sql"][:160] for query in found)


def test_statements_and_curve_when_live(convening: Convening, owner: Client) -> None:
    make_team(convening, "confirmed", members=1)
    issue_badges(convening=convening, by="user:1", at=NOW)
    door = convening.checkpoints.create(name="North")
    at = timezone.now()
    for move in (close_, go_live):
        move(convening=convening, by="user:1", at=at)
    for number, badge in enumerate(Badge.objects.all()):
        scan(
            checkpoint=door, code=badge.code, scan_id=f"00000000-0000-0000-0000-00000000000{number}",  # type: ignore[arg-type]
            scanned_at=at, by="user:1", at=at,
        )

    with CaptureQueriesContext(connection) as found:
        page = owner.get(f"/organize/{convening.slug}/").content.decode()

    assert len(found) <= 13, "\n".join(query["sql"][:160] for query in found)
    assert "of 4 people" in page
    assert 'class="curve"' in page


def test_tabs_are_those_that_the_role_may_open(convening: Convening, sign_in: SignIn) -> None:
    page = sign_in(convening, Role.PROGRAMME).get(f"/organize/{convening.slug}/").content.decode()

    assert f'href="/organize/{convening.slug}/programme/"' in page
    assert f'href="/organize/{convening.slug}/settings/"' not in page
    assert f'href="/organize/{convening.slug}/teams/' not in page


def test_own_convenings_only(convening: Convening, owner: Client) -> None:
    other = make_convening(name="Elsewhere")

    page = owner.get("/organize/").content.decode()

    assert convening.name in page
    assert other.name not in page
    assert owner.get(f"/organize/{other.slug}/").status_code == 404


def test_who_may_not_see_teams_is_not_told_whom_they_wait_for(convening: Convening, sign_in: SignIn) -> None:
    team = make_team(convening, "committing", name="Harbor Prairie")
    address = f"/organize/{convening.slug}/"

    assert team.name in sign_in(convening, Role.REGISTRAR, name="Ravi").get(address).content.decode()
    assert team.name not in sign_in(convening, Role.PROGRAMME, name="Hana").get(address).content.decode()

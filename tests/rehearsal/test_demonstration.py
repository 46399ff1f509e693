"""The demonstration's convenings, and one that is played whole, on an empty database each."""

from collections import Counter
from datetime import date, timedelta

import pytest

from agreements.models import Party
from breakouts.domain.choice_reminders import open_rounds
from breakouts.domain.choosing_time import choosing_time
from checkin.models import Scan
from convenings.states import Promotion
from journal.models import Entry
from mail.models import BadAddress
from registration.domain.answer_page import answer_page, party_asked
from registration.models import Attendee, Preparation, Selection, SideCoordinator
from rehearsal.domain.demo import demo_plans
from rehearsal.domain.invariants import check_invariants
from rehearsal.domain.plan import Until
from rehearsal.domain.play import Play
from rehearsal.domain.stages import gates
from tests.rehearsal.conftest import play

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each plays a convening


def test_an_open_one_has_answers_but_no_scans() -> None:
    performed = play(until=Until.SCHEDULED)
    assert performed.convening.state == "open"
    assert set(performed.convening.teams.values_list("state", flat=True)) == {"draft", "committing", "committed"}
    assert not Scan.objects.exists()


def test_demo_is_open_and_live_today() -> None:
    today = date(2027, 3, 15)
    open_one, live_one, _selecting_one = demo_plans(today=today)
    performed = Play(open_one)
    convening = performed.perform()
    assert convening.local(convening.promise_by_at).date() == date(2027, 3, 29)  # at most 18 days ahead
    assert f"{convening.local(convening.starts_at):%A}" == "Wednesday"
    places = Counter(convening.teams.exclude(place="none").values_list("place", flat=True))
    assert places == {"confirmed": 19, "held": 2, "offered": 1}
    sites = convening.teams.filter(figures_source__startswith="NEA Foundation")
    assert Counter(sites.values_list("state", "place")) == {("committed", "confirmed"): 18}
    waits = convening.teams.exclude(place_held_until_at=None).values_list("place_held_until_at", flat=True)
    assert min(waits).date() > today  # the offer, the hold, and who has still to countersign
    assert SideCoordinator.objects.standing().filter(team__convening=convening).count() == 1
    assert Preparation.objects.exclude(prepared_at=None).count() == 1
    assert Party.objects.get(same_as__isnull=False).agreement.team.state == "draft"  # waits for an organizer
    assert [name for name, holds in check_invariants(convening).items() if not holds] == ["mail_delivered"]
    bad = BadAddress.objects.get()  # of a leader of an invented team that waits for them
    assert Party.objects.missing().get(signatory__email=bad.address).agreement.team.state == "committing"
    assert Entry.objects.latest("at").at.date() <= today
    assert live_one.first_day == date(2027, 3, 14)
    assert choosing_time(convening).is_open(convening.starts_at - timedelta(days=8))
    assert not choosing_time(convening).is_open(convening.starts_at)
    come = Attendee.objects.placed().filter(convening=convening)
    lacking = [len(open_rounds(convening, [who.pk]).of(who)) for who in come[:40]]
    assert set(lacking) == {0, 1, 2}  # some have chosen, some began, some put it off


def test_the_small_one_selects_and_its_letters_are_ahead() -> None:
    today = date(2027, 3, 15)
    *_others, selecting_one = demo_plans(today=today)
    convening = Play(selecting_one).perform()
    convening.refresh_from_db()
    selection = Selection.objects.get(convening=convening)
    assert selection.sent_at is None
    assert selection.letters_at.date() > today
    assert sum(row["by_hand"] for row in (*selection.chosen, *selection.waiting)) == 2
    places = Counter(convening.teams.values_list("state", "place"))
    assert places == {
        ("committed", "selected"): 4, ("committing", "selected"): 1,
        ("committed", "none"): 3, ("committing", "none"): 1,
    }  # fmt: skip
    assert [name for name, holds in check_invariants(convening).items() if not holds] == ["mail_delivered"]
    asked = Party.objects.get(agreement__team__state="committing", agreement__team__place="selected", answer__number=3)
    assert (asked.side, asked.answer.state) == ("board", "invited")  # the one that a changed text asks again
    again = answer_page(party=party_asked(party_id=asked.pk), at=convening.opens_at).again
    assert again is not None
    assert (again.promised.number, len(again.notes)) == (1, 1)


def test_a_whole_one_hands_offices_over_holds_places_and_offers_them() -> None:
    performed = play(promotion=Promotion.CONFIRMED, capacity_teams=9)
    kinds = set(Entry.objects.filter(convening_id=performed.convening.pk).values_list("kind", flat=True))
    assert {"office.handed_over", "commitment.recorded", "team.put_on_hold", "team.hold_ended"} <= kinds
    assert {"place.offered", "offer.accepted"} <= kinds
    assert not performed.convening.teams.filter(place__in=["offered", "held"]).exists()


def test_gates_of_each_kind_scans_taken_back_and_one_double_entry() -> None:
    performed = play(capacity_teams=9)
    gates.open_gates(performed)
    convening = performed.convening
    assert {"door", "expo", "meal", "bus"} <= set(convening.checkpoints.values_list("kind", flat=True))
    ours = Scan.objects.filter(checkpoint__convening=convening)
    assert ours.count() == performed.scans_sent
    assert ours.exclude(annulled_at=None).count() == 2
    assert Scan.objects.judged_differently(convening).count() == 1
    assert [name for name, holds in check_invariants(convening).items() if not holds] == []

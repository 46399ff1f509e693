"""Where a convening wants it, a place is confirmed only when organizers have found the office-holders in a source."""

from datetime import timedelta

import pytest

from agreements.domain.commitments import ReasonMissing
from agreements.models import Party
from convenings.domain import convenings
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.domain import (
    admission,
    checking,
    codes,
    details,
    holds,
    offers,
    promising,
    selecting,
    shared_offices,
    signatories,
    succession,
    team_moves,
)  # fmt: skip
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.domain.people import NameUnprintable
from registration.models import Team
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db
ADA = HolderDraft("Ada Brook", "ada@example.org")


@pytest.fixture
def convening() -> Convening:
    return make_convening(holders_checked_first=True, capacity_teams=1)


def complete(convening: Convening) -> Team:
    team = make_team(convening, "committing")
    for party in parties_of(team):
        sign(party)
    team.refresh_from_db()
    return team


def tick(*parties: Party) -> None:
    for party in parties:
        checking.check_holder(party=party, source="The district’s page", by=BY, at=NOW)


def place_of(team: Team) -> tuple[str, str]:
    team.refresh_from_db()
    return team.state, team.place


def owed(occasion: str, team: Team) -> int:
    return Message.objects.filter(occasion=occasion, refs__team=team.pk).count()


def test_the_last_tick_confirms_a_place_that_counted_from_the_last_promise(convening: Convening) -> None:
    team = complete(convening)
    assert place_of(team) == ("committed", "in_check")
    assert place_of(complete(convening)) == ("committed", "waitlisted")
    assert admission.places_shown(convening).teams == 0
    assert (owed("team.in_check", team), owed("team.confirmed", team)) == (4, 0)

    first, *others = parties_of(team)
    tick(*others)
    assert place_of(team) == ("committed", "in_check")
    tick(first)
    assert place_of(team) == ("committed", "confirmed")
    assert team.confirmed_at == NOW
    assert owed("team.confirmed", team) == 4
    assert Entry.objects.filter(kind="place.confirmed", subject=f"team:{team.pk}", data__was="in_check").count() == 1
    tick(first)  # once more
    assert owed("team.confirmed", team) == 4


def test_a_check_that_is_taken_back_is_wanted_again_before_the_place_is_confirmed(convening: Convening) -> None:
    team = complete(convening)
    first, *others = parties_of(team)
    tick(first)
    checking.uncheck_holder(party=first, reason="  Their page names\n somebody else ", by=BY, at=NOW)
    first.refresh_from_db()
    assert (first.checked_at, first.checked_by, first.checked_source) == (None, "", "")
    assert first.unchecked_because == "Their page names somebody else"
    entry = Entry.objects.get(kind="office.unchecked")
    assert (entry.subject, entry.data) == (f"party:{first.pk}", {"team": team.pk, "office": first.office})
    tick(*others)
    assert place_of(team) == ("committed", "in_check")
    tick(first)
    assert place_of(team) == ("committed", "confirmed")
    first.refresh_from_db()
    assert first.unchecked_because == ""


def test_taken_back_after_it_was_confirmed_the_place_stays(convening: Convening) -> None:
    team = complete(convening)
    tick(*parties_of(team))
    checking.uncheck_holder(party=parties_of(team)[0], reason="A slip", by=BY, at=NOW)
    assert place_of(team) == ("committed", "confirmed")
    assert [party.pk for party in checking.unchecked(convening)] == [parties_of(team)[0].pk]


def test_only_a_check_is_taken_back_and_for_a_reason(convening: Convening) -> None:
    team = complete(convening)
    party = parties_of(team)[0]
    with pytest.raises(checking.NotChecked):
        checking.uncheck_holder(party=party, reason="A slip", by=BY, at=NOW)
    tick(party)
    for reason, refused in (("  ", ReasonMissing), ("a\u0007b", NameUnprintable)):
        with pytest.raises(refused):
            checking.uncheck_holder(party=party, reason=reason, by=BY, at=NOW)
    party.refresh_from_db()
    assert party.checked_at == NOW


def test_all_ticked_before_the_last_promise_it_is_confirmed_at_once(convening: Convening) -> None:
    team = make_team(convening, "committing")
    tick(*parties_of(team))
    for party in parties_of(team):
        sign(party)
    assert place_of(team) == ("committed", "confirmed")
    assert owed("team.in_check", team) == 0


def test_no_door_goes_round_it(convening: Convening) -> None:
    team = complete(convening)
    with pytest.raises(team_moves.HoldersUnchecked):
        team_moves.move_place(Team.objects.locked(team), team_moves.PlaceState.CONFIRMED, by=BY, at=NOW)


def test_the_clock_takes_nothing_from_a_team_that_waits_for_organizers(convening: Convening) -> None:
    team = complete(convening)
    late = convening.promise_by_at + timedelta(days=1)
    assert (admission.lapse_overdue(at=late), holds.end_holds(at=late), offers.expire_offers(at=late)) == (0, 0, 0)
    assert place_of(team) == ("committed", "in_check")


def test_a_new_holder_before_it_is_confirmed_is_checked_anew(convening: Convening) -> None:
    team = complete(convening)
    party = party_of(team, "superintendent")
    tick(party)
    succession.hand_over(party=party, holder=ADA, by=BY, at=NOW)
    assert place_of(team) == ("committing", "held")
    tick(party_of(team, "union_president"), party_of(team, "board_president"))
    Party.objects.filter(pk=party.pk).update(handed_over_at=None)  # no code here
    sign(party_of(team, "superintendent"))
    assert place_of(team) == ("committed", "in_check")
    tick(party_of(team, "superintendent"))
    assert place_of(team) == ("committed", "confirmed")


def test_a_place_that_was_confirmed_stays_so_when_an_office_changes_hands(convening: Convening) -> None:
    team = complete(convening)
    tick(*parties_of(team))
    succession.hand_over(party=party_of(team, "superintendent"), holder=ADA, by=BY, at=NOW)
    assert place_of(team) == ("committing", "held")
    Party.objects.filter(agreement=team.agreement_id).update(handed_over_at=None)
    sign(party_of(team, "superintendent"))
    assert place_of(team) == ("committed", "confirmed")


def test_a_withdrawn_promise_gives_it_up_and_the_next_in_line_is_in_check(convening: Convening) -> None:
    team, second = complete(convening), complete(convening)
    party = party_of(team, "superintendent")
    promising.withdraw(party=party, reason="A vote", by=f"person:{party.signatory_id}", at=NOW)
    assert (place_of(team), place_of(second)) == (("committing", "released"), ("committed", "in_check"))
    tick(*parties_of(second))
    assert place_of(second) == ("committed", "confirmed")


SWAPS = {
    "both": ("Mallory Impostor", "mallory@example.net"), "address": ("", "mallory@example.net"),
    "name": ("Mallory Impostor", ""),
}  # fmt: skip


@pytest.mark.parametrize("by_organizer", [False, True], ids=["coordinator", "organizer"])
@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS)
def test_whoever_is_named_otherwise_is_checked_anew(
    convening: Convening, swap: tuple[str, str], by_organizer: bool
) -> None:
    team = make_team(convening, "committing")
    tick(*parties_of(team))
    party = party_of(team, "superintendent")
    name, email = swap[0] or party.signatory.name, swap[1] or party.signatory.email
    by = BY if by_organizer else f"person:{team.coordinator_id}"
    signatories.correct_holder(party=party, draft=PersonDraft(name, email), by=by, at=NOW)
    fresh = party_of(team, "superintendent")
    assert (fresh.checked_at, fresh.checked_by, fresh.checked_source) == (None, "", "")
    assert Entry.objects.get(kind="office.unchecked").data == {"team": team.pk, "office": "superintendent"}
    assert codes.is_needed(fresh, convening) == (not by_organizer and bool(swap[1]))
    Party.objects.filter(pk=party.pk).update(handed_over_at=None)  # no code here
    for other in parties_of(team):
        sign(other)
    assert place_of(team) == ("committed", "in_check")
    tick(party_of(team, "superintendent"))
    assert place_of(team) == ("committed", "confirmed")


def test_saved_without_a_change_the_check_stands(convening: Convening) -> None:
    team = make_team(convening, "committing")
    tick(*parties_of(team))
    party = party_of(team, "superintendent")
    draft = PersonDraft(f" {party.signatory.name} ", party.signatory.email)
    signatories.correct_holder(party=party, draft=draft, by=f"person:{team.coordinator_id}", at=NOW)
    assert party_of(team, "superintendent").checked_at == NOW
    assert not Entry.objects.filter(kind="office.unchecked").exists()


def test_all_offices_of_one_person_are_checked_anew(convening: Convening) -> None:
    team = make_team(convening, "committing")
    board, union = party_of(team, "board_president"), party_of(team, "union_president")
    shared_offices.share_office(party=board, with_party=union, reason="Merged", by=BY, at=NOW)
    tick(*parties_of(team))
    draft = PersonDraft("Mallory Impostor", union.signatory.email)
    signatories.correct_holder(party=union, draft=draft, by=BY, at=NOW)
    assert {party.office for party in checking.unchecked(convening)} == {"board_president", "union_president"}


def test_a_holder_who_writes_the_own_name_anew_is_checked_anew(convening: Convening) -> None:
    team = complete(convening)
    tick(*parties_of(team))
    for name, left in ((party_of(team, "superintendent").signatory.name, 0), ("王小明", 1)):
        seat = team.members.get(office="superintendent")
        details.change_details(attendee=seat, details=details.Details(name), by=f"person:{seat.person_id}", at=NOW)
        assert checking.unchecked(convening).count() == left
    assert place_of(team) == ("committed", "confirmed")


def test_an_accepted_offer_waits_too(convening: Convening) -> None:
    convenings.change_convening(convening=convening, changes={"promotion": "confirmed"}, by=BY, at=NOW)
    team, second = complete(convening), complete(convening)
    admission.release(team=Team.objects.locked(team), by=BY, at=NOW)
    assert place_of(second) == ("committed", "offered")
    for _click in range(2):
        offers.accept_offer(team=second, by=BY, at=NOW)
        assert place_of(second) == ("committed", "in_check")
    tick(*parties_of(second))
    assert place_of(second) == ("committed", "confirmed")


def test_a_selected_team_waits_after_the_letters() -> None:
    convening = make_convening(holders_checked_first=True, admission="selection")
    team = complete(convening)
    letters_at = NOW + timedelta(days=1)
    selecting.apply_selection(convening=convening, chosen={team.pk}, letters_at=letters_at, by=BY, at=NOW)
    tick(*parties_of(team)[:2])
    assert place_of(team) == ("committed", "selected")
    selecting.send_letters(at=letters_at)
    assert place_of(team) == ("committed", "in_check")
    tick(*parties_of(team)[2:])
    assert place_of(team) == ("committed", "confirmed")


def test_no_longer_wanted_it_is_confirmed_at_once(convening: Convening) -> None:
    team = complete(convening)
    convenings.change_convening(convening=convening, changes={"holders_checked_first": False}, by=BY, at=NOW)
    assert place_of(team) == ("committed", "confirmed")
    assert owed("team.confirmed", team) == 4

"""One person in two offices, with an organizer's leave and a reason."""

from typing import Any

import pytest

from agreements.models import Party
from journal.models import Entry
from registration.domain.shared_offices import OrganizersShare, ShareRefused, share_office
from registration.models import SharedOffice, Team
from tests.registration.factories import BY, NOW, make_convening, make_team, party_of, sign

pytestmark = pytest.mark.django_db


def share(team: Team, office: str, other: str, **over: Any) -> Team:
    both = {"party": party_of(team, office), "with_party": party_of(team, other)}
    asked = {**both, "reason": "Merged", "by": BY, "at": NOW}
    return share_office(**{**asked, **over})


def test_they_promise_for_each_and_the_team_is_complete() -> None:
    team = make_team(kind="state", state="committing")
    share(team, "aft_president", "nea_president")
    assert party_of(team, "aft_president").signatory_id == party_of(team, "nea_president").signatory_id
    kept = SharedOffice.objects.get()
    assert (kept.reason, kept.shared_by) == ("Merged", BY)
    assert Entry.objects.get(kind="office.shared").data == {
        "team": team.pk, "office": "aft_president", "with": "nea_president",
    }  # fmt: skip
    Party.objects.update(handed_over_at=None)  # the mailed code has tests of its own
    for office in ("state_chief", "nea_president", "aft_president"):
        assert team.state != "committed"
        team = sign(party_of(team, office))
    assert team.state == "committed"
    assert team.members.coming().filter(person=party_of(team, "nea_president").signatory).count() == 1


def test_an_office_that_nobody_was_named_for() -> None:
    team = make_team(kind="state")
    Party.objects.filter(agreement=team.agreement_id, office="aft_president").update(signatory=None)
    share(team, "aft_president", "nea_president")
    assert party_of(team, "aft_president").signatory == party_of(team, "nea_president").signatory


@pytest.mark.parametrize("by", ["public", "system", "person:1"])
def test_organizers_alone(by: str) -> None:
    with pytest.raises(OrganizersShare):
        share(make_team(), "superintendent", "board_president", by=by)


def test_with_a_reason_and_another_office_of_the_same_team() -> None:
    team = make_team()
    for over in (
        {"reason": "  "},
        {"reason": "x" * 2001},
        {"with_party": party_of(team, "superintendent")},
        {"with_party": party_of(make_team(make_convening()), "board_president")},
    ):
        with pytest.raises(ShareRefused):
            share(team, "superintendent", "board_president", **over)
    assert not SharedOffice.objects.exists()

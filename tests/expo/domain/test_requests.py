"""What teams ask of their booths, until a deadline."""

from datetime import timedelta

import pytest

from convenings.models import Convening
from expo.domain import requests
from expo.domain.needs import NeedUnknown
from expo.domain.requests import RequestDraft, request_of, set_deadline, tell_request, write_request
from expo.models import Booth, NeighbourWish, Request
from journal.models import Entry
from registration.models import Team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_convening, make_team

COORDINATOR = "person:1"


@pytest.fixture
def elgin(convening: Convening) -> Team:
    booths(hall(convening), "", "")
    Booth.objects.filter(number=101).update(zone="By the stage")
    return make_team(convening, "confirmed", name="Elgin")


def test_written_down_and_changed(elgin: Team, convening: Convening) -> None:
    near, apart = (make_team(convening, "confirmed", name=name).pk for name in ("O'Brien-Nuñez", "王小明"))
    draft = RequestDraft(
        frozenset({"power"}), ("By the stage",), frozenset({near}), frozenset({apart}), "Our Đặng model"
    )
    tell_request(team=elgin, draft=draft, by=COORDINATOR, at=AT)
    assert request_of(elgin) == draft
    tell_request(team=elgin, draft=draft, by=COORDINATOR, at=AT)
    other = RequestDraft(near=frozenset({apart}))
    tell_request(team=elgin, draft=other, by=COORDINATOR, at=AT)
    assert request_of(elgin) == other
    entries = Entry.objects.filter(kind="booth_request.changed")
    assert [(entry.subject, entry.data) for entry in entries] == [(f"team:{elgin.pk}", {})] * 2


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (RequestDraft(needs=frozenset({"helicopter"})), NeedUnknown),
        (RequestDraft(zones=("On the roof",)), requests.ZoneUnknown),
        (RequestDraft(near=frozenset({10**9})), requests.NeighbourUnknown),
    ],
)
def test_what_does_not_exist_is_refused(elgin: Team, draft: RequestDraft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        tell_request(team=elgin, draft=draft, by=COORDINATOR, at=AT)
    assert not Request.objects.exists()


def test_whom_a_team_may_name(elgin: Team, convening: Convening) -> None:
    without_place = make_team(convening, "committing")
    elsewhere = make_team(make_convening(), "confirmed")
    peoria = make_team(convening, "confirmed", name="Peoria")
    assert requests.others_of(elgin) == [peoria]
    for other in (without_place, elsewhere, elgin):
        with pytest.raises(requests.NeighbourUnknown):
            write_request(team=elgin, draft=RequestDraft(apart=frozenset({other.pk})), by=BY, at=AT)
    both = RequestDraft(near=frozenset({peoria.pk}), apart=frozenset({peoria.pk}))
    with pytest.raises(requests.NeighbourTwice, match="Peoria cannot be near and apart at once"):
        write_request(team=elgin, draft=both, by=BY, at=AT)
    many = frozenset(make_team(convening, "confirmed").pk for __ in range(4))
    with pytest.raises(requests.TooManyNeighbours):
        write_request(team=elgin, draft=RequestDraft(near=many), by=BY, at=AT)


def test_a_team_named_before_may_stay_though_it_lost_its_place(elgin: Team, convening: Convening) -> None:
    peoria = make_team(convening, "confirmed")
    draft = RequestDraft(near=frozenset({peoria.pk}))
    write_request(team=elgin, draft=draft, by=BY, at=AT)
    Team.objects.filter(pk=peoria.pk).update(place="none")
    write_request(team=elgin, draft=RequestDraft(near=draft.near, shows="A wall"), by=BY, at=AT)
    assert NeighbourWish.objects.count() == 1


def test_the_deadline_holds_for_teams_and_not_for_organizers(elgin: Team, convening: Convening) -> None:
    opens_at = requests.closes_at(convening)
    assert opens_at is not None
    with pytest.raises(requests.RequestsClosed):
        tell_request(team=elgin, draft=RequestDraft(shows="Late"), by=COORDINATOR, at=opens_at)
    set_deadline(convening=convening, until_at=AT, by=BY, at=AT)
    with pytest.raises(requests.RequestsClosed):
        tell_request(team=elgin, draft=RequestDraft(shows="Late"), by=COORDINATOR, at=AT)
    tell_request(team=elgin, draft=RequestDraft(shows="In time"), by=COORDINATOR, at=AT - timedelta(seconds=1))
    write_request(team=elgin, draft=RequestDraft(shows="By phone"), by=BY, at=AT)
    assert request_of(elgin).shows == "By phone"
    for __ in range(2):
        set_deadline(convening=convening, until_at=None, by=BY, at=AT)
    assert requests.closes_at(convening) == opens_at
    assert Entry.objects.filter(kind="booth_requests.deadline_set").count() == 2


def test_a_team_without_a_place_is_told_so(convening: Convening) -> None:
    with pytest.raises(requests.NoPlaceYet):
        tell_request(team=make_team(convening, "committing"), draft=RequestDraft(), by=COORDINATOR, at=AT)

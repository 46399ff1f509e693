"""What teams ask of their booths, read and written by other systems."""

from api.scopes import Scope
from convenings.models import Convening
from expo.domain.booths import make_booth
from expo.domain.requests import RequestDraft, request_of
from expo.models import Request
from tests.api.conftest import Caller
from tests.expo.factories import AT, BY, hall
from tests.registration.factories import make_convening, make_team

JSON = "application/json"


def test_written_and_read(convening: Convening, caller: Caller) -> None:
    make_booth(hall=hall(convening), number=1, x=0, y=0, zone="By the stage", by=BY, at=AT)
    ann, bob, eve = (make_team(convening, "confirmed") for _ in range(3))
    make_team(convening)  # without a place
    client, address = caller(convening), f"/api/v1/booth-requests/{ann.pk}/"
    nothing = {"needs": [], "zones": [], "near": [], "apart": [], "shows": ""}
    assert client.get(address).json() == {"team": ann.pk, **nothing}
    asked = {
        "needs": ["power"], "zones": ["By the stage"], "near": [bob.pk], "apart": [eve.pk], "shows": "Đặng’s film",
    }
    answer = client.put(address, asked, content_type=JSON)
    assert (answer.status_code, answer.json()) == (200, {"team": ann.pk, **asked})
    rows = client.get("/api/v1/booth-requests/").json()["results"]
    assert rows == [{"team": ann.pk, **asked}, {"team": bob.pk, **nothing}, {"team": eve.pk, **nothing}]
    client.put(address, {"shows": "Two posters"}, content_type=JSON)
    assert request_of(ann) == RequestDraft(shows="Two posters")


def test_refused_in_the_pages_words(convening: Convening, caller: Caller) -> None:
    ann, bob = (make_team(convening, "confirmed") for _ in range(2))
    other = make_team(make_convening(), "confirmed")
    client, address = caller(convening), f"/api/v1/booth-requests/{ann.pk}/"
    for sent, code in (
        ({"zones": ["Nowhere"]}, "zone_unknown"), ({"near": [other.pk]}, "neighbour_unknown"),
        ({"near": [ann.pk]}, "neighbour_unknown"), ({"near": [bob.pk], "apart": [bob.pk]}, "neighbour_twice"),
    ):  # fmt: skip
        answer = client.put(address, sent, content_type=JSON)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert client.put(address, {"needs": ["a river"]}, content_type=JSON).status_code == 400
    assert client.put(f"/api/v1/booth-requests/{other.pk}/", {}, content_type=JSON).status_code == 404
    assert not Request.objects.exists()


def test_reading_does_not_write(convening: Convening, caller: Caller) -> None:
    team = make_team(convening, "confirmed")
    reader = caller(convening, Scope.EXPO_READ)
    assert reader.get("/api/v1/booth-requests/").status_code == 200
    assert reader.put(f"/api/v1/booth-requests/{team.pk}/", {}, content_type=JSON).status_code == 403
    stranger = caller(convening, Scope.PROGRAMME_READ)
    assert stranger.get(f"/api/v1/booth-requests/{team.pk}/").status_code == 403


def test_a_number_that_no_row_can_have(convening: Convening, caller: Caller) -> None:
    team = make_team(convening, "confirmed")
    client, address = caller(convening), f"/api/v1/booth-requests/{team.pk}/"
    assert client.put(address, {"near": [10**30]}, content_type=JSON).status_code == 400

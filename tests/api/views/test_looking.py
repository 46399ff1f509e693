"""What scanners did that asks for a look, read and marked as seen by another system."""

from checkin.domain.refused_scans import matters
from convenings.models import Convening
from tests.api.conftest import Caller
from tests.checkin.factories import make_convening
from tests.checkin.views.test_refused import asked, read
from tests.checkin.views.test_scans import let_in_twice


def test_both_are_read_and_marked_by_rest(convening: Convening, caller: Caller) -> None:
    client = caller(convening)
    double = let_in_twice(convening)
    read(convening)
    told = client.get("/api/v1/scans/to-look-at/").json()
    assert [one["scan_id"] for one in told["doubles"]] == [str(double.scan_id)]
    ((one,), body) = told["refused"], asked(convening)
    assert (one["words"], one["until"]) == ("Codes that are no badge", body["until"])
    for address, sent in ((f"scans/{double.scan_id}/seen/", {}), ("scans/refused/seen/", body)):
        seen = [client.post(f"/api/v1/{address}", sent, content_type="application/json").json() for _ in range(2)]
        assert seen == [{"seen": 1}, {"seen": 0}]
    assert client.get("/api/v1/scans/to-look-at/").json() == {"doubles": [], "refused": []}


def test_what_is_of_another_convening_is_not_there(convening: Convening, caller: Caller) -> None:
    other = make_convening()
    double = let_in_twice(other)
    read(other)
    client = caller(convening)
    for address, sent in ((f"scans/{double.scan_id}/seen/", {}), ("scans/refused/seen/", asked(other))):
        assert client.post(f"/api/v1/{address}", sent, content_type="application/json").status_code == 404
    assert len(matters(other)) == 1

"""Who is in, for other systems: figures under a tag."""

from unittest.mock import patch

import pytest
from django.utils import timezone

from api.scopes import Scope
from convenings.models import Convening
from tests.api.conftest import Caller
from tests.checkin.factories import make_convening, make_team

pytestmark = pytest.mark.django_db


def test_the_figures_of_the_own_convening_and_304_while_nothing_changes(caller: Caller) -> None:
    convening = make_convening()
    door = convening.checkpoints.create(name="North door")
    team = make_team(convening)
    make_team(make_convening(), "Elsewhere")
    client = caller(convening, Scope.CHECKIN_READ)
    with patch("api.views.base.timezone.now", return_value=timezone.now()):
        answer = client.get("/api/v1/arrivals/")
        again = client.get("/api/v1/arrivals/", headers={"If-None-Match": answer["ETag"]})
    told = answer.json()
    assert (told["people_in"], told["people_expected"], len(told["minutes"])) == (0, 5, 10)
    assert told["gates"] == [
        {
            "checkpoint": door.pk, "name": "North door", "kind": "door", "people": 0, "refused": 0,
            "per_minute": [0] * 10,
        }
    ]  # fmt: skip
    assert told["teams"] == [
        {
            "team": team.pk, "name": "Durango", "state": "missing", "here": 0, "total": 5, "offices_here": 0,
            "offices": 3,
        }
    ]  # fmt: skip
    assert (again.status_code, again.content) == (304, b"")


def test_another_scope_reads_no_arrivals(convening: Convening, caller: Caller) -> None:
    assert caller(convening, Scope.CHECKIN_SCAN).get("/api/v1/arrivals/").status_code == 403

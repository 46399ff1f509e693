"""Lists: what stands in them, and that their statements do not grow with their rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.domain.badges import issue_badges
from convenings.models import Convening
from jobs.models import Job
from tests.api.conftest import Caller
from tests.breakouts import factories as programme
from tests.expo import factories as expo
from tests.registration.factories import NOW, make_team

LISTS = {
    "teams": 4, "attendees": 3, "rooms": 3, "slots": 3, "sessions": 5, "halls": 3, "booths": 3, "checkpoints": 3,
    "badges": 3, "jobs": 3,
}


def one_more(convening: Convening, number: int) -> None:
    """One more row of everything."""
    make_team(convening, "confirmed", members=1)
    programme.placed_session(convening, number)
    convening.checkpoints.create(name=f"Door {number}")
    issue_badges(convening=convening, by="user:1", at=NOW)
    Job.objects.create(convening_id=convening.pk, kind="badges.sheet", started_by="user:1", asked_at=NOW)


@pytest.mark.parametrize(("name", "statements"), LISTS.items())
def test_statements_are_the_same_at_one_and_at_three_rows(
    convening: Convening, caller: Caller, name: str, statements: int
) -> None:
    client = caller(convening)
    hall = expo.make_floor(convening)
    counted = []
    for number in range(3):
        one_more(convening, number)
        client.get(f"/api/v1/{name}/")  # the token's use is written once a minute
        with CaptureQueriesContext(connection, ) as found:
            answer = client.get(f"/api/v1/{name}/")
        assert answer.status_code == 200, answer.content
        assert answer.json()["count"] >= 1
        counted.append(len(found))

    assert hall
    assert counted == [statements] * 3

"""A hall with waves and teams at its booths for tests; the expo is on 26 May 2027, 1:30 to 4:30 in Cincinnati."""

from datetime import UTC, datetime
from typing import Any

from breakouts.models import Session
from convenings.models import Convening
from expo.domain.assignment import place_team
from expo.domain.crews import TeamCrew, crew_of
from expo.domain.rota_planning import ask_rota
from expo.domain.waves import set_waves
from expo.models import Hall, Shift, Wave
from jobs.domain import work
from jobs.models import Job
from registration.models import Attendee, Team
from tests.breakouts.factories import placed, room, slot
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team

EXPO = datetime(2027, 5, 26, 17, 30, tzinfo=UTC)


def waved(convening: Convening, *, teams: int = 1, members: int = 1, count: int = 6, **rules: Any) -> Hall:
    """A hall with that many waves, and a team at each booth: three leaders and these members."""
    where = hall(convening)
    for booth in booths(where, *[""] * teams):
        team = make_team(convening, "confirmed", members=members, name=f"Team {booth.number}")
        place_team(booth=booth, team=team, by=BY, at=AT)
    set_waves(hall=where, count=count, **rules, by=BY, at=AT)
    where.refresh_from_db()
    return where


def team_at(where: Hall, number: int = 101) -> Team:
    return Team.objects.select_related("convening", "coordinator").get(
        placement__booth__hall=where, placement__booth__number=number
    )


def crew_at(where: Hall, number: int = 101) -> TeamCrew:
    found = crew_of(team_at(where, number))
    assert found is not None
    return found


def people(where: Hall, number: int = 101) -> list[Attendee]:
    return list(crew_at(where, number).people)


def stand(who: Attendee, where: Hall, *numbers: int, **over: Any) -> list[Shift]:
    """Shifts in these waves, whatever the rules say."""
    return [Shift.objects.create(wave=Wave.objects.get(hall=where, number=n), attendee=who, **over) for n in numbers]


def presents(who: Attendee, *, hour: int, minutes: int = 30, title: str = "") -> Session:
    """They present that day at that hour on the wall."""
    return placed(room(who.convening), slot(who.convening, hour, day=26, minutes=minutes), title, (who,))


def planned(where: Hall, team: Team | None = None) -> Job:
    job = ask_rota(hall=where, team=team, by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    job.refresh_from_db()
    return job

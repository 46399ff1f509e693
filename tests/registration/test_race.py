"""Capacity under simultaneous last promises, by real processes on a committed database, with negative controls."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Person
from agreements.models import Commitment
from convenings.models import Convening
from registration.models import Attendee, Team
from registration.states import PlaceState
from tests.registration.factories import make_convening, make_team, parties_of, sign

pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PROCESSES = 8
ROOT = Path(__file__).resolve().parents[2]
Racers = list["subprocess.Popen[str]"]
BROKEN = {"postgresql": "row_lock", "sqlite": "transaction"}


@dataclass(frozen=True)
class Outcome:
    """What the database says after a race, and how the promises ended."""

    ends: Counter[str]
    confirmed: list[int]  # their completion numbers
    waitlisted: list[int]
    completions: int

    def is_right(self, *, teams: int, places: int) -> bool:
        """Every promise was taken, the numbers run from 1 without a gap, and the first of them have the places."""
        numbers = list(range(1, teams + 1))
        return (
            self.ends == Counter(promised=teams)
            and self.completions == teams
            and self.confirmed == numbers[:places]
            and self.waitlisted == numbers[places:]
        )


def ready_to_complete(convening: Convening, teams: int) -> list[int]:
    """So many teams that lack one promise each, copied from one that was made; the parties that are missing."""
    first = make_team(convening, "committing")
    *promising, missing = parties_of(first)
    for party in promising:
        sign(party)
    with transaction.atomic():  # one commit for the whole stage
        return [missing.pk, *(copy_of(first, number) for number in range(1, teams))]


def copy_of(first: Team, number: int) -> int:
    """A team like the first, row for row, with people of its own; its party that has not promised."""
    people = {}
    for person in Person.objects.filter(pk__in=people_of(first)):
        people[person.pk] = again(person, email=f"{number}.{person.email}")
    agreement = again(first.agreement, subject=f"copy:{number}")
    team = again(Team.objects.get(pk=first.pk), agreement=agreement, coordinator=people[first.coordinator_id])
    for attendee in Attendee.objects.filter(team=first):
        again(attendee, team=team, person=people[attendee.person_id])
    for party in parties_of(first):
        copied = again(party, agreement=agreement, signatory=people[party.signatory_id], answer=None)
        for row in Commitment.objects.filter(party_id=party.pk).order_by("number"):
            copied.answer = again(row, party=copied, signatory=copied.signatory)
        copied.save(update_fields=["answer"])
        last = copied.pk
    return last


def people_of(team: Team) -> list[int]:
    return [team.coordinator_id, *Attendee.objects.filter(team=team).values_list("person_id", flat=True)]


def again(row: Any, **values: Any) -> Any:
    """The row as a new one, with other values."""
    same = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    for name in values:
        same.pop(row._meta.get_field(name).attname)
    return type(row).objects.create(**same, **values)


@pytest.fixture(scope="module")
def racers() -> Iterator[Racers]:
    """The processes, started once: each takes seconds to start."""
    command = [sys.executable, "-m", "tests.registration.racer"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ)
        for _ in range(PROCESSES)
    ]
    yield started
    for racer in started:
        racer.kill()
        racer.communicate()


def race(racers: Racers, convening: Convening, parties: list[int], *, broken: str = "") -> Outcome:
    """All promises at once, dealt out to the processes."""
    database = str(connection.settings_dict["NAME"])
    connection.close()
    for number, racer in enumerate(racers):
        told = {"database": database, "broken": broken, "parties": parties[number::PROCESSES]}
        assert racer.stdin is not None
        racer.stdin.write(json.dumps(told) + "\n")
        racer.stdin.flush()
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    return outcome_of(convening, _go(racers))


def _go(racers: Racers) -> Counter[str]:
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    ends: Counter[str] = Counter()
    for racer in racers:
        assert racer.stdout is not None
        ends.update(json.loads(racer.stdout.readline()))
    return ends


def outcome_of(convening: Convening, ends: Counter[str]) -> Outcome:
    convening.refresh_from_db()
    teams = Team.objects.filter(convening=convening, completion__isnull=False).order_by("completion")

    def numbers(place: PlaceState) -> list[int]:
        return list(teams.filter(place=place).values_list("completion", flat=True))

    return Outcome(
        ends=ends,
        confirmed=numbers(PlaceState.CONFIRMED),
        waitlisted=numbers(PlaceState.WAITLISTED),
        completions=convening.completions,
    )


def test_three_hundred_last_promises_at_once_fill_exactly_a_hundred_places(racers: Racers) -> None:
    convening = make_convening(capacity_teams=100, capacity_people=10_000)

    outcome = race(racers, convening, ready_to_complete(convening, 300))

    assert outcome.is_right(teams=300, places=100), outcome


def test_without_the_lock_it_goes_wrong(racers: Racers) -> None:
    """The negative control: without the row lock on PostgreSQL, without the transaction on SQLite."""
    convening = make_convening(capacity_teams=30, capacity_people=10_000)

    outcome = race(racers, convening, ready_to_complete(convening, 90), broken=BROKEN[connection.vendor])

    assert not outcome.is_right(teams=90, places=30), outcome


def test_promises_at_once_fill_the_room_for_people_and_no_more(racers: Racers) -> None:
    convening = make_convening(capacity_teams=1000, capacity_people=100)  # three people each: room for 33 teams

    outcome = race(racers, convening, ready_to_complete(convening, 45))

    assert outcome.is_right(teams=45, places=33), outcome

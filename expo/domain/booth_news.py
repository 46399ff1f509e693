"""Teams are told once how to find their booth: some minutes after a proposal was applied, and not again for the same.

The mail waits for what follows closely, and carries where the team stood before the first of it. When it is written,
where the team stands by then is compared with that: who was moved and moved back gets none.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Prefetch

from accounts.models import Person
from convenings.states import ConveningState
from expo.models import Hall, Placement
from mail.domain import outbox
from mail.domain.outbox import Owed
from mail.models import Message
from registration.domain import coordinators
from registration.models import SideCoordinator, Team

OCCASION = "booth.told"
QUIET = timedelta(minutes=10)  # without a further change
LONGEST = timedelta(hours=1)  # however many changes follow
TOLD = frozenset({ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE})


def owe_news(*, hall: Hall, stood: Mapping[int, int], key: str, at: datetime) -> int:
    """Owe or amend a mail to each coordinator of each team; how many. The caller holds the halls.

    stood: the booth at which each team stood before, by id; 0 for none. key: tells this change from others.
    """
    if hall.convening.state not in TOLD:
        return 0
    waiting = {
        (message.refs["team"], message.person_id): message
        for message in outbox.waiting_of(occasion=OCCASION, convening_id=hall.convening_id, at=at)
    }
    beside = Prefetch("side_coordinators", SideCoordinator.objects.select_related("person"))
    teams = Team.objects.filter(pk__in=stood).select_related("coordinator").prefetch_related(beside).order_by("pk")
    told = [
        (team, person) for team in teams
        for person in {one.person.pk: one.person for one in coordinators.of_team(team)}.values()
    ]  # fmt: skip
    named = [(team.pk, person.pk) for team, person in told]
    waits_on = _wait_on([waiting[one] for one in named if one in waiting], at)
    fresh = [
        _owed(team, person, stood[team.pk], key) for (team, person), one in zip(told, named, strict=True)
        if one not in waiting or waiting[one].pk not in waits_on
    ]  # fmt: skip
    outbox.owe_all(owed=fresh, occasion=OCCASION, convening_id=hall.convening_id, due_at=at + QUIET, at=at)
    return len(told)


def _wait_on(messages: list[Message], at: datetime) -> set[int]:
    """Let mails that wait do so a little longer; the ids of those that are not on their way yet."""
    by_due: dict[datetime, list[Message]] = defaultdict(list)
    for message in messages:
        by_due[min(at + QUIET, message.owed_at + LONGEST)].append(message)
    return {pk for due_at, some in by_due.items() for pk in outbox.postpone(some, due_at=due_at, at=at)}


def _owed(team: Team, person: Person, stood: int, key: str) -> Owed:
    return Owed(
        key=f"{OCCASION}:{key}:{team.pk}:{person.pk}", to_address=person.email, to_name=person.name,
        person_id=person.pk, language=person.language, refs={"team": team.pk, "stood": stood},
    )  # fmt: skip


def news_for(team: Team, *, stood: int) -> Placement | None:
    """Where the team stands, if that differs from where it stood."""
    found = Placement.objects.standing().filter(team=team).select_related("booth__hall").first()
    return found if found is not None and found.booth_id != stood else None

"""Teams are told once how to find their booth: some minutes after a proposal was applied, and not again for the same.

The mail waits for what follows closely, and carries where the team stood before the first of it. When it is written,
where the team stands by then is compared with that: who was moved and moved back gets none.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from convenings.states import ConveningState
from expo.models import Hall, Placement
from mail.domain import outbox
from mail.domain.outbox import Owed
from registration.models import Team

OCCASION = "team.booth"
QUIET = timedelta(minutes=10)  # without a further change
LONGEST = timedelta(hours=1)  # however many changes follow
TOLD = frozenset({ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE})


def owe_news(*, hall: Hall, stood: Mapping[int, int], key: str, at: datetime) -> int:
    """Owe or amend a mail to the coordinator of each team; to how many. The caller holds the halls.

    stood: the booth at which each team stood before, by id; 0 for none. key: tells this change from others.
    """
    if hall.convening.state not in TOLD:
        return 0
    teams = list(Team.objects.filter(pk__in=stood).select_related("coordinator").order_by("pk"))
    waiting = {
        message.refs["team"]: message
        for message in outbox.waiting_of(occasion=OCCASION, convening_id=hall.convening_id, at=at)
    }
    fresh = []
    for team in teams:
        message = waiting.get(team.pk)
        if message is not None and message.person_id == team.coordinator_id:
            due_at = min(at + QUIET, message.owed_at + LONGEST)
            if outbox.amend(message, refs=message.refs, due_at=due_at, at=at):
                continue
        person = team.coordinator
        fresh.append(
            Owed(
                key=f"{OCCASION}:{key}:{team.pk}", to_address=person.email, to_name=person.name, person_id=person.pk,
                language=person.language, refs={"team": team.pk, "stood": stood[team.pk]},
            )
        )
    outbox.owe_all(owed=fresh, occasion=OCCASION, convening_id=hall.convening_id, due_at=at + QUIET, at=at)
    return len(teams)


def news_for(team: Team, *, stood: int) -> Placement | None:
    """Where the team stands, if that differs from where it stood."""
    found = Placement.objects.standing().filter(team=team).select_related("booth__hall").first()
    return found if found is not None and found.booth_id != stood else None

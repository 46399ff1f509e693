"""What everybody concerned is told when the convening itself moves: owed in parts, after the change itself.

A convening may concern thousands of people. The change commits at once; its row says that they are still to be told
(`told_changes` < `state_changes`), and a sweep owes the mail in short transactions. A mail's key is of the change and
the address: whatever stops the sweep, the next one goes on, tells nobody twice and forgets nobody.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from agreements.models import Party
from convenings.models import Convening
from convenings.states import ConveningState
from mail.domain import outbox
from registration.domain import letters
from registration.models import Attendee, SideCoordinator, Team
from registration.states import TeamState

TOLD = {ConveningState.POSTPONED: "convening.postponed", ConveningState.CANCELLED: "convening.cancelled"}
PART = 100  # mails in one transaction


def tell_everybody(*, at: datetime) -> int:
    """Owes the news of postponed and cancelled convenings, once to each address; how many. Idempotent.

    To every coordinator, to the signatories of teams that were invited, and to all who come for certain.
    """
    moved = Convening.objects.filter(state__in=TOLD, told_changes__lt=F("state_changes"))
    return sum(_tell(convening, at=at) for convening in moved.order_by("pk"))


def _tell(convening: Convening, *, at: datetime) -> int:
    occasion = TOLD[ConveningState(convening.state)]
    people = letters.to_each_address(occasion, _concerned(convening), convening.pk, mark=convening.state_changes)
    told = 0
    for start in range(0, len(people), PART):
        told += _owe(convening, occasion, people[start : start + PART], at=at)
    untold = Convening.objects.filter(pk=convening.pk, state_changes=convening.state_changes)
    untold.update(told_changes=convening.state_changes)
    return told


@transaction.atomic
def _owe(convening: Convening, occasion: str, people: list[outbox.Owed], *, at: datetime) -> int:
    """One part; nothing where the convening moved on meanwhile: nobody wants old news."""
    locked = Convening.objects.locked(convening.pk)
    if locked.state_changes != convening.state_changes:
        return 0
    return outbox.owe_all(occasion=occasion, owed=people, convening_id=convening.pk, at=at)


def _concerned(convening: Convening) -> Iterator[letters.Addressee]:
    """Id, name, address and language. Five queries."""
    standing = Team.objects.filter(convening=convening).exclude(
        state__in=(TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN)
    )
    yield from _people(standing.order_by("pk"), "coordinator")
    yield from _people(SideCoordinator.objects.standing().filter(team__in=standing).order_by("pk"), "person")
    asked = standing.exclude(state=TeamState.DRAFT).values("agreement_id")
    parties = Party.objects.filter(agreement_id__in=asked, signatory__isnull=False)
    yield from _people(parties.order_by("pk"), "signatory")
    yield from _people(Attendee.objects.placed().filter(convening=convening).order_by("pk"), "person")


def _people(rows: QuerySet[Any], to: str) -> Iterator[letters.Addressee]:
    found = rows.values_list(f"{to}_id", f"{to}__name", f"{to}__email", f"{to}__language")
    return (letters.Addressee(*row) for row in found.iterator())

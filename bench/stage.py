"""What the benchmarks run against: a convening with teams, made by domain functions on the servers' own database."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.domain import links
from agreements.models import Party
from api.domain import tokens
from bench.measuring import Browser, Family
from checkin.models import Checkpoint
from convenings.models import Convening
from mail.models import Message
from mail.states import MessageState
from registration.models import Team
from tests.registration.factories import make_convening, make_team, parties_of, sign


@dataclass
class Stage:
    """The servers, and what is on them."""

    port: int
    family: Family
    convening: Convening = field(init=False)
    now: datetime = field(default_factory=timezone.now)

    def set(self) -> "Stage":
        """An open convening with a committed team and a door."""
        days: dict[str, Any] = {name: self.now + timedelta(days=n) for name, n in (
            ("opens_at", -20), ("promise_by_at", 60), ("plan_due_at", 80), ("starts_at", 90), ("ends_at", 92),
        )}
        begins = days["starts_at"].replace(hour=13, minute=0)  # in the morning there, whenever this runs
        days |= {"starts_at": begins, "ends_at": begins + timedelta(days=2, hours=9)}
        self.convening = make_convening(slug="bench", capacity_teams=5_000, capacity_people=50_000, **days)
        self.team = make_team(self.convening, "confirmed", members=5, at=self.now)
        self.door = Checkpoint.objects.create(convening=self.convening, name="North door", kind="door")
        return self

    def token(self, *scopes: str) -> dict[str, str]:
        """The headers of a program with a fresh token."""
        until, asked = self.now + timedelta(days=9), {"convening": self.convening, "label": "Bench"}
        _token, secret = tokens.make_token(**asked, scopes=scopes, expires_at=until, by="user:1", at=self.now)  # type: ignore[arg-type]
        return {"Authorization": f"Bearer {secret}", "Content_Type": "application/json"}

    def browser(self) -> Browser:
        return Browser(self.port)

    def link(self, purpose: str, subject: str, person: Any) -> str:
        """The path of a fresh private link."""
        until = self.now + timedelta(days=30)
        token = links.mint(person=person, purpose=purpose, subject=subject, expires_at=until, at=self.now)
        return f"/l/{token}/"

    def waiting_mail(self) -> "QuerySet[Message]":
        return Message.objects.filter(state__in=[MessageState.QUEUED, MessageState.SENDING])

    def empty_outbox(self) -> None:
        """Mail that the making of the stage owed would be sent meanwhile."""
        self.waiting_mail().filter(state=MessageState.QUEUED).update(state=MessageState.CANCELLED)
        self.wait_until(lambda: not self.waiting_mail().exists(), within=30)

    def wait_until(self, true: Callable[[], bool], *, within: float) -> None:
        until = time.monotonic() + within
        while not true():
            if time.monotonic() > until:
                raise TimeoutError(f"Not within {within:g} s")
            time.sleep(0.05)

    def team_before_last_promise(self) -> tuple[Team, Party]:
        """A team for which one promise is missing, and whose it is."""
        team = make_team(self.convening, "committing", at=self.now)
        *others, last = [party for party in parties_of(team) if party.is_gating and party.signatory_id]
        for party in others:
            sign(party, at=self.now)
        return team, last

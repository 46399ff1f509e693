"""Plays a convening from its founding to its door, through the same functions that people's pages call."""

import time
from collections.abc import Callable
from datetime import datetime
from random import Random

from convenings.models import Convening
from journal.domain.chain import seal
from mail.domain.delivery import deliver_due
from rehearsal.domain import calendar
from rehearsal.domain.calendar import Calendar
from rehearsal.domain.casting import Cast
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.scripts import TeamScript, write_scripts
from rehearsal.domain.stages import (
    badges,
    calling,
    checking,
    choosing,
    deadline,
    door,
    floor,
    founding,
    gates,
    helping,
    hours,
    kiosk,
    looking_back,
    moving,
    places,
    printing,
    programme,
    promises,
    registrations,
    reminding,
    returning,
    revising,
    rota,
    seating,
    selection,
    telling,
    timetabling,
    visiting,
    wording,
    writing,
)


class Play:
    """One convening being played; `seconds` says how long each stage took.

    sends_mail: whether the play sends what it owes, on its own clock. Otherwise a worker does, on the real one.
    """

    def __init__(self, plan: Plan, *, sends_mail: bool = False) -> None:
        self.plan = plan
        self.sends_mail = sends_mail
        self.rng = Random(plan.seed)
        self.cast = Cast(self.rng)
        self.seconds: dict[str, float] = {}
        self.convening: Convening
        self.teams: list[tuple[TeamScript, int]] = []  # script and team id, in the order of registration
        self.scans_sent = 0
        self._calendar = Calendar(plan.first_day)

    def perform(self) -> Convening:
        """Play all stages that the plan asks for."""
        self._stage("founding", lambda: founding.found(self), calendar.OPENS)
        self._stage("wording", lambda: wording.write_words(self), calendar.OPENS)
        self._stage("registrations", self._register, calendar.LAST_TEAM + 1)
        self._stage("telling", lambda: telling.tell(self), calendar.LAST_TEAM + 1)
        self._stage("promises", lambda: promises.answer(self), calendar.LAST_ANSWER + 1)
        if self.plan.is_demo:
            self._stage("helping", lambda: helping.help_(self), calendar.LAST_ANSWER + 1)
            self._stage("returning", lambda: returning.come_back(self), calendar.LAST_ANSWER + 1)
        self._stage("places", lambda: places.move(self), calendar.LAST_ANSWER + 5)
        self._stage("checking", lambda: checking.check(self), calendar.LAST_ANSWER + 5)
        self._stage("selection", lambda: selection.select(self), calendar.LAST_ANSWER + 5)
        self._stage("revising", lambda: revising.revise(self), calendar.LAST_ANSWER + 5)
        if self.plan.until >= Until.DOOR:
            self._stage("deadline", lambda: deadline.pass_deadline(self), calendar.LAPSE + 1)
        if self.plan.until >= Until.SCHEDULED:
            self._stage("expo", lambda: floor.build_and_assign(self), calendar.FLOOR)
            self._stage("programme", lambda: programme.schedule(self), calendar.PROGRAMME)
            if self.plan.is_demo:
                self._stage("moving", lambda: moving.move(self), calendar.PROGRAMME + 1)
                self._stage("choosing", lambda: choosing.choose_breakouts(self), calendar.PROGRAMME + 2)
                self._stage("calling", lambda: calling.call_for_sessions(self), calendar.PROGRAMME + 2)
                self._stage("seating", lambda: seating.seat_people(self), calendar.CHOICES_UNTIL + 3)
            if self.plan.is_demo:
                self._stage("rota", lambda: rota.plan(self), calendar.BADGES)
            self._stage("badges", lambda: badges.issue(self), calendar.BADGES + 3)
            if self.plan.is_demo:
                self._stage("printing", lambda: printing.print_badges(self), calendar.BADGES + 3)
                self._stage("tables", lambda: moving.take_tables(self), 1)
        if self.plan.is_demo and self.plan.until < Until.DOOR:
            self._stage("reminding", lambda: reminding.steer(self), calendar.LAST_ANSWER + 1)
        if self.plan.until >= Until.DOOR:
            self._stage("door", self._hold_first_day, 1)
        if self.plan.is_demo and self.plan.until >= Until.SCHEDULED:
            self._stage("writing", lambda: writing.write(self), 1)
            self._stage("timetabling", lambda: timetabling.propose(self), 1)
        return self.convening

    def at(self, day: int, clock: str) -> datetime:
        """The instant of a local time on that day, day 1 being the convening's first.

        Where the play stops before the deadline, what an organizer does later than the last answers is done that day.
        """
        stops_early = self.plan.until < Until.DOOR and day > calendar.LAST_ANSWER
        return self._calendar.at(calendar.LAST_ANSWER if stops_early else day, clock)

    def on(self, day: int, clock: str) -> datetime:
        """The instant of a date that is announced, such as a deadline, wherever the play stops."""
        return self._calendar.at(day, clock)

    def send_mail(self, *, at: datetime) -> None:
        """Send everything that is due by then."""
        while self.sends_mail and deliver_due(at=at):
            pass

    def _register(self) -> None:
        scripts = write_scripts(
            rng=self.rng, cast=self.cast, with_sites=self.plan.with_sites, endings=self.plan.endings
        )
        registrations.register(self, scripts)

    def _hold_first_day(self) -> None:
        door.arrive(self)
        if self.plan.is_demo:
            visiting.visit(self)
            looking_back.look_back(self)
            gates.open_gates(self)
            kiosk.stand_alone(self)
            hours.attend(self)

    def _stage(self, name: str, act: Callable[[], None], ends_on: int) -> None:
        began = time.perf_counter()
        act()
        self.send_mail(at=self.at(ends_on, "20:00"))
        seal(at=self.at(ends_on, "20:01"))
        self.seconds[name] = round(time.perf_counter() - began, 3)

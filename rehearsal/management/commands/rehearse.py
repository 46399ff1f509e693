import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import override_settings

from convenings.states import Promotion
from rehearsal.domain.plan import Plan, Until
from rehearsal.domain.play import Play
from rehearsal.domain.report import Report, report_on
from rehearsal.domain.scripts import endings_for
from rehearsal.domain.sink import open_sink
from rehearsal.domain.stage_set import own_database

PEOPLE_A_TEAM = 7  # room for people; teams bring about five


class Command(BaseCommand):
    help = (
        "Play a whole convening, from the first registration to the last badge scan, in a database of its own, and"
        " report what came of it. Ends with 1 when a rule does not hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--teams", type=int, default=100, help="how many teams register (1 to 5000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same twice")
        parser.add_argument("--json", action="store_true", help="report for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["teams"] <= 5000:
            raise CommandError("Choose from 1 to 5000 teams.")
        play = Play(_plan(teams=options["teams"], seed=options["seed"]), sends_mail=True)
        with own_database(), open_sink() as (sink, port), _mail_to(port):
            play.perform()
            report = report_on(play, sink)
        self.stdout.write(json.dumps(report.as_json()) if options["json"] else _in_words(report))
        if not report.holds:
            broken = [name for name, holds in report.invariants.items() if not holds]
            raise CommandError(f"These do not hold: {', '.join(broken)}.", returncode=1)


def _plan(*, teams: int, seed: int) -> Plan:
    """Room for four teams of five, so that some wait."""
    capacity = max(1, teams * 4 // 5)
    return Plan(
        slug="rehearsal",
        name="The Rehearsed Convening",
        tagline="",
        city="Cincinnati",
        us_state="OH",
        hall="Ohio River Hall",
        seed=seed,
        first_day=date(2027, 5, 26),
        with_sites=False,
        endings=endings_for(teams),
        capacity_teams=capacity,
        capacity_people=capacity * PEOPLE_A_TEAM,
        breakout_rooms=12,
        until=Until.DOOR,
        promotion=Promotion.CONFIRMED,
    )


def _mail_to(port: int) -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="",
        EMAIL_HOST_PASSWORD="",
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
    )


def _in_words(report: Report) -> str:
    lines = ["Teams", *_table(report.teams), f"People {report.people:>28}", "Mails", *_table(report.mails)]
    lines += ["Scans", *_table(report.scans), "Seconds", *_table(report.seconds)]
    lines += [f"Peak memory {report.peak_mb:>18.1f} MB", "Rules"]
    lines += [f"  {'holds ' if holds else 'BROKEN'}  {name}" for name, holds in report.invariants.items()]
    return "\n".join(lines)


def _table(counts: dict[str, int] | dict[str, float]) -> list[str]:
    return [f"  {name:<24} {number:>8}" for name, number in counts.items()]

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rehearsal.domain import instances


class Command(BaseCommand):
    help = "Answer a planning problem from a file (docs/solving.md) with the solver that organizers use. No database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instance", type=Path, help="a JSON file, plain or gzipped")
        parser.add_argument("--out", type=Path, required=True, help="where to write the answer, as JSON")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and budget give the same answer")
        parser.add_argument("--seconds", type=float, default=10, help="end the search after so long at the latest")
        parser.add_argument("--iterations", type=int, help="the budget; else one that fits the size")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            instance = instances.read(options["instance"])
            found = instances.solve(
                instance, seed=options["seed"], seconds=options["seconds"], iterations=options["iterations"]
            )
        except instances.InstanceUnreadable as error:
            raise CommandError(str(error)) from error
        options["out"].write_text(json.dumps(found.answer) + "\n", encoding="utf-8")
        self.stdout.write(json.dumps(found.figures))

"""python manage.py import_directory FILE [--apply]: the directory of districts, shown first and then written."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jobs.domain.imports import apply_plan, note_applied, plan_import, report
from journal.refusals import Refusal
from registration.domain.directory import DIRECTORY

SHOWN = 20


class Command(BaseCommand):
    help = "Reads a CSV in the layout of the federal directory. Without --apply it only shows what would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="write what is shown")
        parser.add_argument("--source", default="Federal district directory")
        parser.add_argument("--year", type=int, help="where the file itself names none")
        parser.add_argument("--report", type=Path, help="write every change and every bad row to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        try:
            given = {"source": options["source"], "year": options["year"]}
            plan = plan_import(kind=DIRECTORY, data=data, options=given)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for row in plan.bad[:SHOWN]:
            self.stdout.write(f"line {row.line} {row.column}: {row.words}")
        if len(plan.bad) > SHOWN:
            self.stdout.write(f"and {len(plan.bad) - SHOWN} more bad rows")
        if options["report"]:
            options["report"].write_bytes(report(DIRECTORY, plan))
        self.stdout.write(", ".join(f"{what} {count}" for what, count in plan.counts.items()))
        if options["apply"]:
            at = timezone.now()
            apply_plan(kind=DIRECTORY, plan=plan, progress=lambda done, total: None, at=at)
            note_applied(kind=DIRECTORY, plan=plan, subject="directory", convening_id=None, by="system", at=at)
        said = "written" if options["apply"] else "nothing is written without --apply"
        self.stdout.write(f"{said}, {time.perf_counter() - began:.1f} s")

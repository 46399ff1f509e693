"""`manage.py restore FILE [--replace]`: a backup back into the database and the private files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Put a backup back. Stop Accord first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose the data that the database holds now")

    def handle(self, *args: Any, path: Path, replace: bool, **options: Any) -> None:
        if not path.is_file():
            raise CommandError(f"There is no file {path}. Write: make restore FILE=var/backups/accord-….tar.gz")
        try:
            report = backups.put_back(path=path, replace=replace)
        except backups.Unusable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Back from {report.path}: {report.tables} tables, {report.files} private files.")

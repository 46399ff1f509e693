"""`manage.py backup [FILE]`: database and private files into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from config import backups


class Command(BaseCommand):
    help = "Write the database and the private files into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="default: backups/ in ACCORD_DATA, named by the time")

    def handle(self, *args: Any, path: Path | None, **options: Any) -> None:
        now = timezone.now()
        default = settings.ACCORD_DATA / "backups" / f"accord-{now:%Y%m%d-%H%M%S}.tar.gz"
        report = backups.back_up(path=path or default, at=now)
        size = report.path.stat().st_size / 2**20
        self.stdout.write(f"{report.path}: {report.tables} tables, {report.files} private files, {size:.1f} MB")
        self.stdout.write("It holds personal data and no settings: keep SECRET_KEY and .env in another safe place.")

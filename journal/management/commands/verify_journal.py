"""manage.py verify_journal: is the journal what was sealed?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal.domain import chain


class Command(BaseCommand):
    help = "Check the journal's chain; ends with 1 when an entry was altered, deleted or inserted."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = chain.verify()
        for fault in faults:
            self.stderr.write(fault.words)
        if faults:
            raise CommandError(f"The journal is not what was sealed: {len(faults)} faults.")
        self.stdout.write("The journal is whole.")

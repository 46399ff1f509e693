from typing import Any

from django.core.management.base import BaseCommand

from rehearsal.domain.sign_ins import PASSWORD, sign_ins


class Command(BaseCommand):
    help = "Say who may sign in to the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        for organizer in sign_ins():
            self.stdout.write(f"  {organizer.role.value:<12} {organizer.email:<20} password: {PASSWORD}")

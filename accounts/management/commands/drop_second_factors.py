from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.domain.second_factors import drop
from accounts.models import User


class Command(BaseCommand):
    help = "Forget the second factors of an organizer who lost them; the next sign-in asks to set up new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="mail address of the organizer's account")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["address"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        self.stdout.write(f"{drop(user=user, by='system', at=timezone.now())} second factors are forgotten.")

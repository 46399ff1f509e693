from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.domain.closing import close_account, reopen_account
from accounts.models import User


class Command(BaseCommand):
    help = "Close an organizer's account: sessions and API tokens end at once. --reopen lets them in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="mail address of the organizer's account")
        parser.add_argument("--reopen", action="store_true", help="open a closed account again")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["address"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        act = reopen_account if options["reopen"] else close_account
        act(user=user, by="system", at=timezone.now())
        said = "is open: a password is set by “Forgot your password?”" if options["reopen"] else "is closed"
        self.stdout.write(f"The account of {user.email} {said}.")

from typing import Any

from django.core.management.base import BaseCommand

from accounts.domain.second_factors import renew_secrets


class Command(BaseCommand):
    help = "Encrypt what second factors keep with the present SECRET_KEY; then SECRET_KEY_FALLBACKS may be emptied."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{renew_secrets()} second factors are encrypted with the present key.")

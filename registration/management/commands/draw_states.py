from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from registration.domain.state_diagrams import draw_all


class Command(BaseCommand):
    help = "Draws docs/states.md from the tables of states."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "states.md"
        page.write_text(draw_all(), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")

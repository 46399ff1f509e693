"""After the end nobody plans the expo any more: what stands is what was."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from expo.models import Hall
from journal.refusals import Refusal
from registration.domain.profiles import is_over


class ExpoEnded(Refusal):
    code = "expo_ended"
    words = _("The convening is over or was cancelled: its floor and its rota stay as they are.")


def check_not_ended(hall: Hall, at: datetime) -> None:
    """Refuse with expo_ended where there is nothing left to plan."""
    if is_over(hall.convening, at):
        raise ExpoEnded

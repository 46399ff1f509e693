"""The way to a convening: its dates in order, with today among them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convenings.models import Convening
from convenings.states import Admission, ConveningState
from registration.domain.next_steps import Step


def way_of(convening: Convening, *, started: int, complete: int, left: int, at: datetime) -> list[Step]:
    """The stations in the order of their instants."""
    stations = [
        (
            convening.opens_at,
            _("Registration opens."),
            _("One person, the coordinator, starts the team in ten minutes."),
        ),
        (
            convening.promise_by_at,
            _("The last promise is due."),
            _("Organizers select among the complete teams.")
            if convening.admission == Admission.SELECTION
            else _("Complete teams are taken in the order in which they became complete."),
        ),
        (convening.plan_due_at, _("Plans are due."), _("They can be improved until the convening and after it.")),
        (convening.starts_at, _("Doors open."), _("Badges are on your phone and at the desk.")),
        (convening.ends_at, _("The convening ends."), _("What was promised goes on at home.")),
    ]
    if convening.admission == Admission.SELECTION and convening.selection_letters_at is not None:
        letters = (convening.selection_letters_at, _("Letters about the selection."), _("To all complete teams."))
        stations.append(letters)
    steps = [Step(when, first, words, is_past=when <= at) for when, first, words in stations]
    steps.append(today(convening, started=started, complete=complete, left=left, at=at))
    return sorted(steps, key=lambda step: step.at)


def today(convening: Convening, *, started: int, complete: int, left: int, at: datetime) -> Step:
    """Where we stand, in words."""
    begun = ngettext("%(n)d team has started", "%(n)d teams have started", started) % {"n": started}
    whole = ngettext("%(n)d is complete", "%(n)d are complete", complete) % {"n": complete}
    words = ""
    if convening.state == ConveningState.OPEN:
        words = (
            ngettext("%(n)d place is open.", "%(n)d places are open.", left) % {"n": left}
            if left
            else _("All places are taken; whole teams move up from the waiting list.")
        )
    return Step(at, _("%(begun)s; %(whole)s.") % {"begun": begun, "whole": whole}, words, is_today=True)

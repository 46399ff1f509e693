"""The expo's day for organizers: signs, booths that few people find, and what was written at them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.authors import shown_as
from expo.domain.notes import hide_note
from expo.domain.quiet import traffic_of
from expo.domain.signs import ask_signs, newest_signs
from expo.models import Hall, Note
from expo.views.expo import chosen_hall
from journal.refusals import Refusal

NOTES = 50
may_change = convening_required(Permission.CHANGE_EXPO)


@require_safe
@may_change
def day(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """One hall: its signs, its traffic, and the newest notes."""
    now = timezone.now()
    halls = list(Hall.objects.filter(convening=convening))
    hall = chosen_hall(halls, request.GET.get("hall"))
    context = {"convening": convening, "halls": halls, "hall": hall}
    if hall is not None:
        rows = Note.objects.filter(team__convening=convening, withdrawn_at=None).with_author()[:NOTES]
        context |= {
            "work": newest_signs(hall), "traffic": traffic_of(hall, at=now), "now": now,
            "notes": [(note, shown_as(note.attendee)) for note in rows],
        }  # fmt: skip
    return render(request, "expo/day.html", context)


def _back(convening: Convening, hall: int | None = None) -> HttpResponse:
    return redirect(reverse("expo:day", args=[convening.slug]) + (f"?hall={hall}" if hall else ""))


@require_POST
@may_change
def signs(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Let a worker set the signs of a hall; the page shows how far it is."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    try:
        ask_signs(hall=where, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(convening, where.pk)


@require_POST
@may_change
def note(request: OrganizerRequest, convening: Convening, note: int) -> HttpResponse:
    """Hide a note from both teams, or show it again."""
    found = get_object_or_404(Note, pk=note, team__convening=convening, withdrawn_at=None)
    hidden = request.POST.get("hidden") == "1"
    hide_note(note=found, hidden=hidden, by=request.actor, at=timezone.now())
    messages.success(request, _("Neither team sees the note now.") if hidden else _("Both teams see the note again."))
    return _back(convening)

"""The expo that everybody sees: the floor, drawn and as a list."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convenings.models import Convening
from convenings.states import ConveningState
from expo.domain.plan import floor_of, found_in
from expo.models import Hall
from registration.domain.announcements import brought, with_announcement


def number(text: str | None) -> int | None:
    """A number from an address, None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def chosen_hall(halls: list[Hall], asked: str | None) -> Hall | None:
    """The hall asked for, else the first. 404 where there is none such."""
    if not asked:
        return halls[0] if halls else None
    wanted = number(asked)
    found = next((hall for hall in halls if hall.pk == wanted), None)
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def expo(request: HttpRequest, slug: str) -> HttpResponse:
    """One hall; ?booth= picks one of its booths, ?q= finds teams."""
    now = timezone.now()
    shown = with_announcement(Convening.objects.exclude(state=ConveningState.DRAFT), at=now)
    convening = get_object_or_404(shown, slug=slug)
    halls = list(Hall.objects.filter(convening=convening))
    hall = chosen_hall(halls, request.GET.get("hall"))
    context = {"convening": convening, "halls": halls, "hall": hall, "announcement": brought(convening)}
    if hall is not None:
        plan = floor_of(hall)
        words = request.GET.get("q", "").strip()[:100]
        picked = plan.at(number(request.GET.get("booth")))
        context |= {"plan": plan, "words": words, "listed": found_in(plan, words), "picked": picked}
    return render(request, "expo/expo.html", context)

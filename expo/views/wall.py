"""The highlights wall: on the big screen, kept as an archive, and as organizers decide about it."""

from functools import cache
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.states import ConveningState
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.highlights import author_of, decide_highlight, name_stands, wall_of
from expo.forms.day import DecideForm
from expo.models import Highlight
from expo.states import HighlightState
from journal.refusals import Refusal

PAGE = "expo/wall.html"
ON_SCREEN = 6
ROWS = 50
may_decide = convening_required(Permission.CHANGE_EXPO)


@cache
def _drawn_by() -> str:
    """A digest of the templates, so that a new release makes screens that hang look again."""
    sources = [get_template(name).template.source for name in (PAGE, "base_document.html")]  # type: ignore[attr-defined]
    return sha256("".join(sources).encode()).hexdigest()[:12]


def _public(slug: str) -> Convening:
    return get_object_or_404(Convening.objects.exclude(state=ConveningState.DRAFT), slug=slug)


@login_not_required
@require_safe
def wall(request: OrganizerRequest, slug: str) -> HttpResponseBase:
    """The newest highlights; its list alone with ?list=1, for which screens ask every three seconds.

    Two statements, whether anything has changed or not. The tag is of what is shown: whoever takes their consent back
    is nameless on every screen at its next look.
    """
    convening = _public(slug)
    shown = wall_of(convening, most=ON_SCREEN)
    part = "#list" if request.GET.get("list") else ""
    facts = repr((convening.name, convening.state, shown, part, get_language(), _drawn_by()))
    etag = f'"{sha256(facts.encode()).hexdigest()[:32]}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        context = {"convening": convening, "shown": shown}
        # The list alone needs nothing of the request, and is drawn without what whole pages look up.
        answer = HttpResponse(render_to_string(PAGE + part, context)) if part else render(request, PAGE, context)
        answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_not_required
@require_safe
def archive(request: OrganizerRequest, slug: str) -> HttpResponse:
    """All that was shown, to read afterwards."""
    convening = _public(slug)
    page = Paginator(Highlight.objects.shown(convening), ROWS).get_page(request.GET.get("page"))
    rows = [(row, author_of(row)) for row in page]
    return render(request, "expo/highlights.html", {"convening": convening, "page": page, "rows": rows})


@require_safe
@may_decide
def moderate(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """What waits, the oldest first; what is shown, and what was rejected."""
    rows = Highlight.objects.filter(convening=convening).with_author()
    held = list(rows.filter(state=HighlightState.HELD).order_by("written_at", "pk"))
    decided = {
        state: list(rows.filter(state=state).order_by("-decided_at", "-pk")[:ROWS])
        for state in (HighlightState.SHOWN, HighlightState.REJECTED)
    }
    shown = decided[HighlightState.SHOWN]
    renamed = {row.pk for row in shown if not name_stands(row)}
    context = {"convening": convening, "held": held, "shown": shown, "renamed": renamed}
    return render(request, "expo/moderate.html", {**context, "rejected": decided[HighlightState.REJECTED]})


@require_POST
@may_decide
def decide(request: OrganizerRequest, convening: Convening, highlight: int) -> HttpResponse:
    """Show, hold or reject one."""
    found = get_object_or_404(Highlight, pk=highlight, convening=convening)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose whether to show, hold or reject it."))
        return redirect("expo:moderate", convening.slug)
    given = form.cleaned_data | {"to": HighlightState(form.cleaned_data["to"])}
    try:
        decide_highlight(
            highlight=found, **given, by=request.actor, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("expo:moderate", convening.slug)

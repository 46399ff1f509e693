"""Registering a team on the public site: one form, then a look into the mail."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convenings.models import Convening
from convenings.states import ConveningState
from journal.refusals import Refusal
from registration.domain import registering
from registration.domain.directory import find_entries
from registration.domain.opening import Opening, opening_of
from registration.forms.registering import FIRST_ROWS, MORE_ROWS, RegisterForm
from registration.models import CustomQuestion, DirectoryEntry, Office, TeamType
from registration.states import AskedOf
from registration.views.limits import too_many

TELLS = "registered_address"  # in the session: whom the last registration wrote to


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; sent, it makes a team in draft and writes to the coordinator."""
    convening = public_convening(slug)
    opening = opening_of(convening, at=timezone.now())
    if opening != Opening.OPEN:
        return render(request, "registration/closed.html", {"convening": convening, "opening": opening})
    form = form_for(request, convening)
    if request.method != "POST":
        return show(request, form)
    if request.POST.get("place"):  # chosen from the directory: its fields are filled in, nothing is written
        return show(request, form_for(request, convening, filled_in(request)).unjudged())
    if request.POST.get("step"):  # more rows, or the leaders of another kind of team: nothing is judged or written
        return show(request, form.unjudged())
    if form.is_valid() and write(request, form):
        request.session[TELLS] = form.cleaned_data["coordinator_email"]
        return redirect("registration:registered", slug)
    return show(request, form, status=422)


@login_not_required
@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """The places of the directory that the words name, as they are typed. Public data, and nothing else."""
    public_convening(slug)
    return render(request, "registration/register.html#found", looked_up(request))


@login_not_required
@require_POST
def leaders(request: HttpRequest, slug: str) -> HttpResponse:
    """The leaders' part of the form for the chosen kind of team, with what was typed. Writes nothing."""
    form = form_for(request, public_convening(slug)).unjudged()
    return render(request, "registration/register.html#leaders", {"form": form})


@login_not_required
@never_cache
@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail: the link there proves the address."""
    context = {"convening": public_convening(slug), "address": request.session.get(TELLS, "")}
    return render(request, "registration/registered.html", context)


def public_convening(slug: str) -> Convening:
    shown = Convening.objects.exclude(state=ConveningState.DRAFT).select_related("venue", "statement__current")
    return get_object_or_404(shown, slug=slug)


def looked_up(request: HttpRequest) -> dict[str, Any]:
    """What was looked for in the directory, and what was found."""
    words = request.GET.get("find", "").strip()[:100]
    return {"find": words, "found": find_entries(words) if words else []}


def filled_in(request: HttpRequest) -> QueryDict:
    """What was typed, with the facts of the chosen place; another one's figures do not stay."""
    data = request.POST.copy()
    entry = DirectoryEntry.objects.filter(leaid=data["place"][:7]).first()
    if entry is not None:
        data["directory"], data["name"], data["us_state"] = entry.leaid, entry.name, entry.us_state
        data["place_name"] = entry.city or data.get("place_name", "")
        data["enrollment"] = "" if entry.enrollment is None else f"{entry.enrollment:,}"
        data["figures_source"], data["figures_year"] = entry.source, str(entry.year or "")
    return data


def form_for(request: HttpRequest, convening: Convening, data: QueryDict | None = None) -> RegisterForm:
    """The form for the kind of team that was chosen, by default the first. Three statements."""
    types = list(convening.team_types.all())
    if data is None and request.method == "POST":
        data = request.POST
    code = (data or request.GET).get("team_type", "")
    chosen = next((kind for kind in types if kind.code == code), types[0] if types else TeamType(convening=convening))
    return RegisterForm(
        data,
        request.FILES or None,
        convening=convening,
        types=types,
        offices=list(Office.objects.filter(team_type__convening=convening)),
        elements=list(convening.elements.all()),
        chosen=chosen,
        questions=list(CustomQuestion.objects.asked(convening, AskedOf.TEAM)),
        rows=rows_of(request),
        initial={"team_type": chosen.code},
    )


def rows_of(request: HttpRequest) -> int:
    """How many rows for members: as many as before, and more where they were asked for."""
    typed = request.POST.get("rows", "")
    rows = int(typed) if typed.isdecimal() and len(typed) < 4 else FIRST_ROWS
    return rows + MORE_ROWS if request.POST.get("step") == "more" else max(rows, FIRST_ROWS)


def write(request: HttpRequest, form: RegisterForm) -> bool:
    """The domain's call; a refusal stands beside its field."""
    if too_many("register", request):
        form.add_error(None, _("Many teams were registered from this network just now. Please try again in an hour."))
        return False
    try:
        registering.receive(
            convening=form.convening, registration=form.registration(), by="public", at=timezone.now()
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def show(request: HttpRequest, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    context = {"convening": form.convening, "form": form, **looked_up(request)}
    context["has_directory"] = DirectoryEntry.objects.exists()
    return render(request, "registration/register.html", context, status=status)

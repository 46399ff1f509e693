"""What the page that registers a team and the one that takes it up again share."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from convenings.models import Convening
from convenings.states import ConveningState
from journal.refusals import Refusal
from registration.domain import kept_drafts, registering
from registration.domain.directory import Place, find_places, place_of
from registration.forms.questions import answer_drafts
from registration.forms.registering import FIRST_ROWS, MORE_ROWS, RegisterForm
from registration.models import CustomQuestion, DirectoryEntry, Office, RegistrationDraft, TeamType
from registration.states import AskedOf
from registration.views.limits import too_many

TELLS = "registered_address"  # in the session: whom the last registration wrote to


def answer(request: HttpRequest, convening: Convening, draft: RegistrationDraft | None = None) -> HttpResponse:
    """What comes of a form that was sent: a place filled in, more rows, all of it kept for later, or a team."""
    if request.POST.get("place"):  # chosen from the directory: its fields are filled in, nothing is written
        return show(request, form_for(request, convening, filled_in(request, convening)).unjudged(), draft=draft)
    form = form_for(request, convening)
    step = request.POST.get("step", "")
    if step == "later":
        return keep_for_later(request, form, draft)
    if step:  # more rows, or the leaders of another kind of team: nothing is judged or written
        return show(request, form.unjudged(), draft=draft)
    if form.is_valid() and write(request, form, draft):
        request.session[TELLS] = form.cleaned_data["coordinator_email"]
        return redirect("registration:registered", convening.slug)
    return show(request, form, status=422, draft=draft)


def keep_for_later(request: HttpRequest, form: RegisterForm, draft: RegistrationDraft | None) -> HttpResponse:
    """Keeps what was typed: under the link that is there, or under a new one that goes to the address by mail."""
    at, fields = timezone.now(), fields_of(request, form)
    coordinator = form.coordinator_alone() if draft is None else None
    if draft is None and (coordinator is None or is_too_often("keep", request, form)):
        return show(request, form, status=422)
    try:
        if draft is not None:
            saved = kept_drafts.save_draft(draft=draft, fields=fields, at=at)
            return show(request, form.unjudged(), draft=draft, saved_at=saved.saved_at)
        assert coordinator is not None
        kept_drafts.keep_draft(
            convening=form.convening, coordinator=coordinator, fields=fields, by="public", at=at
        )
    except Refusal as refusal:
        form.refuse_coordinator(refusal)
        return show(request, form, status=422, draft=draft)
    request.session[TELLS] = coordinator.email
    return redirect("registration:kept", form.convening.slug)


def fields_of(request: HttpRequest, form: RegisterForm) -> dict[str, list[str]]:
    """What was typed into the form's own fields; nothing else that was sent, and no file."""
    return {name: request.POST.getlist(name) for name in form.fields if name in request.POST and name != "website"}


def typed_of(draft: RegistrationDraft) -> QueryDict:
    """The kept fields as a form takes them."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def public_convening(slug: str) -> Convening:
    shown = Convening.objects.exclude(state=ConveningState.DRAFT).select_related("venue", "statement__current")
    return get_object_or_404(shown, slug=slug)


def looked_up(request: HttpRequest) -> dict[str, Any]:
    """What was looked for in the directory, and what was found."""
    words = request.GET.get("find", "").strip()[:100]
    return {"find": words, "found": find_places(words) if words else []}


def filled_in(request: HttpRequest, convening: Convening) -> QueryDict:
    """What was typed, with the facts of the chosen place; another one's figures do not stay."""
    data = request.POST.copy()
    place = place_of(str(data["place"]))
    if place is not None:
        data["directory"], data["name"], data["us_state"] = place.leaid, place.name, place.us_state
        data["place_name"] = place.city or data.get("place_name", "")
        data["enrollment"] = "" if place.enrollment is None else f"{place.enrollment:,}"
        data["locale"] = place.locale
        data["team_type"] = kind_of(convening, place, data.get("team_type", ""))
        data["figures_source"], data["figures_year"] = place.source, str(place.year or "")
    return data


def kind_of(convening: Convening, place: Place, chosen: str) -> str:
    """The kind of team that such a place sends: the chosen one if it does, else the first that does, if any."""
    offices = Office.objects.filter(team_type__convening=convening, side=place.side).order_by("team_type__position")
    fit = list(offices.values_list("team_type__code", flat=True))
    return chosen if chosen in fit or not fit else str(fit[0])


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
        rows=rows_of(data if data is not None else request.POST),
        initial={"team_type": chosen.code},
    )


def rows_of(data: QueryDict) -> int:
    """How many rows for members: as many as before, and more where they were asked for."""
    typed = data.get("rows", "")
    rows = int(typed) if typed.isdecimal() and len(typed) < 4 else FIRST_ROWS
    return rows + MORE_ROWS if data.get("step") == "more" else max(rows, FIRST_ROWS)


def is_too_often(what: str, request: HttpRequest, form: RegisterForm) -> bool:
    """Whether this network registers, or keeps for later, too much; the form says so then."""
    if too_many(what, request):
        form.add_error(None, _("Many teams were registered from this network just now. Please try again in an hour."))
        return True
    return False


def write(request: HttpRequest, form: RegisterForm, draft: RegistrationDraft | None = None) -> bool:
    """The domain's call; a refusal stands beside its field."""
    if is_too_often("register", request, form) or (request.FILES and is_too_often("files", request, form)):
        return False
    by = str(request.actor) if draft is not None else "public"  # type: ignore[attr-defined]
    try:
        with answer_drafts(form, form.questions, folder=f"answers/{form.convening.pk}") as answers:
            registration = form.registration(answers)
            registering.receive(
                convening=form.convening, registration=registration, draft=draft, by=by, at=timezone.now()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def show(
    request: HttpRequest,
    form: RegisterForm,
    *,
    status: int = 200,
    draft: RegistrationDraft | None = None,
    saved_at: datetime | None = None,
) -> HttpResponse:
    """The page, for anybody or for whoever has the draft's link."""
    context = {
        "convening": form.convening,
        "form": form,
        "draft": draft,
        "saved_at": saved_at,
        "refused": "",
        "swapped": False,
        "has_directory": DirectoryEntry.objects.exists(),
        **looked_up(request),
    }
    return render(request, "registration/register.html", context, status=status)

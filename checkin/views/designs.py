"""The organizers' pages of designs: what stands on whose badge, looked at while it is edited; logos of sponsors."""

from base64 import b64encode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.domain import logos
from checkin.domain.designs import FIELDS, change_design, designs_of
from checkin.domain.formats import USUAL
from checkin.domain.previews import preview, preview_people
from checkin.forms.badges import DesignForm, LookForm
from checkin.models import BadgeDesign, SponsorLogo
from checkin.states import BadgeFormat
from convenings.models import Convening, Sponsor
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from journal.refusals import Refusal
from registration.states import AttendeeKind

may_print = convening_required(Permission.PRINT_BADGES)


@require_safe
@may_print
def designs(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All kinds of people with what their badges show; the logos."""
    sponsors = Sponsor.objects.filter(convening=convening).select_related("logo")
    context = {"convening": convening, "designs": list(designs_of(convening).values()), "sponsors": sponsors}
    return render(request, "checkin/badge_designs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_print
def design(request: OrganizerRequest, convening: Convening, kind: str) -> HttpResponse:
    """One kind: its form beside the picture. For htmx the picture of what the form says now, unsaved."""
    if kind not in AttendeeKind.values:
        raise Http404
    kept = designs_of(convening)[kind]
    if request.htmx:
        typed = DesignForm(request.GET, design=kept)
        return render(request, "checkin/badge_design.html#look", _look(request, kept, typed))
    form = DesignForm(request.POST if request.method == "POST" else None, design=kept)
    if form.is_bound and form.is_valid():
        try:
            change_design(
                convening=convening, kind=kind, values=form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The design is saved. Badges that were printed before count as changed."))
            return redirect("checkin:designs", convening.slug)
    context = {"convening": convening, "design": kept, "form": form, **_look(request, kept, form)}
    return render(request, "checkin/badge_design.html", context, status=422 if form.errors else 200)


@require_POST
@may_print
def logo(request: OrganizerRequest, convening: Convening, sponsor_id: int) -> HttpResponse:
    """Sets or removes a sponsor's logo."""
    sponsor, now = get_object_or_404(Sponsor, pk=sponsor_id, convening=convening), timezone.now()
    sent = request.FILES.get("picture")
    try:
        if request.POST.get("do") == "remove":
            logos.remove_logo(sponsor=sponsor, by=request.actor, at=now)
        else:
            logos.set_logo(sponsor=sponsor, data=sent.read() if sent else b"", by=request.actor, at=now)
    except Refusal as refusal:
        messages.error(request, f"{sponsor}: {refusal}")
    return redirect("checkin:designs", convening.slug)


@require_safe
@may_print
def logo_png(request: OrganizerRequest, convening: Convening, sponsor_id: int) -> HttpResponse:
    """The logo as it is printed."""
    kept = get_object_or_404(SponsorLogo, sponsor=sponsor_id, sponsor__convening=convening)
    return HttpResponse(bytes(kept.png), content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _look(request: OrganizerRequest, kept: BadgeDesign, form: DesignForm) -> dict[str, object]:
    """The pictures of the design as the form has it; of the one kept where the form says nothing fit."""
    people = preview_people(kept.convening, kept.kind)
    look = LookForm(request.POST or request.GET or None, people=people)
    chosen = look.cleaned_data if look.is_bound and look.is_valid() else {}
    if form.is_bound and form.is_valid():
        for name in FIELDS:
            setattr(kept, name, form.cleaned_data[name])
    by_id = {each.pk: each for each in people}
    person = by_id.get(chosen.get("person") or 0, people[0] if people else None)
    pictures = preview(kept, person=person, paper=BadgeFormat(chosen.get("paper") or USUAL))
    return {"look": look, "pictures": [f"data:image/png;base64,{b64encode(png).decode()}" for png in pictures]}

"""Who was not expected, at a scanner that registers them; their badges, where it has a printer.

It prints no others: whom this browser registered is in its session.
"""

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkin.access import DoorRequest, door_required, refused_json
from checkin.domain.walk_ups import find_awaited, print_at_door, register_at_door, substitute_at_door
from checkin.forms.walk_ups import GuestForm, SubstituteForm
from checkin.models import Badge
from checkin.views.door import body_of, told_of
from checkin.views.printing import badge_svg, paper_css
from journal.refusals import Refusal

REGISTERED = "door_registered"  # in the session: ids of badges, the newest last
KEPT = 20


@require_POST
@door_required(answers_json=True)
def guest(request: DoorRequest) -> HttpResponse:
    """Registers a guest, where this scanner may; who it is is then scanned like anybody found by name."""
    form = GuestForm(body_of(request))
    if not form.is_valid():
        return _malformed(_("Please write the name as it should stand on the badge."))
    try:
        badge = register_at_door(
            device=request.device, draft=form.draft(), organization=form.cleaned_data["organization"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return refused_json(refusal)
    return _registered(request, badge)


@require_safe
@door_required(answers_json=True)
def awaited(request: DoorRequest) -> HttpResponse:
    """Members whom some words name and who have not come yet: instead of whom somebody may come."""
    convening, asked = request.device.checkpoint.convening, request.GET.get("q", "").strip()[:100]
    return JsonResponse({"people": [told_of(found) for found in find_awaited(convening, asked)], "teams": []})


@require_POST
@door_required(answers_json=True)
def substitute(request: DoorRequest) -> HttpResponse:
    """Registers somebody instead of a member who stayed home, where this scanner may."""
    form = SubstituteForm(body_of(request))
    if not form.is_valid():
        return _malformed(_("Please write the name as it should stand on the badge, and a mail address."))
    facts = {"absent_id": form.cleaned_data["absent"], "job": form.cleaned_data["job"]}
    try:
        badge = substitute_at_door(
            device=request.device, draft=form.draft(), **facts, by=request.actor, at=timezone.now()
        )
    except Refusal as refusal:
        return refused_json(refusal)
    return _registered(request, badge)


@require_safe
@door_required()
def face(request: DoorRequest, badge_id: int) -> HttpResponse:
    """The front of a badge that was registered here."""
    return badge_svg(request.device, _badge(request, badge_id))


@require_POST
@door_required(answers_json=True)
def printed(request: DoorRequest, badge_id: int) -> HttpResponse:
    """Notes that it is printed: the phone has drawn it, and waits for this."""
    badge = _badge(request, badge_id)
    if badge is None:
        raise Http404
    try:
        print_at_door(device=request.device, badge=badge, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        return refused_json(refusal)
    return JsonResponse({})


@require_safe
@door_required()
def paper(request: DoorRequest) -> HttpResponse:
    """The measures of the paper in this scanner's printer, for the browser."""
    return paper_css(request.device)


def _registered(request: DoorRequest, badge: Badge) -> HttpResponse:
    """Who it is, and where the badge is drawn and noted, if there is a printer."""
    told: dict[str, object] = {"attendee": badge.attendee_id, "name": str(badge)}
    if request.device.paper:
        request.session[REGISTERED] = [*request.session.get(REGISTERED, []), badge.pk][-KEPT:]
        told["face"] = reverse("checkin:door_face", args=[badge.pk])
        told["printed"] = reverse("checkin:door_printed", args=[badge.pk])
    return JsonResponse(told)


def _badge(request: DoorRequest, badge_id: int) -> Badge | None:
    """A badge that was registered in this browser, while it is good."""
    if badge_id not in request.session.get(REGISTERED, []):
        return None
    return Badge.objects.active().of(request.device.checkpoint.convening).with_people().filter(pk=badge_id).first()


def _malformed(words: str) -> HttpResponse:
    return JsonResponse({"code": "malformed", "words": words}, status=400)

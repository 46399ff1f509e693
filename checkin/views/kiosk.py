"""The kiosk: a tablet that stands alone with whoever comes. Each page is kept by no cache and forgets by itself.

What the browser knows of who stands there is in its session alone, for a few minutes, and the first page ends it. Each
visit has a key of its own, which its pages bear: an answer that comes late, when the next person stands there, shows
them nothing. Forms lead on by redirect even where they refuse, so that "Back" never shows what somebody sent.
"""

from datetime import datetime
from urllib.parse import urlencode
from uuid import uuid4

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from checkin.access import DoorRequest, forget_storage, forget_visitor, holds_more, kiosk_required, refused_json
from checkin.domain import kiosk as domain
from checkin.domain import kiosk_codes
from checkin.domain.kiosk import Greeting, Visit
from checkin.forms.kiosk import KioskScanForm, NameForm
from checkin.models import Badge
from checkin.views.door import body_of
from checkin.views.printing import badge_svg, paper_css
from journal.refusals import Refusal
from registration.models import Attendee

ASK, VISIT = "kiosk_ask", "kiosk_visit"  # in the session
KEY = "v"  # of the visit, in the address of each of its pages
LASTS = 10 * 60  # seconds from the check-in on, however often somebody asks for more time
PER_HOUR = 3000  # names and codes from one network, behind which many kiosks may stand


class TooManyHere(Refusal):
    code = "kiosk_too_many"
    status = 429
    words = gettext_lazy("Too much was tried from this network just now. Please go to the desk.")


@require_safe
@csp_update({"script-src": [WASM_UNSAFE_EVAL]})
@kiosk_required()
def kiosk(request: DoorRequest) -> HttpResponse:
    """Where everybody begins. It forgets whoever stood here, and who leaves by "?done" the language that they chose."""
    if "done" in request.GET or holds_more(request):
        response: HttpResponse = redirect("checkin:kiosk")
        if holds_more(request, besides={ASK, VISIT}):  # a private link that somebody opened here
            forget_storage(response)
        forget_visitor(request)
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    return _page(request, "checkin/kiosk.html", other_language=settings.LANGUAGE_COOKIE_NAME in request.COOKIES)


@require_POST
@kiosk_required(answers_json=True)
def kiosk_scan(request: DoorRequest) -> HttpResponse:
    """A code that the camera, or a scanner that types, has read; tells where to go on."""
    form = KioskScanForm(body_of(request))
    if not form.is_valid():
        return JsonResponse({"code": "malformed", "words": _("This was not understood. Please try again.")}, status=400)
    now = timezone.now()
    try:
        visit = domain.check_in_by_badge(device=request.device, **form.cleaned_data, by=request.actor, at=now)
    except Refusal as refusal:
        return refused_json(refusal)
    return JsonResponse({"go": _remember(request, visit, now)})


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_required()
def kiosk_name(request: DoorRequest) -> HttpResponse:
    """Who has no code to show types a name; the answer is the same whether we know it or not."""
    if request.method != "POST":
        return _page(request, "checkin/kiosk_name.html")
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please type your first and your last name."))
        return redirect("checkin:kiosk_name")
    try:
        _require_few(request)
        asked = kiosk_codes.ask(
            device=request.device, name=form.cleaned_data["name"], by=request.actor, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("checkin:kiosk_name")
    request.session[ASK] = asked.pk
    return redirect("checkin:kiosk_code")


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_required()
def kiosk_code(request: DoorRequest) -> HttpResponse:
    """The digits of the mail."""
    if ASK not in request.session:
        return redirect("checkin:kiosk")
    if request.method != "POST":
        return _page(request, "checkin/kiosk_code.html", minutes=kiosk_codes.LIVES.seconds // 60)
    typed, now = request.POST.get("code", "")[:40], timezone.now()
    try:
        _require_few(request)
        visit = domain.check_in_by_code(
            device=request.device, ask_id=request.session[ASK], typed=typed, by=request.actor, at=now
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("checkin:kiosk_code")
    return redirect(_remember(request, visit, now))


@require_safe
@kiosk_required()
def kiosk_you(request: DoorRequest) -> HttpResponse:
    """What came of it: in, or to the desk; and the badge, where one is printed here."""
    visit = _visit(request)
    if visit is None:
        return redirect("checkin:kiosk")
    attendee = _attendee(visit.attendee_id) if visit.attendee_id is not None else None
    why_not = domain.why_not_printed(request.device, attendee, at=timezone.now()) if attendee else None
    facts = {"greeting": visit.greeting.value, "attendee": attendee, "why_not": why_not}
    return _page(request, "checkin/kiosk_you.html", **facts, print_at=_of_visit(request, "checkin:kiosk_print"))


@require_POST
@kiosk_required()
def kiosk_print(request: DoorRequest) -> HttpResponse:
    """Leads to the badge of who has just checked in here. It counts as printed when the tablet has drawn it."""
    visit = _visit(request)
    if visit is None or visit.attendee_id is None:
        return redirect("checkin:kiosk")
    try:
        badge = domain.printable(request.device, _attendee(visit.attendee_id), at=timezone.now())
    except Refusal:
        return redirect(_of_visit(request, "checkin:kiosk_you"))  # which says the same
    _note(request, badge=badge.pk, shown=False)
    return redirect(_of_visit(request, "checkin:kiosk_badge"))


@require_safe
@kiosk_required()
def kiosk_badge(request: DoorRequest) -> HttpResponse:
    """The page that prints itself, once: opened again it leads to the start."""
    if _visit(request) is None or request.session[VISIT].get("shown", True):
        return redirect("checkin:kiosk")
    _note(request, shown=True)
    names = ("kiosk_face", "kiosk_printed", "kiosk_you")
    addresses = {name.removeprefix("kiosk_"): _of_visit(request, f"checkin:{name}") for name in names}
    return _page(request, "checkin/kiosk_badge.html", addresses=addresses)


@require_safe
@kiosk_required()
def kiosk_face(request: DoorRequest) -> HttpResponse:
    """The front of that badge, as it stands on sheets; for who prints it here."""
    return badge_svg(request.device, _badge(request))


@require_POST
@kiosk_required(answers_json=True)
def kiosk_printed(request: DoorRequest) -> HttpResponse:
    """Notes that the badge is printed: the tablet has drawn it, and waits for this. Sent again it is the same."""
    badge = _badge(request)
    if badge is None:
        return refused_json(domain.NoBadgeYet())
    if not request.session[VISIT].get("printed"):
        try:
            domain.print_badge(device=request.device, badge=badge, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            return refused_json(refusal)
        _note(request, printed=True)
    return JsonResponse({})


@require_safe
@kiosk_required()
def kiosk_paper(request: DoorRequest) -> HttpResponse:
    """The measures of the paper in this kiosk's printer, for the browser."""
    return paper_css(request.device)


@require_safe
@kiosk_required(answers_json=True)
def kiosk_now(request: DoorRequest) -> HttpResponse:
    """Whether the network is there and the kiosk still is one."""
    return JsonResponse({})


def _page(request: DoorRequest, template: str, **context: object) -> HttpResponse:
    checkpoint = request.device.checkpoint
    held = {"convening": checkpoint.convening, "checkpoint": checkpoint, **context}
    return render(request, template, held)


def _require_few(request: DoorRequest) -> None:
    network = limits.network_of(request.client_address)
    if not limits.spend(what="kiosk", who=network, most=PER_HOUR, seconds=60 * 60):
        raise TooManyHere


def _remember(request: DoorRequest, visit: Visit, at: datetime) -> str:
    """Keeps who stands here, and until when; the address that says what came of it."""
    request.session.pop(ASK, None)
    until = at.timestamp() + LASTS
    held = {"key": uuid4().hex, "greeting": visit.greeting.value, "attendee": visit.attendee_id, "until": until}
    request.session[VISIT] = held
    return f"{reverse('checkin:kiosk_you')}?{urlencode({KEY: held['key']})}"


def _visit(request: DoorRequest) -> Visit | None:
    """Who stands here, if this page is theirs."""
    held = request.session.get(VISIT)
    if not held or held["until"] <= timezone.now().timestamp() or request.GET.get(KEY) != held["key"]:
        return None
    return Visit(Greeting(held["greeting"]), held["attendee"])


def _of_visit(request: DoorRequest, name: str) -> str:
    """The address of another page of the same visit."""
    return f"{reverse(name)}?{urlencode({KEY: request.session[VISIT]['key']})}"


def _note(request: DoorRequest, **facts: object) -> None:
    request.session[VISIT] |= facts
    request.session.modified = True


def _badge(request: DoorRequest) -> Badge | None:
    """The badge that is being printed in this visit, while it is good."""
    asked = request.session[VISIT].get("badge") if _visit(request) else None
    return Badge.objects.active().with_people().filter(pk=asked or 0).first()


def _attendee(attendee_id: int) -> Attendee:
    return Attendee.objects.select_related("person", "convening").get(pk=attendee_id)

"""The schedule by mouse and keys: where a session may go, dropping it, resizing a time, undoing it, pinning."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from breakouts.domain.moves import redo_move, undo_move
from breakouts.domain.resizing import resize_slot
from breakouts.domain.schedule_board import verdicts_on
from breakouts.domain.schedule_facts import read_schedule
from breakouts.domain.sessions import SessionGone, drop_session, pin_session, unplace_session
from breakouts.domain.slots import SlotGone, spoken_end
from breakouts.forms.dropping import read_drop, read_resize
from breakouts.models import Session, TimeSlot
from breakouts.views.schedule import back, may_schedule, may_schedule_by_script, number_in
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from journal.refusals import Refusal


def _who(request: OrganizerRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


def _refused(refusal: Refusal) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "words": str(refusal)}, status=refusal.status)


@may_schedule_by_script
@require_GET
def places(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Where a session may go, as JSON: for each room and time yes, maybe or no, with the reason in words."""
    schedule = read_schedule(convening)
    if pk not in schedule.sessions:
        return _refused(SessionGone())
    found = {
        f"{room}-{slot}": [verdict.may, verdict.short, verdict.words]
        for (room, slot), verdict in verdicts_on(schedule, pk).items()
    }
    return JsonResponse({"version": schedule.sessions[pk].version, "places": found})


@may_schedule_by_script
@require_POST
def drop(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Move a session to where it was dropped, or out of its place; JSON both ways."""
    try:
        wanted = read_drop(request)
        if wanted["room"] is None:
            moved = Session.objects.filter(pk=pk, convening=convening).first()
            if moved is None:
                raise SessionGone
            unplace_session(session=moved, version=wanted["version"], **_who(request))
            return JsonResponse({"words": _("“%(session)s” has no room and time now.") % {"session": moved.title}})
        dropped = drop_session(convening=convening, session=pk, **wanted, **_who(request))
    except Refusal as refusal:
        known = Session.objects.filter(pk=pk, convening=convening).exists()
        return _refused(refusal if known else SessionGone())
    words = _("“%(session)s” is moved.") % {"session": dropped.title}
    return JsonResponse({"version": dropped.version, "words": words})


@may_schedule_by_script
@require_POST
def resize(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Make a time longer or shorter; JSON both ways."""
    try:
        if not TimeSlot.objects.filter(pk=pk, convening=convening).exists():
            raise SlotGone
        slot = resize_slot(convening=convening, slot=pk, **read_resize(request), **_who(request))
    except Refusal as refusal:
        return _refused(refusal)
    words = _("“%(slot)s” ends at %(ends)s now.") % {"slot": slot.label, "ends": spoken_end(slot, convening)}
    return JsonResponse({"words": words})


@may_schedule
@require_POST
def undo(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Take back the own newest move."""
    try:
        move = undo_move(convening=convening, **_who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone: “%(what)s” is as it was.") % {"what": move.about})
    return back(convening, request)


@may_schedule
@require_POST
def redo(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Do again what was undone last."""
    try:
        move = redo_move(convening=convening, **_who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done again: “%(what)s” is changed.") % {"what": move.about})
    return back(convening, request)


@may_schedule
@require_POST
def pin(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Fix a session's place, or release it."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    pinned = request.POST.get("pinned") == "yes"
    try:
        version = number_in(request.POST.get("version")) or 0
        pin_session(session=session, pinned=pinned, version=version, **_who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("“%(session)s” stays where it is.") if pinned else _("“%(session)s” may be moved again.")
        messages.success(request, words % {"session": session.title})
    return back(convening, request, session=pk)

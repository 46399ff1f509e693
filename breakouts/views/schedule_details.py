"""One session, one room, one time of the schedule: what is asked for, what there is, and when somebody is not there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breakouts.domain.availability import add_absence, open_room, remove_absence, shut_room
from breakouts.domain.published import let_move, published_in
from breakouts.domain.resizing import SlotChanged, change_slot
from breakouts.domain.rooms import change_room
from breakouts.domain.schedule_facts import read_schedule
from breakouts.domain.slots import local_span, remove_slot, spoken_end, spoken_slot
from breakouts.domain.terms import set_terms
from breakouts.forms.adding import SlotDetailsForm, seen_of
from breakouts.forms.terms import RoomDetailsForm, SpanForm, TermsForm, terms_in
from breakouts.models import Absence, Room, Session, ShutTime, TimeSlot
from breakouts.views.schedule import back, may_schedule, number_in
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from journal.refusals import Refusal
from registration.models import Attendee


def _who(request: OrganizerRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


@may_schedule
@require_http_methods(["GET", "POST"])
def session(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """What a session asks for, and when those who present it cannot."""
    found = get_object_or_404(Session.objects.select_related("convening"), pk=pk, convening=convening)
    sent = request.POST if request.method == "POST" else None
    acts: dict[str, Callable[[], tuple[RefusableForm | None, str]]] = {
        "terms": lambda: _terms(request, found),
        "away": lambda: _away(request, found),
        "back": lambda: _back(request, found),
        "free": lambda: _let_move(request, found, may_move=True),
        "keep": lambda: _let_move(request, found, may_move=False),
    }
    act = acts.get(sent.get("do", "")) if sent is not None else None
    form, said = act() if act else (None, "")
    if said:
        messages.success(request, said)
        return redirect("breakouts:session_details", convening.slug, pk)
    context = {
        "convening": convening, "session": found, "refused": form is not None,
        "terms_form": form if isinstance(form, TermsForm) else TermsForm(session=found),
        "span_form": form if isinstance(form, SpanForm) else SpanForm(convening=convening),
        "presenters": _presenters(found), "is_public": found.pk in published_in(read_schedule(convening)),
    }  # fmt: skip
    return render(request, "breakouts/session_details.html", context, status=422 if form is not None else 200)


def _presenters(session: Session) -> "list[Attendee]":
    own = Attendee.objects.filter(presentations__session=session).select_related("person")
    return list(own.prefetch_related("absences").order_by("presentations__pk"))


def _terms(request: OrganizerRequest, session: Session) -> tuple[RefusableForm | None, str]:
    form = TermsForm(request.POST, session=session)
    done = form.accept(lambda data: set_terms(session=session, terms=terms_in(data), **_who(request)))
    return (None, _("What it asks for is saved.")) if done else (form, "")


def _let_move(request: OrganizerRequest, session: Session, *, may_move: bool) -> tuple[RefusableForm | None, str]:
    let_move(session=session, may_move=may_move, **_who(request))
    return None, _("Proposals may move it now.") if may_move else _("Proposals leave it where it is.")


def _presenter(request: OrganizerRequest, session: Session) -> Attendee:
    own = Attendee.objects.filter(presentations__session=session).select_related("convening", "person")
    return get_object_or_404(own, pk=number_in(request.POST.get("presenter")) or 0)


def _away(request: OrganizerRequest, session: Session) -> tuple[RefusableForm | None, str]:
    attendee, form = _presenter(request, session), SpanForm(request.POST, convening=session.convening)

    def act(data: dict[str, Any]) -> Absence:
        starts_at, ends_at = form.span()
        return add_absence(attendee=attendee, starts_at=starts_at, ends_at=ends_at, **_who(request))

    done = form.accept(act)
    return (None, _("It is noted that %(who)s is not free then.") % {"who": attendee}) if done else (form, "")


def _back(request: OrganizerRequest, session: Session) -> tuple[RefusableForm | None, str]:
    attendee = _presenter(request, session)
    remove_absence(attendee=attendee, absence=number_in(request.POST.get("span")) or 0, **_who(request))
    return None, _("%(who)s can after all.") % {"who": attendee}


@may_schedule
@require_http_methods(["GET", "POST"])
def room(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """What a room has, and when it is shut."""
    found = get_object_or_404(Room.objects.select_related("convening"), pk=pk, convening=convening)
    sent = request.POST if request.method == "POST" else None
    acts: dict[str, Callable[[], tuple[RefusableForm | None, str]]] = {
        "room": lambda: _room(request, found),
        "shut": lambda: _shut(request, found),
        "open": lambda: _open(request, found),
    }
    act = acts.get(sent.get("do", "")) if sent is not None else None
    form, said = act() if act else (None, "")
    if said:
        messages.success(request, said)
        return redirect("breakouts:room_details", convening.slug, pk)
    context = {
        "convening": convening, "room": found, "shut_times": found.shut_times.all(),
        "room_form": form if isinstance(form, RoomDetailsForm) else RoomDetailsForm(room=found),
        "span_form": form if isinstance(form, SpanForm) else SpanForm(convening=convening),
    }  # fmt: skip
    return render(request, "breakouts/room_details.html", context, status=422 if form is not None else 200)


def _room(request: OrganizerRequest, room: Room) -> tuple[RefusableForm | None, str]:
    form = RoomDetailsForm(request.POST, room=room)
    done = form.accept(lambda data: change_room(room=room, position=room.position, **data, **_who(request)))
    return (None, _("Room %(room)s is saved.") % {"room": room}) if done else (form, "")


def _shut(request: OrganizerRequest, room: Room) -> tuple[RefusableForm | None, str]:
    form = SpanForm(request.POST, convening=room.convening)

    def act(data: dict[str, Any]) -> ShutTime:
        starts_at, ends_at = form.span()
        return shut_room(room=room, starts_at=starts_at, ends_at=ends_at, **_who(request))

    done = form.accept(act)
    return (None, _("%(room)s cannot be used then.") % {"room": room}) if done else (form, "")


def _open(request: OrganizerRequest, room: Room) -> tuple[RefusableForm | None, str]:
    open_room(room=room, shut=number_in(request.POST.get("span")) or 0, **_who(request))
    return None, _("%(room)s can be used again.") % {"room": room}


@may_schedule
@require_http_methods(["GET", "POST"])
def slot(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """A time of the programme: from when until when; and taking it away."""
    found = get_object_or_404(TimeSlot, pk=pk, convening=convening)
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove_slot(request, convening, found)
    form = SlotDetailsForm(request.POST or None, slot=found, convening=convening)
    changed = form.accept(lambda data: _change_slot(request, convening, found, data)) if form.is_bound else None
    if changed is not None:
        facts = {"slot": changed, "when": spoken_slot(changed, convening), "ends": spoken_end(changed, convening)}
        messages.success(request, _("“%(slot)s” is from %(when)s to %(ends)s now.") % facts)
        return back(convening, request, on=convening.local(changed.starts_at).date())
    if isinstance(form.refused, SlotChanged):
        found.refresh_from_db()
        form.retype(**seen_of(found))  # the organizer reads now what stands; saving again is then on purpose
    context = {"convening": convening, "slot": found, "form": form, "held": found.sessions.count()}
    return render(request, "breakouts/slot_details.html", context, status=422 if form.errors else 200)


def _change_slot(request: OrganizerRequest, convening: Convening, slot: TimeSlot, data: dict[str, Any]) -> TimeSlot:
    starts_at, ends_at = local_span(on=data["on"], starts=data["starts"], ends=data["ends"], zone=convening.zone)
    seen = (data["seen_from"], data["seen_until"])
    return change_slot(
        slot=slot, label=data["label"], starts_at=starts_at, ends_at=ends_at, seen=seen, **_who(request)
    )


def _remove_slot(request: OrganizerRequest, convening: Convening, slot: TimeSlot) -> HttpResponse:
    try:
        remove_slot(slot=slot, **_who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("breakouts:slot_details", convening.slug, slot.pk)
    messages.success(request, _("“%(slot)s” is taken away.") % {"slot": slot})
    return redirect("breakouts:schedule", convening.slug)

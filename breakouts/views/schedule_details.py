"""One session and one room of the schedule: what is asked for, what there is, and when somebody is not there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breakouts.domain.availability import add_absence, open_room, remove_absence, shut_room
from breakouts.domain.rooms import change_room
from breakouts.domain.terms import set_terms
from breakouts.forms.terms import RoomDetailsForm, SpanForm, TermsForm, terms_in
from breakouts.models import Absence, Room, Session, ShutTime
from breakouts.views.schedule import may_schedule, number_in
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from registration.models import Attendee


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}  # type: ignore[attr-defined]


@may_schedule
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, convening: Convening, pk: int) -> HttpResponse:
    """What a session asks for, and when those who present it cannot."""
    found = get_object_or_404(Session.objects.select_related("convening"), pk=pk, convening=convening)
    sent = request.POST if request.method == "POST" else None
    acts: dict[str, Callable[[], tuple[RefusableForm | None, str]]] = {
        "terms": lambda: _terms(request, found),
        "away": lambda: _away(request, found),
        "back": lambda: _back(request, found),
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
        "presenters": _presenters(found),
    }  # fmt: skip
    return render(request, "breakouts/session_details.html", context, status=422 if form is not None else 200)


def _presenters(session: Session) -> "list[Attendee]":
    own = Attendee.objects.filter(presentations__session=session).select_related("person")
    return list(own.prefetch_related("absences").order_by("presentations__pk"))


def _terms(request: HttpRequest, session: Session) -> tuple[RefusableForm | None, str]:
    form = TermsForm(request.POST, session=session)
    done = form.accept(lambda data: set_terms(session=session, terms=terms_in(data), **_who(request)))
    return (None, _("What it asks for is saved.")) if done else (form, "")


def _presenter(request: HttpRequest, session: Session) -> Attendee:
    own = Attendee.objects.filter(presentations__session=session).select_related("convening", "person")
    return get_object_or_404(own, pk=number_in(request.POST.get("presenter")) or 0)


def _away(request: HttpRequest, session: Session) -> tuple[RefusableForm | None, str]:
    attendee, form = _presenter(request, session), SpanForm(request.POST, convening=session.convening)

    def act(data: dict[str, Any]) -> Absence:
        starts_at, ends_at = form.span()
        return add_absence(attendee=attendee, starts_at=starts_at, ends_at=ends_at, **_who(request))

    done = form.accept(act)
    return (None, _("It is noted that %(who)s cannot then.") % {"who": attendee}) if done else (form, "")


def _back(request: HttpRequest, session: Session) -> tuple[RefusableForm | None, str]:
    attendee = _presenter(request, session)
    remove_absence(attendee=attendee, absence=number_in(request.POST.get("span")) or 0, **_who(request))
    return None, _("%(who)s can after all.") % {"who": attendee}


@may_schedule
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, convening: Convening, pk: int) -> HttpResponse:
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


def _room(request: HttpRequest, room: Room) -> tuple[RefusableForm | None, str]:
    form = RoomDetailsForm(request.POST, room=room)
    done = form.accept(lambda data: change_room(room=room, position=room.position, **data, **_who(request)))
    return (None, _("Room %(room)s is saved.") % {"room": room}) if done else (form, "")


def _shut(request: HttpRequest, room: Room) -> tuple[RefusableForm | None, str]:
    form = SpanForm(request.POST, convening=room.convening)

    def act(data: dict[str, Any]) -> ShutTime:
        starts_at, ends_at = form.span()
        return shut_room(room=room, starts_at=starts_at, ends_at=ends_at, **_who(request))

    done = form.accept(act)
    return (None, _("%(room)s cannot be used then.") % {"room": room}) if done else (form, "")


def _open(request: HttpRequest, room: Room) -> tuple[RefusableForm | None, str]:
    open_room(room=room, shut=number_in(request.POST.get("span")) or 0, **_who(request))
    return None, _("%(room)s can be used again.") % {"room": room}

"""The organizers' schedule: rooms by times, what is not placed yet, and "Move to…"."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from breakouts.domain.moves import steps_of
from breakouts.domain.presenters import add_presenter, remove_presenter
from breakouts.domain.programmes import version_of
from breakouts.domain.rooms import make_room
from breakouts.domain.schedule_board import board_of, day_of
from breakouts.domain.schedule_facts import Schedule, SessionFacts, read_schedule
from breakouts.domain.sessions import ChangedMeanwhile, make_session, place_session, unplace_session
from breakouts.domain.slots import days_of, local_span, make_slot, spoken_slot
from breakouts.forms.adding import RoomForm, SessionForm, SlotForm
from breakouts.forms.moving import MoveForm, PresenterForm
from breakouts.models import Session
from breakouts.states import SessionKind
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from journal.refusals import Refusal

PAGE = "breakouts/schedule.html"
may_schedule = convening_required(Permission.CHANGE_PROGRAMME)
may_schedule_by_script = convening_required(Permission.CHANGE_PROGRAMME, with_page=False)


def number_in(text: str | None) -> int | None:
    """The number that somebody sent; None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day_shown(request: OrganizerRequest, schedule: Schedule, picked: SessionFacts | None) -> date:
    """Of the refused time, else the day asked for, else of the session in the hand, else the first with a breakout."""
    days = days_of(schedule.convening)
    wanted = day_of(schedule, number_in(request.POST.get("slot")))
    asked = next((day for day in days if day.isoformat() == request.GET.get("day")), None)
    placed = [session for session in schedule.sessions.values() if session.is_placed]
    held = [(session.kind != SessionKind.BREAKOUT, day_of(schedule, session.slot)) for session in placed]
    _others, first = min(((other, day) for other, day in held if day is not None), default=(False, days[0]))
    return wanted or asked or (day_of(schedule, picked.slot) if picked else None) or first


def _show(
    request: OrganizerRequest, convening: Convening, *, session: int | None = None, **bound: RefusableForm
) -> HttpResponse:
    """The page, or its board alone for htmx; `bound` are forms that were refused, with what was typed."""
    schedule = read_schedule(convening)
    picked = schedule.sessions.get(session or 0)
    on = _day_shown(request, schedule, picked)
    rooms = {room for room in schedule.rooms if str(room) in request.GET.getlist("room")}
    context: dict[str, Any] = {
        "convening": convening, "schedule": schedule, "board": board_of(schedule, on=on, rooms=rooms), "on": on,
        "day": on.isoformat(),
        "days": days_of(convening), "picked": picked, "picked_rooms": rooms, "version": version_of(convening),
        "steps": steps_of(convening, by=request.actor),
        "kept": f"?{query_of(request, on=on).urlencode()}",
        "refused": next((form.refused for form in bound.values() if form.refused), ""),
        "session_form": SessionForm(auto_id="session_%s"), "room_form": RoomForm(auto_id="room_%s"),
        "slot_form": SlotForm(auto_id="slot_%s", convening=convening, initial={"on": on.isoformat()}),
        **(_forms_about(convening, picked) if picked else {}), **bound,
    }  # fmt: skip
    response = render(request, f"{PAGE}#board" if request.htmx else PAGE, context)
    response["ETag"] = tag_of(context["version"])
    if request.method == "POST":
        response["HX-Push-Url"] = "false"  # a refused form has no address of its own to come back to
    return response


def _forms_about(convening: Convening, picked: SessionFacts) -> dict[str, RefusableForm]:
    initial = {"slot": picked.slot, "room": picked.room, "version": picked.version}
    return {
        "move_form": MoveForm(auto_id="move_%s", convening=convening, initial=initial),
        "presenter_form": PresenterForm(auto_id="presenter_%s", convening=convening),
    }


def tag_of(version: int) -> str:
    """What tells the board from itself after the next change, for answering "unchanged"."""
    return f'W/"{version}"'


def query_of(request: OrganizerRequest, *, on: date | None = None) -> QueryDict:
    """What keeps the same day and the same rooms in view."""
    query = QueryDict(mutable=True)
    query.setlist("room", request.GET.getlist("room"))
    shown = on.isoformat() if on else request.GET.get("day")
    if shown:
        query["day"] = shown
    return query


def back(
    convening: Convening, request: OrganizerRequest, *, session: int | None = None, on: date | None = None
) -> HttpResponse:
    """Back to the board, on the same day and with the same rooms."""
    query = query_of(request, on=on)
    if session is not None:
        query["session"] = str(session)
    return redirect(f"{reverse('breakouts:schedule', args=[convening.slug])}?{query.urlencode()}")


@may_schedule
@require_GET
def schedule(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A day of the schedule; ?session= takes one into the hand, ?room= shows some rooms alone.

    Who sends If-None-Match is told whether anybody has changed anything since.
    """
    seen = request.headers.get("If-None-Match")
    if seen is not None and seen == tag_of(version_of(convening)):
        return HttpResponse(status=304)
    return _show(request, convening, session=number_in(request.GET.get("session")))


@may_schedule
@require_POST
def place(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Move a session to a room and time."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    form = MoveForm(request.POST, auto_id="move_%s", convening=convening)
    moved: Session | None = form.accept(
        lambda data: place_session(
            session=session, room=data["room"], slot=data["slot"], version=data["version"],
            by=request.actor, at=timezone.now(),
        ),
    )
    if moved is None or moved.slot is None:
        if isinstance(form.refused, ChangedMeanwhile):
            # The organizer reads now what stands; choosing again is then on purpose.
            session.refresh_from_db(fields=["version"])
            form.retype(version=session.version)
        return _show(request, convening, session=pk, move_form=form)
    facts = {"session": moved.title, "room": moved.room, "when": spoken_slot(moved.slot, convening)}
    messages.success(request, _("“%(session)s” is in %(room)s now (%(when)s).") % facts)
    return back(convening, request, on=convening.local(moved.slot.starts_at).date())


@may_schedule
@require_POST
def unplace(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Take a session out of its room and time."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    try:
        unplace_session(
            session=session, version=number_in(request.POST.get("version")) or 0,
            by=request.actor, at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back(convening, request, session=pk)
    messages.success(request, _("“%(session)s” has no room and time now.") % {"session": session.title})
    return back(convening, request)


@may_schedule
@require_POST
def present(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Add a presenter."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    form = PresenterForm(request.POST, auto_id="presenter_%s", convening=convening)
    added = form.accept(
        lambda data: add_presenter(
            session=session, attendee=data["presenter"], by=request.actor, at=timezone.now()
        ),
    )
    if added is None:
        return _show(request, convening, session=pk, presenter_form=form)
    messages.success(
        request, _("%(who)s presents “%(session)s”.") % {"who": added.presenter, "session": session.title}
    )
    return back(convening, request, session=pk)


@may_schedule
@require_POST
def no_longer_present(request: OrganizerRequest, convening: Convening, pk: int, attendee: int) -> HttpResponse:
    """Take a presenter away."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    presentation = get_object_or_404(session.presentations.select_related("presenter__person"), presenter=attendee)
    remove_presenter(
        session=session, attendee=presentation.presenter, by=request.actor, at=timezone.now()
    )
    facts = {"who": presentation.presenter, "session": session.title}
    messages.success(request, _("%(who)s no longer presents “%(session)s”.") % facts)
    return back(convening, request, session=pk)


@may_schedule
@require_POST
def new_session(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Add a session, and take it into the hand."""
    form = SessionForm(request.POST, auto_id="session_%s")
    made: Session | None = form.accept(
        lambda data: make_session(
            convening=convening, title=data["title"], kind=SessionKind(data["kind"]), abstract=data["abstract"],
            by=request.actor, at=timezone.now(),
        ),
    )
    if made is None:
        return _show(request, convening, session_form=form)
    messages.success(request, _("“%(session)s” is on the list. Give it a room and time.") % {"session": made.title})
    return back(convening, request, session=made.pk)


@may_schedule
@require_POST
def new_room(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Add a room."""
    form = RoomForm(request.POST, auto_id="room_%s")
    made = form.accept(
        lambda data: make_room(
            convening=convening, name=data["name"], capacity=data["capacity"],
            by=request.actor, at=timezone.now(),
        ),
    )
    if made is None:
        return _show(request, convening, room_form=form)
    messages.success(request, _("Room %(room)s is there now.") % {"room": made})
    return back(convening, request)


@may_schedule
@require_POST
def new_slot(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Add a time."""
    form = SlotForm(request.POST, auto_id="slot_%s", convening=convening)

    def act(data: dict[str, Any]) -> Any:
        starts_at, ends_at = local_span(on=data["on"], starts=data["starts"], ends=data["ends"], zone=convening.zone)
        return make_slot(
            convening=convening, label=data["label"], starts_at=starts_at, ends_at=ends_at,
            by=request.actor, at=timezone.now(),
        )

    made = form.accept(act)
    if made is None:
        return _show(request, convening, slot_form=form)
    facts = {"slot": made, "when": spoken_slot(made, convening)}
    messages.success(request, _("“%(slot)s” is in the programme now (%(when)s).") % facts)
    return back(convening, request, on=convening.local(made.starts_at).date())

"""The organizers' schedule: rooms by times, what is not placed yet, and "Move to…"."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from breakouts.domain.presenters import add_presenter, remove_presenter
from breakouts.domain.programme import ProgrammeSheet, SessionLine, programme_of, rows_of
from breakouts.domain.rooms import make_room
from breakouts.domain.sessions import ChangedMeanwhile, make_session, place_session, unplace_session
from breakouts.domain.slots import days_of, local_span, make_slot, spoken_slot
from breakouts.forms.adding import RoomForm, SessionForm, SlotForm
from breakouts.forms.moving import MoveForm, PresenterForm
from breakouts.models import Session
from breakouts.states import SessionKind
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from journal.refusals import Refusal

PAGE = "breakouts/schedule.html"
may_schedule = convening_required(Permission.CHANGE_PROGRAMME)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day_shown(request: HttpRequest, convening: Convening, sheet: ProgrammeSheet, picked: SessionLine | None) -> date:
    """Of the refused time, else the day asked for, else of the session in the hand, else the first with a session."""
    days = days_of(convening)
    refused = _number(request.POST.get("slot"))
    wanted = next((slot.on for slot in sheet.slots if slot.id == refused), None)
    if wanted is not None:
        return wanted
    asked = next((day for day in days if day.isoformat() == request.GET.get("day")), None)
    if asked is not None:
        return asked
    if picked is not None and picked.slot is not None:
        return picked.slot.on
    return next((day.on for day in sheet.days if day.sessions), days[0])


def _show(
    request: HttpRequest, convening: Convening, *, session: int | None = None, **bound: RefusableForm
) -> HttpResponse:
    """The page, or its board alone for htmx; `bound` are forms that were refused, with what was typed."""
    sheet = programme_of(convening)
    picked = sheet.session(session) if session is not None else None
    on = _day_shown(request, convening, sheet, picked)
    day = sheet.day(on)
    fresh: dict[str, RefusableForm] = {
        "session_form": SessionForm(auto_id="session_%s"),
        "room_form": RoomForm(auto_id="room_%s"),
        "slot_form": SlotForm(auto_id="slot_%s", convening=convening, initial={"on": on.isoformat()}),
    }
    if picked is not None:
        place = {"slot": picked.slot and picked.slot.id, "room": picked.room and picked.room.id}
        fresh["move_form"] = MoveForm(
            auto_id="move_%s", convening=convening, initial=place | {"version": picked.version}
        )
        fresh["presenter_form"] = PresenterForm(auto_id="presenter_%s", convening=convening)
    context: dict[str, Any] = {
        "convening": convening,
        "sheet": sheet,
        "on": on,
        "days": days_of(convening),
        "columns": day.columns if day else (),
        "rows": rows_of(sheet.rooms, day.columns) if day else (),
        "picked": picked,
        "refused": next((form.refused for form in bound.values() if form.refused), ""),
        **fresh,
        **bound,
    }
    response = render(request, f"{PAGE}#board" if request.htmx else PAGE, context)  # type: ignore[attr-defined]
    if request.method == "POST":
        response["HX-Push-Url"] = "false"  # a refused form has no address of its own to come back to
    return response


def _back(
    convening: Convening, request: HttpRequest, *, session: int | None = None, on: date | None = None
) -> HttpResponse:
    query = QueryDict(mutable=True)
    shown = on.isoformat() if on else request.GET.get("day")
    if shown:
        query["day"] = shown
    if session is not None:
        query["session"] = str(session)
    return redirect(f"{reverse('breakouts:schedule', args=[convening.slug])}?{query.urlencode()}")


@may_schedule
@require_GET
def schedule(request: HttpRequest, convening: Convening) -> HttpResponse:
    """A day of the schedule; ?session= takes one into the hand."""
    return _show(request, convening, session=_number(request.GET.get("session")))


@may_schedule
@require_POST
def place(request: HttpRequest, convening: Convening, pk: int) -> HttpResponse:
    """Move a session to a room and time."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    form = MoveForm(request.POST, auto_id="move_%s", convening=convening)
    moved: Session | None = form.accept(
        lambda data: place_session(
            session=session, room=data["room"], slot=data["slot"], version=data["version"],
            by=request.actor, at=timezone.now(),  # type: ignore[attr-defined]
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
    return _back(convening, request, on=convening.local(moved.slot.starts_at).date())


@may_schedule
@require_POST
def unplace(request: HttpRequest, convening: Convening, pk: int) -> HttpResponse:
    """Take a session out of its room and time."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    try:
        unplace_session(
            session=session, version=_number(request.POST.get("version")) or 0,
            by=request.actor, at=timezone.now(),  # type: ignore[attr-defined]
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _back(convening, request, session=pk)
    messages.success(request, _("“%(session)s” has no room and time now.") % {"session": session.title})
    return _back(convening, request)


@may_schedule
@require_POST
def present(request: HttpRequest, convening: Convening, pk: int) -> HttpResponse:
    """Add a presenter."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    form = PresenterForm(request.POST, auto_id="presenter_%s", convening=convening)
    added = form.accept(
        lambda data: add_presenter(
            session=session, attendee=data["presenter"], by=request.actor, at=timezone.now()  # type: ignore[attr-defined]
        ),
    )
    if added is None:
        return _show(request, convening, session=pk, presenter_form=form)
    messages.success(
        request, _("%(who)s presents “%(session)s”.") % {"who": added.presenter, "session": session.title}
    )
    return _back(convening, request, session=pk)


@may_schedule
@require_POST
def no_longer_present(request: HttpRequest, convening: Convening, pk: int, attendee: int) -> HttpResponse:
    """Take a presenter away."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    presentation = get_object_or_404(session.presentations.select_related("presenter__person"), presenter=attendee)
    remove_presenter(
        session=session, attendee=presentation.presenter, by=request.actor, at=timezone.now()  # type: ignore[attr-defined]
    )
    facts = {"who": presentation.presenter, "session": session.title}
    messages.success(request, _("%(who)s no longer presents “%(session)s”.") % facts)
    return _back(convening, request, session=pk)


@may_schedule
@require_POST
def new_session(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Add a session, and take it into the hand."""
    form = SessionForm(request.POST, auto_id="session_%s")
    made: Session | None = form.accept(
        lambda data: make_session(
            convening=convening, title=data["title"], kind=SessionKind(data["kind"]), abstract=data["abstract"],
            by=request.actor, at=timezone.now(),  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _show(request, convening, session_form=form)
    messages.success(request, _("“%(session)s” is on the list. Give it a room and time.") % {"session": made.title})
    return _back(convening, request, session=made.pk)


@may_schedule
@require_POST
def new_room(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Add a room."""
    form = RoomForm(request.POST, auto_id="room_%s")
    made = form.accept(
        lambda data: make_room(
            convening=convening, name=data["name"], capacity=data["capacity"],
            by=request.actor, at=timezone.now(),  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _show(request, convening, room_form=form)
    messages.success(request, _("Room %(room)s is there now.") % {"room": made})
    return _back(convening, request)


@may_schedule
@require_POST
def new_slot(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Add a time."""
    form = SlotForm(request.POST, auto_id="slot_%s", convening=convening)

    def act(data: dict[str, Any]) -> Any:
        starts_at, ends_at = local_span(on=data["on"], starts=data["starts"], ends=data["ends"], zone=convening.zone)
        return make_slot(
            convening=convening, label=data["label"], starts_at=starts_at, ends_at=ends_at,
            by=request.actor, at=timezone.now(),  # type: ignore[attr-defined]
        )

    made = form.accept(act)
    if made is None:
        return _show(request, convening, slot_form=form)
    facts = {"slot": made, "when": spoken_slot(made, convening)}
    messages.success(request, _("“%(slot)s” is in the programme now (%(when)s).") % facts)
    return _back(convening, request, on=convening.local(made.starts_at).date())

"""The expo guide of an attendee, and what is tapped and written in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import limits
from accounts.access import LinkRequest, link_required
from expo.domain.bookmarks import set_bookmark
from expo.domain.guide import narrowed
from expo.domain.highlights import take_back, write_highlight
from expo.domain.notes import notes_of, notes_seen_by, withdraw_note
from expo.domain.visit_lists import visits_of
from expo.domain.visits import VisitDraft, leave_visit, leave_visits
from expo.forms.day import HighlightForm, VisitForm
from journal.refusals import Refusal
from portal.domain.guide_page import guide_page
from portal.forms.guide import GuideForm, drafts_of
from portal.views.left_words import left_words
from portal.views.team import found as found_row
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES
from registration.views.own_page import found, no_longer_comes

ROWS = 50
TAPS = {"most": 60, "seconds": 60}
WORDS = {"most": 30, "seconds": 60 * 60}


class TooOften(Refusal):
    code = "too_often"
    status = 429


def reader(attendee_id: int) -> Attendee:
    """The attendee, who comes for certain; 404 for anybody else."""
    attendee = found(attendee_id)
    if attendee.team is not None and attendee.team.place not in KEPT_PLACES:
        raise Http404
    return attendee


def spend(attendee: Attendee, what: str, measure: dict[str, int]) -> None:
    """Counts a tap or a text of this attendee. Refusal: too_often."""
    if not limits.spend(what=what, who=str(attendee.pk), **measure):
        raise TooOften(_("That was very often in a short time. Wait a moment, and try again."))


@link_required("attend")
@require_safe
def guide(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The guide. It changes nothing."""
    attendee = reader(attendee_id)
    if attendee.cancelled_at is not None:
        return left_words(request, attendee)
    return _show(request, attendee)


def _show(request: LinkRequest, attendee: Attendee, *, refused: HighlightForm | None = None) -> HttpResponse:
    asked = request.GET.get("hall", "")
    page = guide_page(attendee, int(asked) if asked.isdecimal() and len(asked) < 19 else None, at=timezone.now())
    form = GuideForm(request.GET, rows=page.rows)
    chosen = form.chosen()
    listed = Paginator(narrowed(page.rows, chosen), ROWS).get_page(request.GET.get("page"))
    context = {
        "attendee": attendee, "convening": attendee.convening, "guide": page, "form": form, "page": listed,
        "notes": notes_seen_by(attendee), "link": request.link, "narrowed": bool(replace(chosen, q="")),
        "write": refused or HighlightForm(auto_id="write_%s", initial={"highlight_id": page.tap}),
    }  # fmt: skip
    return render(request, "portal/guide.html", context, status=422 if refused else 200)


@link_required("attend")
@require_POST
def leave(request: LinkRequest, attendee_id: int, code: str) -> HttpResponse:
    """One tap at a booth, by a plain form; back to the booth's page."""
    attendee = reader(attendee_id)
    form = VisitForm(request.POST)

    def act(at: datetime) -> object:
        if not form.is_valid():
            raise Refusal(" ".join(str(words) for errors in form.errors.values() for words in errors))
        data = form.cleaned_data
        spend(attendee, "visit", TAPS)
        if data["note"]:
            spend(attendee, "words", WORDS)
        draft = VisitDraft(data["visit_id"] or uuid4(), code, at, bookmark=data["bookmark"], note=data["note"])
        return leave_visit(attendee=attendee, draft=draft, by=request.actor, at=at)

    return _done(request, act, said=_("Your visit is noted. Thank you for coming by."), to=("portal:booth_page", code))


@link_required("attend")
@require_POST
def arrive(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Visits that waited on the phone: each is answered by itself, and sending them again is harmless."""
    attendee, now = reader(attendee_id), timezone.now()
    try:
        spend(attendee, "visits", TAPS)
        drafts = drafts_of(request.body, at=now)
        if any(draft.note for draft in drafts):
            spend(attendee, "words", WORDS)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "words": str(refusal)}, status=refusal.status)
    outcomes = leave_visits(attendee=attendee, drafts=drafts, by=request.actor, at=now)
    results = [{"id": str(one.visit_id), "code": one.code, "words": one.words} for one in outcomes]
    return JsonResponse({"results": results})


@link_required("attend")
@require_POST
def bookmark(request: LinkRequest, attendee_id: int, code: str) -> HttpResponse:
    """Keeps a bookmark, or drops it."""
    attendee = reader(attendee_id)
    kept = request.POST.get("kept") == "1"

    def act(at: datetime) -> object:
        spend(attendee, "visit", TAPS)
        return set_bookmark(attendee=attendee, code=code, kept=kept, by=request.actor, at=at)

    said = _("Bookmarked. You find it again in the guide.") if kept else _("The bookmark is gone.")
    return _done(request, act, said=said, to=("portal:booth_page", code))


@link_required("attend")
@require_POST
def withdraw(request: LinkRequest, attendee_id: int, note: int) -> HttpResponse:
    """Takes an own note back."""
    attendee = found(attendee_id)
    return _done(
        request, lambda at: withdraw_note(attendee=attendee, note=note, by=request.actor, at=at),
        said=_("Your note is gone: neither team sees it any more."), to=("portal:guide", attendee_id),
    )  # fmt: skip


@link_required("attend")
@require_POST
def write(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """A highlight for the wall; refused with words beside the field, what was typed kept."""
    attendee = reader(attendee_id)
    form = HighlightForm(request.POST, auto_id="write_%s")

    def act(data: dict[str, Any]) -> object:
        spend(attendee, "words", WORDS)
        return write_highlight(attendee=attendee, **data, by=request.actor, at=timezone.now())

    if form.accept(act) is None:
        return _show(request, attendee, refused=form)
    messages.success(request, _("Thank you. An organizer reads it, and then the big screen shows it."))
    return redirect("portal:guide", attendee_id)


@link_required("attend")
@require_POST
def unwrite(request: LinkRequest, attendee_id: int, highlight: int) -> HttpResponse:
    """Takes an own highlight from the wall for good."""
    attendee = found(attendee_id)
    return _done(
        request, lambda at: take_back(attendee=attendee, highlight=highlight, by=request.actor, at=at),
        said=_("Your highlight is not shown any more."), to=("portal:guide", attendee_id),
    )  # fmt: skip


@link_required("attend")
@require_safe
def our_visits(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Who came to the own team's booth, and whom it visited, for its members."""
    attendee = reader(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    if attendee.team is None:
        raise Http404
    return _visits(request, attendee.team, attendee)


@link_required("coordinate")
@require_safe
def team_visits(request: LinkRequest, team_id: int) -> HttpResponse:
    """The same for the team's coordinators."""
    team = found_row(Team, pk=team_id)
    return _visits(request, team)


def _visits(request: HttpRequest, team: Team, attendee: Attendee | None = None) -> HttpResponse:
    """The page, and the way back to where its reader came from."""
    context = {"team": team, "convening": team.convening, "visits": visits_of(team), "notes": notes_of(team)}
    context["attendee"] = attendee
    return render(request, "portal/visits.html", context)


def _done(
    request: HttpRequest, act: Callable[[datetime], object], *, said: str, to: tuple[str, int | str]
) -> HttpResponse:
    """The act, and back to a page with a sentence: that it is done, or why not."""
    try:
        act(timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(*to)

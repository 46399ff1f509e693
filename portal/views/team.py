"""A team's own page, for each of its coordinators."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LinkRequest, link_required
from agreements.models import Party
from journal.refusals import Refusal
from mail.domain import addresses
from portal.domain.team_page import TeamPage, team_page
from portal.forms.team import HolderForm, MemberForm
from registration.domain import (
    announcements,
    attendees,
    coordinators,
    offices,
    preparing,
    reminders,
    signatories,
    teams,
)
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.forms.refusals import show_refusal
from registration.models import Attendee, Team
from registration.views.limits import require_few_named


@link_required("coordinate")
@require_safe
def show_team(request: LinkRequest, team_id: int) -> HttpResponse:
    """The page. It changes nothing."""
    return page(request, load(team_id, request.actor))


@link_required("coordinate")
@require_POST
def invite(request: LinkRequest, team_id: int) -> HttpResponse:
    """Asks all leaders at once."""
    team = found(Team, pk=team_id)
    return done(request, team_id, lambda at: teams.invite_signatories(team=team, by=request.actor, at=at), said=_(
        "The leaders have been invited. Each gets a private link by mail."
    ))


@link_required("coordinate")
@require_POST
def remind(request: LinkRequest, team_id: int, party_id: int) -> HttpResponse:
    """Writes once more to a leader of the own side. The words fit whoever declined or waits for a vote, too."""
    party = own_party(team_id, party_id, request.actor)
    words = _("If an answer of %(name)s is still open, a reminder is on its way.") % {"name": party.signatory}
    return done(request, team_id, lambda at: reminders.remind(party=party, by=request.actor, at=at), said=words)


@link_required("coordinate")
@require_POST
def report_none(request: LinkRequest, team_id: int, party_id: int) -> HttpResponse:
    """Says that the team has no such office."""
    party = own_party(team_id, party_id, request.actor)
    return done(request, team_id, lambda at: offices.report_missing(party=party, by=request.actor, at=at), said=_(
        "Noted. An organizer looks at it; until then the office counts."
    ))


@link_required("coordinate")
@require_POST
def add_member(request: LinkRequest, team_id: int) -> HttpResponse:
    """One more member; refused with words beside the field, what was typed kept."""
    shown = load(team_id, request.actor)
    form = MemberForm(request.POST, only=own_alone(shown))

    def add(at: datetime) -> None:
        require_few_named(request, form.cleaned_data["email"])
        data = form.cleaned_data
        attendees.add_member(
            team=shown.team, person=form.person(), job=data["job"], side=data["side"], by=request.actor, at=at
        )

    if sent(form, add):
        messages.success(request, _("%(name)s is on the team.") % {"name": form.cleaned_data["name"]})
        return redirect(f"/team/{team_id}/#members")
    return page(request, shown, form=form, status=422)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: LinkRequest, team_id: int, attendee_id: int) -> HttpResponse:
    """Asks first, then takes somebody off the team."""
    member = found(Attendee, pk=attendee_id, team_id=team_id, cancelled_at=None, office="")
    if request.method == "POST":
        words = _("%(name)s is no longer on the team.") % {"name": member.person.name}
        return done(
            request, team_id, lambda at: attendees.cancel_attendee(attendee=member, by=request.actor, at=at), said=words
        )
    context = {"team": member.team, "convening": member.convening, "member": member}
    return render(request, "portal/remove_member.html", context)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_holder(request: LinkRequest, team_id: int, party_id: int) -> HttpResponse:
    """Corrects the name and address of a leader of the own side, or names one where none was named. The lead corrects
    every side's until the leaders are invited.
    """
    team = found(Team, pk=team_id)
    party = party_to_touch(team, party_id, request.actor) or own_party(team_id, party_id, request.actor)
    held = {"name": party.signatory.name, "email": party.signatory.email} if party.signatory else {}
    prepared = preparing.standing_for(party)
    if prepared is not None and prepared.email:
        held["email"] = prepared.email
    form = HolderForm(
        request.POST if request.method == "POST" else None, initial={**held, "organization": party.organization}
    )

    def correct(at: datetime) -> None:
        require_few_named(request, form.cleaned_data["email"])
        data = form.cleaned_data
        if party.signatory is None:
            holder = HolderDraft(data["name"], data["email"], data["organization"], language=team.coordinator.language)
            offices.name_holder(party=party, holder=holder, by=request.actor, at=at)
        else:
            draft = PersonDraft(data["name"], data["email"])
            signatories.correct_holder(party=party, draft=draft, by=request.actor, at=at)

    if request.method == "POST" and sent(form, correct):
        messages.success(request, _("Saved. Mail goes to the address that stands now."))
        return redirect("portal:team", team_id)
    troubles = addresses.troubles([party.signatory.email] if party.signatory else [])
    context = {"team": team, "convening": team.convening, "party": party, "form": form, "troubles": troubles}
    context["prepared"] = prepared
    return render(request, "portal/correct_holder.html", context, status=422 if form.is_bound else 200)


def load(team_id: int, by: str) -> TeamPage:
    try:
        return team_page(team_id=team_id, by=by, at=timezone.now())
    except Team.DoesNotExist:
        raise Http404 from None


def own_alone(shown: TeamPage) -> str:
    """The one side whose members this coordinator adds; "" for the lead, who adds all."""
    return "" if shown.own.is_lead else shown.own.side


def found(model: type[Any], **named: Any) -> Any:
    related = {Team: ("convening", "coordinator"), Attendee: ("person", "team", "convening")}
    row = model.objects.filter(**named).select_related(*related[model]).first()
    if row is None:
        raise Http404
    return row


def party_to_touch(team: Team, party_id: int, by: str) -> Party | None:
    """An office of any side for which the organizers ask this coordinator to name somebody else, or whose holder the
    lead may still correct.
    """
    party = Party.objects.filter(agreement=team.agreement_id, pk=party_id).with_answers().first()
    if party is None:
        return None
    if party.signatory_id is not None and signatories.may_correct_yet(team, party.side, by):
        return party
    return party if offices.may_name_another(team, party, by) else None


def own_party(team_id: int, party_id: int, by: str) -> Party:
    """An office of this team on the coordinator's own side; any other is not theirs to touch, or to know of."""
    team = found(Team, pk=team_id)
    side = coordinators.side_of(team, by)
    parties = Party.objects.filter(agreement_id=team.agreement_id, side=side, pk=party_id)
    party = parties.with_answers().first()
    if party is None:
        raise Http404
    return party


def sent(form: forms.Form, act: Callable[[datetime], object]) -> bool:
    """Whether the form was filled and the act not refused."""
    if not form.is_valid():
        return False
    try:
        act(timezone.now())
    except Refusal as refusal:
        show_refusal(form, refusal)
        return False
    return True


def done(request: LinkRequest, team_id: int, act: Callable[[datetime], object], *, said: str) -> HttpResponse:
    """The act, and back to the page with a sentence: that it is done, or why not."""
    try:
        act(timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, said)
    return redirect("portal:team", team_id)


def page(request: LinkRequest, shown: TeamPage, *, form: MemberForm | None = None, status: int = 200) -> HttpResponse:
    team = shown.team
    context = {
        "page": shown,
        "team": team,
        "convening": team.convening,
        "form": form or MemberForm(only=own_alone(shown)),
        "troubles": shown.troubles,
        "link": request.link,
        "announcement": announcements.brought(team),
    }
    return render(request, "portal/team.html", context, status=status)

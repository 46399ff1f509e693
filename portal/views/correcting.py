"""What a coordinator typed about the team's name and its members, mended."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from mail.domain import addresses
from portal.forms.team import MemberForm
from portal.views.coordination import led
from portal.views.team import found, sent
from registration.domain import coordinators, correcting, naming, profiles
from registration.domain.drafts import MemberDraft
from registration.forms.naming import NameForm
from registration.models import Attendee
from registration.views.limits import require_few_named


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_name(request: LinkRequest, team_id: int) -> HttpResponse:
    """A slip in the name or town, mended by the lead until the leaders are invited; afterwards whom to write to."""
    team = led(request, team_id)
    form = NameForm(request.POST if request.method == "POST" else None, team=team, with_state=False)

    def rename(at: datetime) -> None:
        naming.rename_team(team=team, **form.told(), by=request.actor, at=at)

    if request.method == "POST" and sent(form, rename):
        messages.success(request, _("Saved. It stands so on every page now."))
        return redirect("portal:team", team_id)
    may = naming.may_rename(team, request.actor) and not profiles.is_over(team.convening, timezone.now())
    context = {"team": team, "convening": team.convening, "form": form, "may_rename": may}
    return render(request, "portal/team_name.html", context, status=422 if form.is_bound else 200)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_member(request: LinkRequest, team_id: int, attendee_id: int) -> HttpResponse:
    """A member's name, address, work or side; refused with words beside the field, what was typed kept."""
    member: Attendee = found(Attendee, pk=attendee_id, team_id=team_id, cancelled_at=None, office="")
    assert member.team is not None  # it was found by it
    is_lead = coordinators.is_lead(member.team, request.actor)
    own = "" if is_lead else coordinators.side_of(member.team, request.actor)
    if not is_lead and own != member.side:
        raise Http404  # whose address they do not see
    told = {"name": member.person.name, "email": member.person.email, "job": member.job, "side": member.side}
    form = MemberForm(request.POST if request.method == "POST" else None, only=own, initial=told)

    def correct(at: datetime) -> None:
        require_few_named(request, form.cleaned_data["email"])
        draft = MemberDraft(
            **{name: form.cleaned_data[name] for name in ("name", "email", "job", "side")},
            organization=member.organization,
        )
        correcting.correct_attendee(attendee=member, draft=draft, by=request.actor, at=at)

    if request.method == "POST" and sent(form, correct):
        messages.success(request, _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect(f"/team/{team_id}/#members")
    context = {
        "team": member.team, "convening": member.convening, "member": member, "form": form,
        "troubles": addresses.troubles([member.person.email]),
    }  # fmt: skip
    return render(request, "portal/correct_member.html", context, status=422 if form.is_bound else 200)

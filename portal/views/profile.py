"""A team's own facts, corrected by the coordinator who leads it."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from portal.views.coordination import led
from portal.views.team import sent
from registration.domain import profiles
from registration.domain.questions import answers_of
from registration.forms.profile import ProfileForm, told_by
from registration.forms.questions import add_questions, answer_drafts, field_name
from registration.models import CustomQuestion
from registration.states import AskedOf


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_profile(request: LinkRequest, team_id: int) -> HttpResponse:
    """What stands, and by POST what is told now; refused with words beside the field, what was typed kept."""
    team = led(request, team_id)
    posted = request.method == "POST"
    form = ProfileForm(request.POST if posted else None, request.FILES if posted else None, initial=told_by(team))
    elements = list(team.convening.elements.all())
    form.offer_focus(elements)
    asked = list(CustomQuestion.objects.asked(team.convening, AskedOf.TEAM))
    add_questions(form, asked, {answer.question_id: answer for answer in answers_of(team)})

    def correct(at: datetime) -> None:
        data = form.cleaned_data
        with answer_drafts(form, asked, folder=f"answers/{team.convening_id}") as drafts:
            profiles.correct_profile(
                team=team,
                profile=replace(form.profile(), diversity_groups=team.diversity_groups),
                focus=[element for element in elements if str(element.pk) in data["focus"]],
                focus_text=data["focus_text"],
                intention=data["intention"],
                answers=drafts,
                by=request.actor,
                at=at,
            )

    if posted and sent(form, correct):
        messages.success(request, _("Saved. Thank you."))
        return redirect("portal:team", team_id)
    context = {
        "team": team, "convening": team.convening, "form": form,
        "questions": [form[field_name(question)] for question in asked],
        "is_over": profiles.is_over(team.convening, timezone.now()),
    }  # fmt: skip
    return render(request, "portal/profile.html", context, status=422 if form.is_bound else 200)

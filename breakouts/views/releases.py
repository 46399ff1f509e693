"""Releases, for organizers: what the next one changes and whom it tells; and those that were made."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.actors import actor_name
from breakouts.domain.door_signs import ask_signs, newest_signs
from breakouts.domain.programme_files import FILES
from breakouts.domain.release_news import difference_made_by
from breakouts.domain.release_words import told_by_kind
from breakouts.domain.releases import ChangedSinceSeen, preview_of, release, suggested_name
from breakouts.forms.releasing import ReleaseForm
from breakouts.models import Release
from breakouts.views.schedule import may_schedule
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from journal.refusals import Refusal


@may_schedule
@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The difference from what is public; by POST the release."""
    preview = preview_of(convening, at=timezone.now())
    initial = {"name": suggested_name(preview.newest), "version": preview.version}
    sent = request.POST if request.method == "POST" else None
    form = ReleaseForm(sent, blockers=preview.blockers, initial=initial)

    def act(data: dict[str, Any]) -> Release:
        return release(
            convening=convening, name=data["name"], version=data["version"], answers=data.get("answers", ()),
            by=request.actor, at=timezone.now(),
        )

    made = form.accept(act) if form.is_bound else None
    if made is not None:
        told = ngettext("%(n)d person is told.", "%(n)d people are told.", preview.people) % {"n": preview.people}
        messages.success(request, _("“%(name)s” is public now.") % {"name": made.name} + " " + told)
        return redirect("breakouts:releases", convening.slug)
    if isinstance(form.refused, ChangedSinceSeen):
        form.retype(version=preview.version)  # the organizer reads now what has changed; releasing is then on purpose
    past = [(one, actor_name(one.released_by)) for one in Release.objects.of(convening).defer("content")]
    context = {
        "convening": convening, "preview": preview, "differences": told_by_kind(preview.changes, convening),
        "form": form, "past": past, "may_release": all(blocker.answer for blocker in preview.blockers),
        "files": FILES.values(), "work": newest_signs(convening) if past else None,
    }  # fmt: skip
    return render(request, "breakouts/releases.html", context, status=422 if form.errors else 200)


@may_schedule
@require_POST
def signs(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Let a worker set the signs for the doors; the page shows how far it is."""
    try:
        ask_signs(convening=convening, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("breakouts:releases", convening.slug)


@may_schedule
@require_safe
def one_release(request: OrganizerRequest, convening: Convening, number: int) -> HttpResponse:
    """What one release changed."""
    made = get_object_or_404(Release, convening=convening, number=number)
    context = {
        "convening": convening, "release": made, "by": actor_name(made.released_by),
        "differences": told_by_kind(difference_made_by(made, convening), convening),
    }  # fmt: skip
    return render(request, "breakouts/release.html", context)

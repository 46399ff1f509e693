"""Materials on an attendee's own page: all that is published, and those of the sessions that they present."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LinkRequest, link_required
from breakouts.domain.feedback import own_summaries
from breakouts.domain.known_places import known_lines
from breakouts.domain.material_list import published_in
from breakouts.domain.materials import remove
from breakouts.forms.materials import MaterialForm
from breakouts.models import Material, Session
from breakouts.views.materials import add, file_answer
from journal.refusals import Refusal
from registration.models import Attendee
from registration.views.own_page import found, no_longer_comes


@link_required("attend")
@require_safe
def materials(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """What everybody may see, by session."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    context = {
        "attendee": attendee, "convening": attendee.convening, "rows": published_in(attendee.convening),
        "link": request.link,
    }  # fmt: skip
    return render(request, "portal/materials.html", context)


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def own_session(request: LinkRequest, attendee_id: int, session_id: int) -> HttpResponse:
    """A session that they present: its materials, and what people said; by POST one more file or link."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    session = _own(attendee, session_id)
    form = MaterialForm(request.POST, request.FILES) if request.method == "POST" else MaterialForm()
    if form.is_bound and add(form, session, by=request.actor):
        messages.success(request, _("Added. The organizers look at it and publish it."))
        return redirect("portal:own_session", attendee_id, session_id)
    context = {
        "attendee": attendee, "convening": attendee.convening, "session": session, "form": form,
        "materials": session.materials.all(), "link": request.link,
        "held": known_lines(attendee.convening).get(session_id),
        "summary": next((one for one in own_summaries(attendee) if one.session.pk == session_id), None),
    }  # fmt: skip
    return render(request, "portal/own_session.html", context, status=422 if form.errors else 200)


@link_required("attend")
@require_safe
def own_file(request: LinkRequest, attendee_id: int, pk: int) -> HttpResponse:
    """A file of a session that they present, published or not."""
    material = get_object_or_404(Material.objects.exclude(file=""), pk=pk)
    _own(found(attendee_id), material.session_id)
    return file_answer(material)


@link_required("attend")
@require_POST
def remove_own(request: LinkRequest, attendee_id: int, pk: int) -> HttpResponse:
    """Take it away before it is published."""
    attendee = found(attendee_id)
    material = get_object_or_404(Material.objects.select_related("session__convening"), pk=pk)
    _own(attendee, material.session_id)
    try:
        remove(material=material, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is taken away.") % {"title": material.title})
    return redirect("portal:own_session", attendee_id, material.session_id)


def _own(attendee: Attendee, session_id: int) -> Session:
    if attendee.cancelled_at is not None:
        raise Http404
    presented = Session.objects.filter(presentations__presenter=attendee).select_related("convening", "slot", "room")
    return get_object_or_404(presented, pk=session_id)

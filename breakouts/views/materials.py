"""Materials: what organizers see and publish, and the files themselves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import storages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breakouts.domain import materials as domain
from breakouts.domain.material_list import all_in
from breakouts.forms.materials import MaterialForm
from breakouts.models import Material, Session
from breakouts.views.schedule import may_schedule
from breakouts.views.submissions import who
from convenings.models import Convening
from convenings.states import ConveningState
from convenings.views_access import OrganizerRequest
from journal.refusals import Refusal


def file_answer(material: Material) -> HttpResponse:
    """A file as a download, under the name that it came with; no browser runs what is in it."""
    with storages["private"].open(material.file) as stored:
        response = HttpResponse(stored.read(), content_type=material.media_type)
    response["Content-Disposition"] = content_disposition_header(True, material.file_name)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def add(form: MaterialForm, session: Session, *, by: str) -> Material | None:
    """What was added; None where form or domain refused."""

    def act(data: dict[str, Any]) -> Material:
        given, at = form.content(), timezone.now()
        if given is None:
            return domain.add_link(session=session, draft=form.draft(), url=data["url"], by=by, at=at)
        content, name = given
        return domain.add_file(session=session, draft=form.draft(), data=content, name=name, by=by, at=at)

    return form.accept(act)


@login_not_required
@require_safe
def public_file(request: OrganizerRequest, slug: str, pk: int) -> HttpResponse:
    """A published file, for everybody who sees the programme."""
    found = Material.objects.published().exclude(file="").exclude(session__convening__state=ConveningState.DRAFT)
    return file_answer(get_object_or_404(found, pk=pk, session__convening__slug=slug))


@may_schedule
@require_safe
def materials(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All sessions with what they have; what waits to be published first."""
    rows = all_in(convening)
    waiting = [(row.session, one) for row in rows for one in row.materials if one.published_at is None]
    context = {"convening": convening, "rows": rows, "waiting": waiting}
    return render(request, "breakouts/materials.html", context)


@may_schedule
@require_http_methods(["GET", "HEAD", "POST"])
def session_materials(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """One session's; by POST one more."""
    session = get_object_or_404(Session.objects.select_related("convening"), pk=pk, convening=convening)
    form = MaterialForm(request.POST, request.FILES) if request.method == "POST" else MaterialForm()
    if form.is_bound and add(form, session, by=request.actor):
        messages.success(request, _("Added. Nobody else sees it before it is published."))
        return redirect("breakouts:session_materials", convening.slug, pk)
    context = {"convening": convening, "session": session, "materials": session.materials.all(), "form": form}
    return render(request, "breakouts/session_materials.html", context, status=422 if form.errors else 200)


@may_schedule
@require_safe
def private_file(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Any file of the convening, published or not."""
    return file_answer(get_object_or_404(Material.objects.exclude(file=""), pk=pk, session__convening=convening))


@may_schedule
@require_POST
def publish(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Let everybody see it."""
    material = _found(convening, pk)
    domain.publish(material=material, **who(request))
    messages.success(request, _("“%(title)s” is published.") % {"title": material.title})
    return redirect("breakouts:session_materials", convening.slug, material.session_id)


@may_schedule
@require_POST
def publish_all(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Let everybody see those that the page listed, and none that came since."""
    ids = [int(one) for one in request.POST.getlist("id") if one.isascii() and one.isdigit() and len(one) < 19]
    n = domain.publish_all(convening=convening, ids=ids, **who(request))
    messages.success(request, ngettext("%(n)d is published.", "%(n)d are published.", n) % {"n": n})
    return redirect("breakouts:materials", convening.slug)


@may_schedule
@require_POST
def remove(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Take it away, with its file."""
    material = _found(convening, pk)
    try:
        domain.remove(material=material, **who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is taken away.") % {"title": material.title})
    return redirect("breakouts:session_materials", convening.slug, material.session_id)


def _found(convening: Convening, pk: int) -> Material:
    rows = Material.objects.select_related("session__convening")
    return get_object_or_404(rows, pk=pk, session__convening=convening)

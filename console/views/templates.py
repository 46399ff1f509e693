"""The words of mail: listed, written with a preview beside them, reset."""

import base64
import hashlib
import re
from functools import cache, wraps
from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from accounts.models import User
from console.domain.template_page import Preview, TemplatePage, preview, template_page, template_rows
from console.forms.template import TeamForm, TemplateForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, View, convening_required
from journal.refusals import Refusal
from mail.domain import templates
from mail.domain.rendering import render as render_mail
from mail.domain.templates import OccasionUnknown
from mail.occasions import Source
from registration.mailing_trying import try_words

TRIES = {"most": 30, "seconds": 60 * 60}
may_write = convening_required(Permission.SEND_MAIL)


@cache
def _mail_style() -> str:
    """The digest of the one style that stands in a mail: the frames that show it inherit this page's policy."""
    style = re.search(r"<style>(.*?)</style>", render_mail(Source("", ""), {}).html, re.DOTALL)
    assert style is not None
    return f"'sha256-{base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()}'"


def allows_mail_style(view: View) -> View:
    """The page may show mail in frames."""

    @wraps(view)
    def allowed(*args: Any, **kwargs: Any) -> HttpResponseBase:
        updated: View = csp_update({"style-src": [_mail_style()]})(view)
        return updated(*args, **kwargs)

    return allowed


@require_safe
@may_write
def mail_templates(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All mail that goes out by itself, and whose words it has."""
    return render(request, "console/mail_templates.html", {"convening": convening, "rows": template_rows(convening)})


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
@allows_mail_style
def mail_template(request: OrganizerRequest, convening: Convening, occasion: str, language: str) -> HttpResponse:
    """One of them, to be written."""
    page = _page(convening, occasion, language)
    given = {"subject": page.source.subject, "body": page.source.body, "version": page.version}
    form = TemplateForm(request.POST) if request.method == "POST" else TemplateForm(initial=given)

    def save() -> None:
        templates.save_template(
            convening_id=convening.pk, occasion=occasion, language=language, source=form.source(),
            version=form.cleaned_data["version"], by=request.actor, at=timezone.now(),
        )  # fmt: skip

    if form.is_bound and form.is_valid() and settle(form, save):
        tell(request, lambda: None, _("Saved. The next mail of this kind goes out in these words."))
        return redirect("console:mail_template", convening.slug, occasion, language)
    context = _shown(request, convening, page, form)
    return render(request, "console/mail_template.html", context, status=422 if form.errors else 200)


@require_POST
@may_write
@allows_mail_style
def preview_template(request: OrganizerRequest, convening: Convening, occasion: str, language: str) -> HttpResponse:
    """The same page's preview, of what is being typed. Writes and sends nothing."""
    page, form = _page(convening, occasion, language), TemplateForm(request.POST)
    form.is_valid()
    context = _shown(request, convening, page, form)
    return render(request, "console/mail_template.html#preview", context)


@require_POST
@may_write
@allows_mail_style
def try_template(request: OrganizerRequest, convening: Convening, occasion: str, language: str) -> HttpResponse:
    """Sends what is being typed to who types it: as the same page, or for htmx as the line that says so."""
    page, form = _page(convening, occasion, language), TemplateForm(request.POST)
    form.is_valid()
    context = _shown(request, convening, page, form)
    context["tried"] = context["fault"] or _try(request, convening, page, form, context["teams"])
    if request.htmx and not request.htmx.boosted:
        return render(request, "console/mail_template.html#tried", context)
    return render(request, "console/mail_template.html", context, status=422 if context["fault"] else 200)


def _try(
    request: OrganizerRequest, convening: Convening, page: TemplatePage, form: TemplateForm, teams: TeamForm
) -> str:
    """What is said of it."""
    user = request.user
    assert isinstance(user, User)
    if not limits.spend(what="try_words", who=str(user.pk), **TRIES):
        words = _("You have sent many tests within the hour. Wait a little; the preview shows the same words at once.")
        return str(words)
    try_words(
        convening=convening, occasion=page.occasion, language=page.written.language, source=form.source(),
        team=teams.chosen(convening), to_address=user.email, to_name=user.name, by=request.actor, at=timezone.now(),
    )  # fmt: skip
    words = _("A test is on its way to %(address)s. Nobody else gets it; its button leads to the convening’s page.")
    return words % {"address": user.email}


@require_POST
@may_write
def reset_template(request: OrganizerRequest, convening: Convening, occasion: str, language: str) -> HttpResponse:
    """Back to the default words."""
    page = _page(convening, occasion, language)
    version = request.POST.get("version", "")
    tell(
        request,
        lambda: templates.reset_template(
            convening_id=convening.pk,
            occasion=occasion,
            language=language,
            version=int(version) if version.isdecimal() and len(version) < 10 else page.version,
            by=request.actor,
            at=timezone.now(),
        ),
        _("The default words are in force again."),
    )
    return redirect("console:mail_template", convening.slug, occasion, language)


def _page(convening: Convening, occasion: str, language: str) -> TemplatePage:
    try:
        return template_page(convening, occasion=occasion, language=language)
    except OccasionUnknown:
        raise Http404 from None


def _shown(request: OrganizerRequest, convening: Convening, page: TemplatePage, form: TemplateForm) -> dict[str, Any]:
    data = request.POST if request.method == "POST" and "of-team" in request.POST else None
    teams = TeamForm(data, convening=convening)
    if teams.is_bound:
        teams.is_valid()
    source = form.source() if form.is_bound and {"subject", "body"} <= form.cleaned_data.keys() else page.source
    seen: Preview | None = None
    fault = ""
    try:
        if form.is_bound and form.errors:
            raise Refusal(str(next(iter(form.errors.values()))[0]))
        seen = preview(
            source=source, occasion=page.occasion, language=page.written.language, team=teams.chosen(convening),
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        fault = str(refusal.words)
    shown = {"convening": convening, "page": page, "form": form, "teams": teams, "seen": seen}
    return shown | {"fault": fault, "tried": ""}

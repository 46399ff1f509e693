"""Registering a team on the public site: one form, then a look into the mail."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registration.domain.opening import Opening, opening_of
from registration.views.register_form import TELLS, answer, form_for, looked_up, public_convening, show


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; sent, it makes a team in draft and writes to the coordinator."""
    convening = public_convening(slug)
    opening = opening_of(convening, at=timezone.now())
    if opening != Opening.OPEN:
        return render(request, "registration/closed.html", {"convening": convening, "opening": opening})
    if request.method == "POST":
        return answer(request, convening)
    return show(request, form_for(request, convening))


@login_not_required
@require_safe
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """The places of the directory that the words name, as they are typed. Public data, and nothing else."""
    public_convening(slug)
    return render(request, "registration/register.html#found", looked_up(request))


@login_not_required
@require_POST
def leaders(request: HttpRequest, slug: str) -> HttpResponse:
    """The leaders' part of the form for the chosen kind of team, and its place, with what was typed. Writes nothing."""
    form = form_for(request, public_convening(slug)).unjudged()
    return render(request, "registration/register.html#kind", {"form": form, "swapped": True})


@login_not_required
@never_cache
@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail: the link there proves the address."""
    context = {"convening": public_convening(slug), "address": request.session.get(TELLS, "")}
    return render(request, "registration/registered.html", context)


@login_not_required
@never_cache
@require_safe
def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """Look into your mail: the link there leads back to the form."""
    context = {"convening": public_convening(slug), "address": request.session.get(TELLS, "")}
    return render(request, "registration/kept.html", context)

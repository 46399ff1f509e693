"""/organize/: the convenings in which one holds a role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from console.domain.own_convenings import own_convenings


@never_cache
@login_required
def convenings(request: HttpRequest) -> HttpResponse:
    """The organizer's convenings; what is on comes first."""
    return render(request, "console/convenings.html", {"rows": own_convenings(user=request.user, at=timezone.now())})

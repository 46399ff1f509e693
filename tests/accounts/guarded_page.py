"""This room's addresses and one page behind a private link, for tests of the link itself."""

from django.http import HttpResponse
from django.urls import include, path

from accounts.access import LinkRequest, link_required


@link_required("test")
def page(request: LinkRequest, team_id: int, step: int = 0) -> HttpResponse:
    return HttpResponse(f"{request.actor} on team {team_id}, link {request.link.pk} of {request.link.person.name}")


urlpatterns = [
    path("page/<int:team_id>/", page),
    path("page/<int:team_id>/<int:step>/", page),
    path("l/", include("accounts.urls")),
]

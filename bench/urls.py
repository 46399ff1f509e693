"""The house's addresses, and two that do nothing: what any request costs before anything of ours begins."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.urls import urlpatterns as house


@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    """A view that does nothing."""
    return HttpResponse("nothing")


class Bare(APIView):
    """A view of the REST framework that does nothing, for nobody in particular."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        return Response({"fields": len(request.data)})


urlpatterns: list[URLPattern | URLResolver] = [
    path("nothing/", nothing),
    path("bare/", login_not_required(Bare.as_view())),
    *house,
]

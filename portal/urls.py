"""The addresses of the public pages, of a team's own page and of an attendee's."""

from django.urls import URLPattern, URLResolver, path

from portal.views import convening, front

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("c/<slug:slug>/", convening.show_convening, name="convening"),
]

"""The addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "rehearsal"
urlpatterns: list[URLPattern | URLResolver] = []

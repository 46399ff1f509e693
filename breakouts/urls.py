"""The addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "breakouts"
urlpatterns: list[URLPattern | URLResolver] = []

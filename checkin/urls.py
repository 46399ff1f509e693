"""The addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "checkin"
urlpatterns: list[URLPattern | URLResolver] = []

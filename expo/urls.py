"""The addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "expo"
urlpatterns: list[URLPattern | URLResolver] = []

"""The addresses of this room, below /l/."""

from django.urls import URLPattern, URLResolver, path

from accounts.views.open_link import open_link
from accounts.views.renew_link import link_asked, renew_link

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("new/", renew_link, name="renew_link"),
    path("new/asked/", link_asked, name="link_asked"),
    path("<str:token>/", open_link, name="open_link"),
]

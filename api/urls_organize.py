"""The organizers' page of API tokens, below /organize/<slug>/api/."""

from django.urls import URLPattern, URLResolver, path

from api.views import tokens

app_name = "tokens"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", tokens.tokens, name="list"),
    path("<int:token_id>/revoke/", tokens.revoke, name="revoke"),
]

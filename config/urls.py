"""The addresses of the house; each room lists its own in its urls.py."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from accounts.views.language import press as press_language
from config import health, metrics, signing_in
from console.views.components import components

handler500 = "config.failing.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    # One way to sign in, with the second factor: the admin's own is not used.
    path("admin/login/", login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    path("admin/", admin.site.urls),
    # Nobody changes an address alone: whoever is given a role by it would be somebody else.
    re_path(r"^accounts/(?:email|confirm-email)/", signing_in.no_such_page, name="account_none"),
    path("accounts/", include("allauth.urls")),
    path("language/", press_language, name="set_language"),
    path("components/", components, name="components"),
    path("l/", include("accounts.urls")),
    path("organize/<slug:slug>/api/", include("api.urls_organize")),
    path("organize/", include("console.urls")),
    path("api/v1/", include("api.urls")),
    path("mail/events/", include("api.urls_mail")),
    path("", include("checkin.urls")),
    path("", include("registration.urls")),
    path("", include("breakouts.urls")),
    path("", include("expo.urls")),
    path("", include("portal.urls")),
]
if settings.ACCORD_DEMO:
    urlpatterns.insert(0, path("demo/", include("rehearsal.urls")))

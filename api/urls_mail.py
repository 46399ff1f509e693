"""Where mail providers tell of bounces and complaints, below /mail/events/."""

from django.urls import URLPattern, URLResolver, path

from api.views.mail_events import mail_events

app_name = "mail_events"
urlpatterns: list[URLPattern | URLResolver] = [path("<slug:provider>/", mail_events, name="take")]

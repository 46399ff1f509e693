"""The demonstration's own pages; wired only where ACCORD_DEMO is set."""

from django.urls import path

from rehearsal.views.mailbox import inbox, mail, mail_body
from rehearsal.views.welcome import welcome

app_name = "rehearsal"
urlpatterns = [
    path("", welcome, name="welcome"),
    path("mail/", inbox, name="mailbox"),
    path("mail/<str:name>/", mail, name="mail"),
    path("mail/<str:name>/body/", mail_body, name="mail_body"),
]

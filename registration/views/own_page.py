"""What every page behind an attendee's own link does first."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import LinkRequest
from registration.models import Attendee


def found(attendee_id: int) -> Attendee:
    """The attendee of the address, with person, team, convening and details; a 404 where there is none."""
    related = ("person", "team", "convening", "details")
    attendee = Attendee.objects.select_related(*related).filter(pk=attendee_id).first()
    if attendee is None:
        raise Http404
    return attendee


def no_longer_comes(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    """Says that this person is not expected any more, and nothing of the team that they were on."""
    context = {"convening": attendee.convening, "name": attendee.person.name}
    return render(request, "registration/no_longer_comes.html", context, status=410)

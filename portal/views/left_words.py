"""What somebody wrote at the expo who does not come any more: theirs to take back."""

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import LinkRequest
from expo.domain.own_words import words_of
from registration.models import Attendee
from registration.views.own_page import no_longer_comes


def left_words(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    """Says that this person is not expected any more; with their own notes and highlights where others read them."""
    words = words_of(attendee)
    if not words.notes and not words.highlights and not len(get_messages(request)):
        return no_longer_comes(request, attendee)
    context = {"convening": attendee.convening, "attendee": attendee, "name": attendee.person.name, "words": words}
    return render(request, "portal/left_words.html", context, status=410)

"""The house's addresses, and three by which a test asks the site to owe mail, to work, and how far both are."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.domain import people
from accounts.models import Person
from config.urls import urlpatterns as house
from jobs.domain import work
from jobs.models import Job
from mail.domain import outbox
from mail.models import Message
from registration.domain import attendees, bulk_mail
from registration.domain.bulk_mail import BulkDraft
from registration.domain.drafts import PersonDraft
from registration.models import BulkMail
from registration.states import Audience
from tests.registration.factories import make_convening


def open_to_tests(view: Any) -> Any:
    return csrf_exempt(login_not_required(transaction.atomic(view)))


@open_to_tests
def owe(request: HttpRequest, many: int) -> JsonResponse:
    """Owe so many letters to as many addresses."""
    person = Person.objects.first() or people.make_person(convening_id=1, name="Rosa", email="rosa@example.org")
    first = Message.objects.count()
    owed = [
        outbox.Owed(key=f"letter:{n}", to_address=f"a{n}@example.org", person_id=person.pk)
        for n in range(first, first + many)
    ]
    return JsonResponse({"owed": outbox.owe_all(occasion="faults.letter", owed=owed, at=timezone.now())})


@open_to_tests
def write(request: HttpRequest, many: int) -> JsonResponse:
    """Send a bulk mail to so many people who come."""
    at = timezone.now()
    convening = make_convening()
    for n in range(many):
        person = PersonDraft(f"Person {n}", f"b{n}@example.org")
        attendees.add_attendee(convening=convening, draft=person, kind="guest", by="user:1", at=at)
    draft = BulkDraft(audience=Audience.ATTENDEES, subject="Buses", body="At nine, {{ name }}.", with_link=True)
    bulk = bulk_mail.write(convening=convening, draft=draft, by="user:1", at=at)
    bulk_mail.hold(bulk=bulk, by="user:1", at=at)
    return JsonResponse({"to": bulk_mail.confirm(bulk=bulk, by="user:1", at=at).total})


@open_to_tests
def ask(request: HttpRequest) -> JsonResponse:
    """Ask for work that waits until the file is there."""
    args = {"gate": request.GET["gate"], "many": 1000}
    return JsonResponse({"job": work.ask(kind="faults.wait", args=args, by="user:1", at=timezone.now()).pk})


@open_to_tests
def told(request: HttpRequest) -> JsonResponse:
    """How far all is; with ?hours=n the past lies so many hours further back, so that a test need not wait for it."""
    if hours := int(request.GET.get("hours", 0)):
        back = timedelta(hours=hours)
        Message.objects.update(claimed_at=F("claimed_at") - back, due_at=F("due_at") - back)
        Job.objects.update(claimed_at=F("claimed_at") - back)
    fields = ("key", "state", "attempts", "doubtful_tries", "last_error", "message_id", "text")
    return JsonResponse(
        {
            "messages": list(Message.objects.order_by("pk").values(*fields)),
            "bulk": list(BulkMail.objects.order_by("pk").values_list("state", flat=True)),
            "jobs": list(Job.objects.order_by("pk").values("pk", "state", "attempts", "result", "error")),
        }
    )


urlpatterns = [
    path("faults/owe/<int:many>/", owe),
    path("faults/write/<int:many>/", write),
    path("faults/ask/", ask),
    path("faults/told/", told),
    *house,
]

"""Mail that anybody can cause from the public page, to whatever address they type: few a day for each.

The count is of rows, so that it holds without a cache. Why so many: docs/decisions/limits.md.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from journal.refusals import Refusal
from registration.models import HeldRegistration, RegistrationDraft, Team

A_DAY = timedelta(days=1)
KEPT_A_DAY, REGISTERED_A_DAY = 4, 12


class MailedOften(Refusal):
    code = "mailed_often"
    status = 429
    words = _(
        "Several mails about a registration went to this address today. Please use the link in the newest, or write to"
        " the organizers."
    )


def require_few_kept(address: str, *, at: datetime) -> None:
    """Refuses one more registration that is kept for later for this address: mailed_often. One statement."""
    people = Person.objects.at_address(address)
    if RegistrationDraft.objects.filter(person__in=people, kept_at__gt=at - A_DAY).count() >= KEPT_A_DAY:
        raise MailedOften(field="email")


def require_few_registered(address: str, *, at: datetime) -> None:
    """Refuses one more registration that writes to this address: mailed_often. Two statements."""
    people, since = Person.objects.at_address(address), at - A_DAY
    teams = Team.objects.filter(coordinator__in=people, registered_at__gt=since)
    held = HeldRegistration.objects.filter(coordinator_email__iexact=address.strip(), held_at__gt=since)
    if teams.count() + held.count() >= REGISTERED_A_DAY:
        raise MailedOften(field="coordinator_email")

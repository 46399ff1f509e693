"""Mail that anybody can cause from the public page, to whatever address they type: few a day for each.

The count is of rows, so that it holds without a cache. Why so many: docs/decisions/limits.md.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.limits import mailbox_of
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
    drafts = RegistrationDraft.objects.filter(_same_mailbox("person__email", address), kept_at__gt=at - A_DAY)
    if drafts.count() >= KEPT_A_DAY:
        raise MailedOften(field="email")


def require_few_registered(address: str, *, at: datetime) -> None:
    """Refuses one more registration that writes to this address: mailed_often. Two statements."""
    since = at - A_DAY
    teams = Team.objects.filter(_same_mailbox("coordinator__email", address), registered_at__gt=since)
    held = HeldRegistration.objects.filter(_same_mailbox("coordinator_email", address), held_at__gt=since)
    if teams.count() + held.count() >= REGISTERED_A_DAY:
        raise MailedOften(field="coordinator_email")


def _same_mailbox(field: str, address: str) -> Q:
    """Rows whose address is read in the same mailbox; capitals, and what stands behind a plus sign, do not count."""
    name, _at, house = mailbox_of(address).rpartition("@")
    tagged = {f"{field}__istartswith": f"{name}+", f"{field}__iendswith": f"@{house}"}
    return Q(**{f"{field}__iexact": f"{name}@{house}"}) | Q(**tagged)

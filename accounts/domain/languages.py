"""The language in which an organizer is written to."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from journal.domain.entries import record


@transaction.atomic
def choose_language(*, user: User, language: str, by: str, at: datetime) -> bool:
    """Write to them in this language from now on; False where they are already."""
    if not User.objects.filter(pk=user.pk).exclude(language=language).update(language=language):
        return False
    record(kind="account.language_chosen", by=by, at=at, subject=f"user:{user.pk}", data={"language": language})
    return True

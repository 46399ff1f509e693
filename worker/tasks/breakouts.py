"""What a release of a programme leaves to do."""

from celery import shared_task
from django.utils import timezone

from breakouts.domain import release_news


@shared_task(name="breakouts.tell_of_releases")
def tell_of_releases() -> int:
    """Owe the news of what was released, in parts; what was begun and stopped goes on."""
    return release_news.tell_of_releases(at=timezone.now())

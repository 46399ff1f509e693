"""What the site of these tests can do besides: a letter with a private link, and work that waits to be let go."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings


class FaultsConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        from jobs import kinds
        from mail import occasions
        from registration.domain import bulk_mail
        from registration.receivers import run_bulk_mail

        occasions.register("faults.letter", compose, "a letter of a test")
        kinds.register("faults.wait", wait)
        kinds.register(bulk_mail.JOB, slowly(run_bulk_mail))


def compose(message: Any, at: datetime) -> Any:
    """A letter with a link, minted as every other."""
    from datetime import timedelta

    from accounts.domain import links
    from accounts.models import Person
    from mail.occasions import Button, Letter, PrivateUrl, Source

    person, until = Person.objects.get(pk=message.person_id), at + timedelta(days=9)
    token = links.mint(person=person, purpose="attend", subject="attendee:1", expires_at=until, at=at)
    url = PrivateUrl(links.url_for(token))
    return Letter(source=Source("Letter", "Hello."), buttons=[Button("Open", url)])


def slowly(work: Any) -> Any:
    """The same work, which stops after each part for as long as there is a file in the site's folder."""

    def run(job: Any, progress: Any) -> Any:
        gate = settings.ACCORD_DATA / "stop"

        def tell(done: int, total: int) -> None:
            progress(done, total)
            while done and gate.exists():
                time.sleep(0.1)

        return work(job, tell)

    return run


def wait(job: Any, progress: Any) -> dict[str, Any]:
    """Goes on for as long as the file is not there. Its result is the same whoever comes to it."""
    gate = Path(job.args["gate"])
    while not gate.exists():
        progress(1, 2)
        time.sleep(0.1)
    return {"sum": sum(range(job.args["many"]))}

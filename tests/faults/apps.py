"""What the site of these tests can do besides: a letter with a private link, and work that waits to be let go."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        from jobs import kinds
        from mail import occasions

        occasions.register("faults.letter", compose, "a letter of a test")
        kinds.register("faults.wait", wait)


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


def wait(job: Any, progress: Any) -> dict[str, Any]:
    """Goes on for as long as the file is not there. Its result is the same whoever comes to it."""
    gate = Path(job.args["gate"])
    while not gate.exists():
        progress(1, 2)
        time.sleep(0.1)
    return {"sum": sum(range(job.args["many"]))}

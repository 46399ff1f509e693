"""Organizers write one mail in words of their own."""

from typing import TYPE_CHECKING

from mail.domain.templates import save_template
from mail.occasions import Source
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

REGISTERED = Source(
    "Welcome, {{ team }}: what comes next",
    """# {{ team }} is registered

Dear {{ coordinator }},

Thank you. You have taken the first step to {{ convening }}, {{ first_day }} to {{ last_day }}, {{ venue }}.

**Three things are next:**

- Look at the names and addresses of your leaders on the team's page.
- Ask them for their promise. Each gets a private link; nobody can promise for another.
- Tell us who else comes.

{{ button }}

All promises are due by {{ deadline }}. If your board meets later than that, write to {{ contact }}.

---

Please keep this mail: the link in it is yours alone.""",
)


def write_words(play: "Play") -> None:
    """The welcome to a coordinator, in English; the Spanish one stays as it comes."""
    save_template(
        convening_id=play.convening.pk, occasion="team.registered", language="en", source=REGISTERED, version=0,
        by="system", at=play.at(calendar.OPENS, "10:00"),
    )  # fmt: skip

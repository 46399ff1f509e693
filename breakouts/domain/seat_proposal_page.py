"""A proposal of seats as its page shows it: figures and changes in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.seat_proposals import FEWER
from breakouts.domain.seat_reasons import reason_in_words
from breakouts.models import Session, TimeSlot
from jobs.domain.proposal_lines import LineInWords, line_in_words
from jobs.models import Proposal
from registration.models import Attendee

FIRST_ROWS = 20  # before the others are folded away
MOST_ROWS = 200  # on one page; a search by name finds the others
TITLES = {
    "seats": (gettext_lazy("Seats given"), gettext_lazy("of %(of)s that people need")),
    "first": (gettext_lazy("At their first choice"), gettext_lazy("of %(of)s seats of who chose")),
    "second": (gettext_lazy("At their first or second choice"), gettext_lazy("of %(of)s seats of who chose")),
    "unranked": (gettext_lazy("At none of their choices"), gettext_lazy("of %(of)s; fewer is better")),
    "covered": (
        gettext_lazy("Sessions that teams cover"), gettext_lazy("of %(of)s that they could, all teams together")
    ),
    "with_mate": (gettext_lazy("Beside somebody of the own team"), gettext_lazy("of %(of)s seats; fewer is better")),
    "moved": (gettext_lazy("Seats that change"), gettext_lazy("of those that people have; fewer is better")),
}


@dataclass(frozen=True)
class MoveInWords:
    """One round of one person: from where, to where, and why; `was` is "" for no seat before."""

    round: str
    was: str
    to: str
    because: str


@dataclass(frozen=True)
class RowInWords:
    key: str
    name: str
    whence: str
    sits: bool  # has a seat that can be kept
    moves: tuple[MoveInWords, ...]


@dataclass(frozen=True)
class ProposalPage:
    lines: tuple[LineInWords, ...]
    rows: tuple[RowInWords, ...]
    more: int  # rows that are not shown

    @property
    def first(self) -> tuple[RowInWords, ...]:
        """Those who fare worst, whom one looks at first."""
        return self.rows[:FIRST_ROWS]

    @property
    def rest(self) -> tuple[RowInWords, ...]:
        """All others."""
        return self.rows[FIRST_ROWS:]

    @property
    def worse(self) -> tuple[LineInWords, ...]:
        """What gets worse, besides that seats change."""
        return tuple(line for line in self.lines if line.is_worse and line.key != "moved")


def page_of(proposal: Proposal, *, name: str = "") -> ProposalPage:
    """All that the page shows; of its rows those of people with this name. Three statements."""
    people = {
        who.pk: who
        for who in Attendee.objects.filter(convening=proposal.convening_id).select_related("person", "team")
    }
    rows = [row for row in proposal.rows if _named(people.get(row["attendee"]), name)]
    sessions = dict(Session.objects.filter(convening=proposal.convening_id).values_list("pk", "title"))
    slots = dict(TimeSlot.objects.filter(convening=proposal.convening_id).values_list("pk", "label"))
    return ProposalPage(
        tuple(line_in_words(line, titles=TITLES, fewer=FEWER) for line in proposal.figures["lines"]),
        tuple(_row(row, people.get(row["attendee"]), sessions, slots) for row in rows[:MOST_ROWS]),
        max(0, len(rows) - MOST_ROWS),
    )


def _named(who: Attendee | None, name: str) -> bool:
    return name.casefold() in str(who).casefold() if name else True


def _row(
    row: Mapping[str, Any], who: Attendee | None, sessions: Mapping[int, str], slots: Mapping[int, str]
) -> RowInWords:
    gone = _("a session that is gone")
    moves = tuple(
        MoveInWords(
            slots.get(move["slot"], ""), sessions.get(move["from"], gone) if move["from"] else "",
            sessions.get(move["to"], gone), reason_in_words(move["why"]),
        )
        for move in row["moves"]
    )  # fmt: skip
    whence = str(who.team) if who is not None and who.team else who.organization if who is not None else ""
    name = str(who) if who is not None else _("somebody who is gone")
    return RowInWords(row["key"], name, whence, any(move["from"] for move in row["moves"]), moves)

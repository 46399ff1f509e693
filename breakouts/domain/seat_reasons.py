"""Why somebody sits in a session: kept beside the seat as plain data, and said in words on pages.

The words name no need and nobody: "not possible" is all that is said of a room without the access that somebody needs.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from breakouts.domain.seating_figures import Missed, Why
from breakouts.domain.seating_from_choices import Reading

MOST_MISSED = 3  # better wishes that a sentence tells of
KINDS = {
    "pinned": gettext_lazy("Settled by the organizers."),
    "organizer": gettext_lazy("Set by the organizers."),
    "self": gettext_lazy("Taken by own hand after the seats were given."),
    "waitlist": gettext_lazy("Moved up from the waitlist."),
    "unranked": gettext_lazy("None of the choices could be had."),
    "no_wish": gettext_lazy("Nothing was chosen for this round, and there was room here."),
}
RANKS = (
    gettext_lazy("The first choice."), gettext_lazy("The second choice."), gettext_lazy("The third choice."),
    gettext_lazy("The fourth choice."), gettext_lazy("The fifth choice."),
)  # fmt: skip
MISSED = {
    "barred": gettext_lazy("“%(session)s” was not possible."),
    "topic": gettext_lazy("“%(session)s” is about the same as a session of another round."),
    "together": gettext_lazy("“%(session)s” was not possible for all who want to sit together."),
    "empty": gettext_lazy("“%(session)s” is wished by too few to be held."),
    "others": gettext_lazy("“%(session)s” was left to people who could sit nowhere else as well."),
}


def reason_of(why: Why, reading: Reading) -> dict[str, Any]:
    """What is kept beside a seat."""
    missed = [_kept(one, why.slot, reading) for one in why.missed[:MOST_MISSED]]
    return {"kind": why.kind, "rank": why.rank, "missed": missed} if missed else {"kind": why.kind, "rank": why.rank}


def _kept(missed: Missed, slot: int, reading: Reading) -> dict[str, Any]:
    session = reading.session(slot, missed.session)
    return {
        "session": session.pk, "title": session.title, "reason": missed.reason, "wanted_by": missed.wanted_by,
        "seats": missed.seats, "mates": missed.mates,
    }  # fmt: skip


def reason_in_words(why: Mapping[str, Any]) -> str:
    """In a sentence or some; "" where nothing is known."""
    kind = why.get("kind")
    if kind is None:
        return ""
    said = str(RANKS[why["rank"] - 1] if kind == "wish" else KINDS[kind])
    return " ".join([said, *(_missed_in_words(one) for one in why.get("missed", ()))])


def _missed_in_words(missed: Mapping[str, Any]) -> str:
    facts = {
        "session": missed["title"], "wanted": missed["wanted_by"], "seats": missed["seats"], "mates": missed["mates"]
    }
    if missed["reason"] == "full":
        return ngettext(
            "“%(session)s” is full: there is room for %(seats)s, and %(wanted)s person wanted it as much.",
            "“%(session)s” is full: there is room for %(seats)s, and %(wanted)s people wanted it as much.",
            missed["wanted_by"],
        ) % facts
    if missed["reason"] == "team":
        return ngettext(
            "%(mates)s of the team sits in “%(session)s”: spread over sessions, a team brings more home.",
            "%(mates)s of the team sit in “%(session)s”: spread over sessions, a team brings more home.",
            missed["mates"],
        ) % facts
    return str(MISSED[missed["reason"]]) % facts

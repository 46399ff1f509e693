"""The call for sessions: teams and people who were invited propose, and each proposal stands somewhere else."""

from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from breakouts.domain import deciding
from breakouts.domain.calls import invite, set_call
from breakouts.domain.submissions import Proposer, SubmissionDraft, keep, propose, withdraw
from breakouts.models import Call, CallInvitation, Submission
from breakouts.reminding import CALL_CLOSES
from convenings.domain.reminder_rules import set_rule
from registration.domain.drafts import PersonDraft
from registration.models import Team
from registration.states import KEPT_PLACES
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
ORGANIZER = "user:0"  # nobody by name: whoever read the proposals
TEXT = (
    "Show what you did together, and let others look behind it: who had to give way, what it cost, what you would do "
    "differently. Half of the time belongs to questions. No products, please, and nothing about single students."
)
INVITED = (
    ("Imogen Castañeda", "imogen.castaneda@example.org", "Great Lakes Center for School Partnership"),
    ("Tobias Nwosu", "tobias.nwosu@example.org", "Prairie Mediation Fund"),
    ("Marit O'Dell", "marit.odell@example.org", "Council of Small Boards"),
)  # who and what exists nowhere
ABSTRACTS = {
    "One calendar for bargaining and budget": (
        "Our two calendars ran against each other for nine years. We put them on one sheet, and moved two deadlines. "
        "You see the sheet, and what each side had to give up for it."
    ),
    "When the facilitator leaves": (
        "A mediator held our committee together for three years. Then the grant ended. How we share the chair now, "
        "with the agenda that we use and the three rules that we kept."
    ),
    "Five board members, five hours": (
        "What a board of a small town has to know before it promises anything, told in the five evenings in which we "
        "learned it."
    ),
    "A contract that fits on a page": (
        "We rewrote eleven articles in words that new teachers understand. Bring one of yours; we rewrite it together."
    ),
    "Peer review without a stopwatch": "How two schools visit each other, and who reads what is written down there.",
    "Our district's new scheduling software": "A walk through the software that we bought, with its makers.",
    "Grief and grievances": "What we heard when we asked why people file.",
}


class _Desk:
    """What all proposals of the call share."""

    def __init__(self, play: "Play", call: Call) -> None:
        self.call, self.at = call, play.at(calendar.LAST_ANSWER, "10:00")
        self.rng = Random(f"call:{play.plan.seed}")

    def write(self, proposer: Proposer, title: str, *, finished: bool = True) -> Submission:
        """One proposal by its writer, presented by the team's first members or by who was invited."""
        themes = list(self.call.convening.elements.values_list("pk", flat=True))
        if isinstance(proposer, Team):
            person, members = proposer.coordinator_id, proposer.members.coming().order_by("pk")[:2]
            who: tuple[frozenset[int], tuple[tuple[str, str], ...]] = (frozenset(one.pk for one in members), ())
        else:
            person, who = proposer.person_id, (frozenset(), ((proposer.person.name, proposer.person.email),))
        draft = SubmissionDraft(
            title, ABSTRACTS[title], frozenset(self.rng.sample(themes, min(2, len(themes)))),
            self.rng.choice((None, 45, 60, 75)), frozenset({"projector"}), "", frozenset(), *who,
        )  # fmt: skip
        act = propose if finished else keep
        key = UUID(int=self.rng.getrandbits(128), version=4)
        return act(call=self.call, proposer=proposer, key=key, draft=draft, by=f"person:{person}", at=self.at)


def call_for_sessions(play: "Play") -> None:
    """One of each state; what was said no to comes from invented people alone. Nothing where the days have come."""
    if play.plan.until >= Until.DOOR:
        return
    call = set_call(
        convening=play.convening, text=TEXT, opens_at=play.on(calendar.FIRST_TEAM, "08:00"),
        closes_at=play.on(calendar.CALL_CLOSES, "23:59"), by=BY, at=play.at(calendar.FIRST_TEAM, "08:00"),
    )  # fmt: skip
    set_rule(
        convening=play.convening, occasion=CALL_CLOSES.code, draft=CALL_CLOSES.suggested, by=BY,
        at=play.at(calendar.FIRST_TEAM, "08:05"),
    )  # fmt: skip
    desk = _Desk(play, call)
    center, fund, council = _invited(play)
    at = desk.at
    accepted = desk.write(center, "When the facilitator leaves")
    deciding.comment(submission=accepted, text="The only one about what comes after a grant.", by=ORGANIZER, at=at)
    deciding.accept(submission=accepted, by=ORGANIZER, at=at)
    deciding.tell(convening=play.convening, by=ORGANIZER, at=at)
    declined = desk.write(fund, "Our district's new scheduling software")
    words = "We keep the programme free of products. The question behind it would be welcome: who decides about time?"
    deciding.decline(submission=declined, words=words, by=ORGANIZER, at=at)
    asked = desk.write(council, "Five board members, five hours")
    deciding.ask(submission=asked, text="Could a union president of your county sit with you?", by=ORGANIZER, at=at)
    gone = desk.write(fund, "Grief and grievances")
    withdraw(submission=gone, by=f"person:{fund.person_id}", at=at)
    titles = ("One calendar for bargaining and budget", "A contract that fits on a page")
    for team, title in zip(_teams(play), titles, strict=False):
        desk.write(team, title)
    desk.write(center, "Peer review without a stopwatch", finished=False)


def _invited(play: "Play") -> list[CallInvitation]:
    """People on no team."""
    return [
        invite(
            convening=play.convening, draft=PersonDraft(name, email), organization=organization, by=BY,
            at=play.at(calendar.FIRST_TEAM, "09:00"),
        )
        for name, email, organization in INVITED
    ]  # fmt: skip


def _teams(play: "Play") -> list[Team]:
    """The first that have a place, in the order of their names."""
    return list(Team.objects.filter(convening=play.convening, place__in=KEPT_PLACES).order_by("folded_name")[:2])

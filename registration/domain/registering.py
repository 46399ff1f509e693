"""A registration as it arrives from the public page: made a team, or held where the place has one already."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from convenings.models import Convening
from registration.domain import duplicates, kept_drafts, questions, teams, unproved
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft, Profile
from registration.domain.questions import AnswerDraft
from registration.models import DirectoryEntry, HeldRegistration, RegistrationDraft, Team, TeamType


@dataclass(frozen=True)
class Registration:
    """All that a coordinator hands in, as plain values that can be kept as JSON and read back."""

    type_code: str
    name: str
    place_name: str
    us_state: str
    coordinator: PersonDraft
    coordinator_side: str
    holders: Mapping[str, HolderDraft]
    profile: Profile = field(default_factory=Profile)
    members: tuple[MemberDraft, ...] = ()
    focus: tuple[int, ...] = ()
    focus_text: str = ""
    intention: str = ""
    answers: tuple[AnswerDraft, ...] = ()  # to the organizers' own questions
    leaid: str = ""  # of the directory; empty where the place was typed freely

    def as_json(self) -> dict[str, Any]:
        profile = asdict(self.profile)
        for name in ("poverty_percent", "diversity_percent"):
            profile[name] = None if profile[name] is None else str(profile[name])
        return asdict(self) | {"profile": profile}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Registration":
        parts = {
            "coordinator": PersonDraft(**kept["coordinator"]),
            "holders": {code: HolderDraft(**holder) for code, holder in kept["holders"].items()},
            "profile": Profile(**kept["profile"]),
            "members": tuple(MemberDraft(**member) for member in kept["members"]),
            "focus": tuple(kept["focus"]),
            "answers": tuple(AnswerDraft(**answer) for answer in kept.get("answers", ())),
        }
        return cls(**{**kept, **parts})


@transaction.atomic
def receive(
    *,
    convening: Convening,
    registration: Registration,
    by: str,
    at: datetime,
    draft: RegistrationDraft | None = None,
) -> Team | HeldRegistration:
    """The team, or what is held because the place has a team already. Both are refused alike, in the same words.

    Whoever registered the same team before, by their address, is only sent their link again. draft: what was kept of
    it until now; it is handed in once. Refusals: mailed_often, draft_finished, and those of `make_team`.
    """
    Convening.objects.locked(convening.pk)  # two who register one place at once: the second finds the first
    unproved.require_few_registered(registration.coordinator.email, at=at)
    if draft is not None:
        kept_drafts.finish_draft(draft=draft, by=by, at=at)
    entry = entry_of(registration)
    known = duplicates.find_team(
        convening=convening, type_code=registration.type_code, name=registration.name,
        place_name=registration.place_name, us_state=registration.us_state, entry=entry,
    )  # fmt: skip
    if known is None:
        return make_team(convening=convening, registration=registration, by=by, at=at)
    with transaction.atomic():  # all that a fresh registration could be refused for, and nothing of it stays
        make_team(convening=convening, registration=registration, by=by, at=at)
        transaction.set_rollback(True)
    return duplicates.hold(team=known, payload=registration.as_json(), by=by, at=at)


@transaction.atomic
def make_team(*, convening: Convening, registration: Registration, by: str, at: datetime) -> Team:
    """The team that a registration describes, with its answers; refusals are those of register_team, and of answers."""
    team = teams.register_team(
        convening=convening,
        type=TeamType.objects.get(convening=convening, code=registration.type_code),
        name=registration.name,
        place_name=registration.place_name,
        us_state=registration.us_state,
        coordinator=registration.coordinator,
        coordinator_side=registration.coordinator_side,
        holders=registration.holders,
        profile=registration.profile,
        members=registration.members,
        focus=convening.elements.filter(pk__in=registration.focus),
        focus_text=registration.focus_text,
        intention=registration.intention,
        directory_entry=entry_of(registration),
        by=by,
        at=at,
    )
    questions.write_answers(of=team, drafts=registration.answers, by=by, at=at)
    return team


def entry_of(registration: Registration) -> DirectoryEntry | None:
    """The place of the directory, where it was chosen and its state was not changed afterwards."""
    if not registration.leaid:
        return None
    us_state = registration.us_state.strip().upper()
    return DirectoryEntry.objects.filter(leaid=registration.leaid, us_state=us_state).first()


@transaction.atomic
def let_pass(*, held: HeldRegistration, by: str, at: datetime) -> Team:
    """An organizer looked at it: it is another team after all, and is registered. Refusals: those of register_team."""
    locked = duplicates.locked(held)
    team = make_team(
        convening=locked.convening, registration=Registration.from_json(locked.payload), by=by, at=at
    )
    duplicates.settle(locked, passed=team, by=by, at=at)
    return team

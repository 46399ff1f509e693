"""Several who meet at one team's offices: two in one hand, a side's coordinator, an assistant. On both databases."""

from functools import partial

import pytest

from accounts.models import PrivateLink
from agreements.models import Commitment
from journal.models import Entry
from mail.models import Message
from registration.domain import coordination, naming, offices, preparing, promising, succession, teams
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.domain.preparing import NothingToPrepare, NotYours, Prepared
from registration.domain.shared_offices import NotAskedToShare, accept_shared, decline_shared
from registration.models import Preparation, SharedOffice, SideCoordinator, Team
from tests.registration.domain.test_same_holder import SECOND, accept, invite, registered
from tests.registration.factories import BY, NOW, evidence, make_team, party_of
from tests.registration.test_promising_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIRST = "nea_president"


def promise(team: Team, office: str, *also: str) -> partial[Team]:
    party = party_of(team, office)
    assert party.signatory is not None
    return partial(
        promising.sign, party=party, also=[party_of(team, other) for other in also],
        typed_name=party.signatory.name, evidence=evidence(party), by=f"person:{party.signatory_id}", at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("_round", range(3))
def test_the_forms_of_both_offices_sent_at_once(_round: int) -> None:
    team = accept(invite(registered()))
    ends = at_once(promise(team, FIRST, SECOND), promise(team, SECOND, FIRST), promise(team, FIRST, SECOND))
    assert ends == ["done"] * 3
    rows = Commitment.objects.filter(state="signed").order_by("party__position")
    assert [row.party.office for row in rows] == [FIRST, SECOND]


@pytest.mark.parametrize("_round", range(3))
def test_the_last_promises_of_two_persons_for_three_offices(_round: int) -> None:
    team = accept(invite(registered()))
    assert at_once(promise(team, "state_chief"), promise(team, FIRST, SECOND)) == ["done", "done"]
    team.refresh_from_db()
    assert team.state == "committed"
    told = Message.objects.filter(occasion="team.confirmed", refs__team=team.pk)
    assert told.exclude(person_id=team.coordinator_id).count() == 2


@pytest.mark.parametrize("_round", range(3))
def test_a_shared_office_is_answered_once(_round: int) -> None:
    """Two organizers accept and one declines: one of them counts."""
    team = invite(registered())
    party = party_of(team, SECOND)
    given = {"party": party, "by": BY, "at": NOW}
    ends = at_once(
        partial(accept_shared, reason="Merged", **given), partial(accept_shared, reason="Merged", **given),
        partial(decline_shared, **given),
    )  # fmt: skip
    assert sorted(ends) == ["done", NotAskedToShare.code, NotAskedToShare.code]
    assert SharedOffice.objects.count() == (ends[2] != "done")
    assert Message.objects.filter(occasion="office.share_declined").count() == (ends[2] == "done")


@pytest.mark.parametrize("_round", range(3))
def test_accepted_while_somebody_else_is_named(_round: int) -> None:
    team = invite(registered())
    party, holder = party_of(team, SECOND), HolderDraft("Ann", "ann@example.org")
    ends = at_once(
        partial(accept_shared, party=party, reason="Merged", by=BY, at=NOW),
        partial(offices.name_holder, party=party, holder=holder, by=BY, at=NOW),
    )
    expected = [["done", offices.OfficeHasHolder.code], [NotAskedToShare.code, "done"]]
    assert ends in expected
    name = party_of(team, FIRST).signatory.name if ends[0] == "done" else "Ann"  # type: ignore[union-attr]
    assert party_of(team, SECOND).signatory.name == name  # type: ignore[union-attr]


@pytest.mark.parametrize("_round", range(3))
def test_two_are_named_for_one_side(_round: int) -> None:
    team = make_team(state="committing")
    name = partial(coordination.name_side_coordinator, team=team, side="union", by=BY, at=NOW)
    ends = at_once(*[partial(name, person=PersonDraft(f"Ann {n}", f"ann{n}@example.org")) for n in range(3)])
    assert sorted(ends) == ["done", "side_not_asked", "side_not_asked"]
    assert SideCoordinator.objects.count() == Message.objects.filter(occasion="team.side_named").count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_a_sides_coordinator_hands_over_while_an_organizer_ends_it(_round: int) -> None:
    """One coordinator at most stands; whoever left has no link."""
    team = make_team(state="committing")
    ana = PersonDraft("Ana", "ana@example.org")
    was = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    hand_over = partial(
        coordination.hand_over, team=team, side="union", by=f"person:{was.person_id}", at=NOW,
        person=PersonDraft("Bea", "bea@example.org"),
    )  # fmt: skip
    end = partial(coordination.end_side_coordinator, team=team, side="union", by=BY, at=NOW)
    ends = at_once(hand_over, end, partial(coordination.end_side_coordinator, team=team, side="union", by=BY, at=NOW))
    assert max(ends) == "no_side_coordinator"
    assert SideCoordinator.objects.standing().count() == 0
    assert not PrivateLink.objects.filter(person=was.person, purpose="coordinate", revoked_at=None).exists()
    ended = Entry.objects.filter(kind__in=["team.coordinator_ended", "team.coordinator_changed"]).count()
    assert ended == sum(one == "done" for one in ends)


@pytest.mark.parametrize("_round", range(3))
def test_the_principal_promises_while_the_assistant_saves(_round: int) -> None:
    """The promise stands whatever comes first; nothing is prepared after it."""
    team, made = with_assistant()
    ends = at_once(promise(team, "union_president"), save(made))
    assert ends[0] == "done"
    assert ends[1] in ("done", NothingToPrepare.code)
    assert party_of(team, "union_president").has_signed
    made.refresh_from_db()
    assert (made.prepared_at is not None) == (ends[1] == "done")


@pytest.mark.parametrize("_round", range(3))
def test_the_office_is_handed_over_while_the_assistant_saves(_round: int) -> None:
    """The new holder finds nothing of what was prepared for the former one."""
    team, made = with_assistant()
    party, holder = party_of(team, "union_president"), HolderDraft("Ada Brook", "ada@example.org")
    ends = at_once(partial(succession.hand_over, party=party, holder=holder, by=BY, at=NOW), save(made))
    assert ends[0] == "done"
    assert ends[1] in ("done", NotYours.code)
    made.refresh_from_db()
    assert made.revoked_at == NOW
    assert preparing.standing_for(party_of(team, "union_president")) is None


def with_assistant() -> tuple[Team, Preparation]:
    team = make_team(state="committing")
    party, sam = party_of(team, "union_president"), PersonDraft("Sam", "sam@example.org")
    return team, preparing.let_prepare(party=party, assistant=sam, by=f"person:{party.signatory_id}", at=NOW)


def save(made: Preparation) -> partial[Preparation]:
    prepared = Prepared("Marisol Archuleta", notes="Read it")
    return partial(preparing.prepare, preparation=made, prepared=prepared, by=f"person:{made.assistant_id}", at=NOW)


@pytest.mark.parametrize("_round", range(3))
def test_a_slip_in_the_name_is_mended_before_the_leaders_are_asked_or_not_at_all(_round: int) -> None:
    team = make_team(name="Mesa Verda Schools", place_name="Mesa")
    lead = f"person:{team.coordinator_id}"
    ends = at_once(
        partial(
            naming.rename_team, team=team, name="Mesa Verde Schools", place_name="Mesa", us_state="OH", by=lead, at=NOW
        ),
        partial(teams.invite_signatories, team=team, by=lead, at=NOW),
    )
    assert ends in [["done", "done"], [naming.NameOnRecord.code, "done"]]
    kinds = Entry.objects.filter(kind__in=["team.renamed", "team.committing"]).order_by("pk")
    before = ["team.renamed"] if ends[0] == "done" else []
    assert list(kinds.values_list("kind", flat=True)) == [*before, "team.committing"]
    assert Team.objects.get().name == ("Mesa Verde Schools" if before else "Mesa Verda Schools")

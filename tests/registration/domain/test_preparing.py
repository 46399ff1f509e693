"""An assistant prepares, the principal promises: who lets whom, what is kept, and when it ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.domain import links
from accounts.domain.people import AddressUnusable
from agreements.domain.typed_names import NameImplausible
from agreements.models import Party
from journal.models import Entry
from mail.models import Message
from registration.domain import coordination, people, preparing, promising, succession
from registration.domain.answering_time import VoteTooLate
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.domain.preparing import Prepared
from registration.models import Preparation, Team
from tests.registration.factories import BY, NOW, evidence, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db
SAM = PersonDraft("Sam O'Brien-Nuñez", "sam@example.org")
READY = Prepared("Marisol Archuleta", "Mesa Education Association", date(2027, 3, 20), "", "The vote is on Saturday.")


@pytest.fixture
def team() -> Team:
    """Coordinated from the district."""
    return make_team(state="committing")


@pytest.fixture
def union(team: Team) -> Party:
    return party_of(team, "union_president")


def holder(party: Party) -> str:
    return f"person:{party.signatory_id}"


def let(party: Party, by: str = "", assistant: PersonDraft = SAM) -> Preparation:
    return preparing.let_prepare(party=party, assistant=assistant, by=by or holder(party), at=NOW)


def fill(made: Preparation, prepared: Prepared = READY, by: str = "", **over: Any) -> Preparation:
    by = by or f"person:{made.assistant_id}"
    return preparing.prepare(preparation=made, prepared=prepared, by=by, **{"at": NOW, **over})


def occasions() -> list[str]:
    return sorted(Message.objects.filter(occasion__startswith="promise.").values_list("occasion", flat=True))


def test_let_by_the_holder_prepared_and_on_record(union: Party) -> None:
    made = let(union)
    assert occasions() == ["promise.prepare_asked"]
    fill(made)
    fill(made, Prepared("Marisol"))
    assert occasions() == ["promise.prepare_asked", "promise.prepared"]  # told once
    kept = preparing.standing_for(union)
    assert kept is not None
    assert (kept.typed_name, kept.notes, kept.assistant.name) == ("Marisol", "", SAM.name)
    entries = Entry.objects.filter(kind__startswith="promise.").order_by("pk")
    assert [(entry.kind, entry.by) for entry in entries] == [
        ("promise.prepare_asked", holder(union)),
        ("promise.prepared", f"person:{made.assistant_id}"),
        ("promise.prepared", f"person:{made.assistant_id}"),
    ]
    assert "vote" not in str([entry.data for entry in entries])
    assert party_of(Team.objects.of_party(union), "union_president").answer.state == "invited"  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["organizer", "own coordinator"])
def test_by_others_the_holder_is_told(team: Team, who: str) -> None:
    district = party_of(team, "superintendent")
    let(district, by=BY if who == "organizer" else f"person:{team.coordinator_id}")
    told = Message.objects.get(occasion="promise.assistant_named")
    assert told.person_id == district.signatory_id


def test_by_nobody_else(team: Team, union: Party) -> None:
    for by in (f"person:{team.coordinator_id}", holder(party_of(team, "superintendent")), "person:999"):
        with pytest.raises(preparing.MayNotLet):
            let(union, by=by)
        with pytest.raises(preparing.MayNotLet):
            preparing.revoke(party=union, by=by, at=NOW)
    ana = coordination.name_side_coordinator(
        team=team, side="union", person=PersonDraft("Ana", "ana@example.org"), by=BY, at=NOW
    )
    assert let(union, by=f"person:{ana.person_id}").assistant.name == SAM.name


def test_who_may_not_prepare(team: Team, union: Party) -> None:
    superintendent = party_of(team, "superintendent").signatory
    assert union.signatory is not None
    assert superintendent is not None
    for unfit in (union.signatory, superintendent, team.coordinator):
        with pytest.raises(preparing.AssistantUnfit):
            let(union, assistant=PersonDraft(unfit.name, unfit.email.upper()))
    with pytest.raises(people.NameUnprintable):
        let(union, assistant=PersonDraft("A\nBcc: b@c.org", "a@example.org"))
    let(union)
    with pytest.raises(preparing.AssistantThere):
        let(union, assistant=PersonDraft("Kim", "kim@example.org"))


def test_a_coordinator_prepares_for_the_own_side(team: Team) -> None:
    lead = PersonDraft(team.coordinator.name, team.coordinator.email)
    assert let(party_of(team, "superintendent"), assistant=lead).assistant == team.coordinator


def test_not_before_the_office_is_asked_nor_after_the_promise(team: Team, union: Party) -> None:
    with pytest.raises(preparing.NotAskedYet):
        let(party_of(make_team(team.convening), "union_president"), by=BY)
    sign(union)
    with pytest.raises(preparing.NotAskedYet):
        let(union)


@pytest.mark.parametrize("answer", ["none", "declined", "deferred"])
def test_it_tells_a_coordinator_nothing_of_a_no(team: Team, answer: str) -> None:
    district = party_of(team, "superintendent")
    if answer == "declined":
        promising.decline(party=district, reason="No", by=holder(district), at=NOW)
    elif answer == "deferred":
        until = NOW.date() + timedelta(days=9)
        promising.defer(party=district, until_on=until, by=holder(district), at=NOW)
    made = let(district, by=f"person:{team.coordinator_id}")
    assert fill(made).prepared_at == NOW


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"typed_name": "  "}, NameImplausible),
        ({"typed_name": "1234"}, NameImplausible),
        ({"organization": "A\nB"}, people.NameUnprintable),
        ({"votes_on": NOW.date()}, preparing.DayPast),
        ({"votes_on": date.max}, VoteTooLate),
        ({"email": "nobody"}, AddressUnusable),
        ({"notes": "x" * 2001}, preparing.NotesTooLong),
    ],
)
def test_what_cannot_be_prepared(union: Party, over: dict[str, Any], refusal: type[Exception]) -> None:
    made = let(union)
    with pytest.raises(refusal):
        fill(made, Prepared(**{"typed_name": "王小明", **over}))
    made.refresh_from_db()
    assert made.prepared_at is None


def test_the_right_address_is_a_word_and_no_change(union: Party) -> None:
    assert union.signatory is not None
    was = union.signatory.email
    assert fill(let(union), Prepared("Marisol", email="right@example.org")).email == "right@example.org"
    union.signatory.refresh_from_db()
    assert union.signatory.email == was
    assert fill(Preparation.objects.get(), Prepared("Marisol", email=was.upper())).email == ""


def test_nobody_but_the_assistant_prepares_and_they_answer_nothing(team: Team, union: Party) -> None:
    made = let(union)
    by = f"person:{made.assistant_id}"
    with pytest.raises(preparing.NotYours):
        fill(made, by=holder(union))
    with pytest.raises(Exception, match="Only the holder of the office"):
        promising.sign(party=union, typed_name="M", evidence=evidence(union), by=by, at=NOW)
    for act in (promising.decline, promising.withdraw):
        with pytest.raises(Exception, match="Only the holder of the office"):
            act(party=union, reason="No", by=by, at=NOW)


def test_it_ends_with_the_promise_and_the_deadline(team: Team, union: Party) -> None:
    made = let(union)
    with pytest.raises(preparing.NothingToPrepare):
        fill(made, at=team.deadline)
    sign(union)
    with pytest.raises(preparing.NothingToPrepare):
        fill(made)


@pytest.mark.parametrize("how", ["taken back", "handed over"])
def test_taken_back_or_handed_over_the_link_dies(union: Party, how: str) -> None:
    made = let(union)
    token = links.mint(
        person=made.assistant, purpose="prepare", subject=f"preparation:{made.pk}",
        expires_at=NOW + timedelta(days=9), at=NOW,
    )  # fmt: skip
    if how == "taken back":
        preparing.revoke(party=union, by=holder(union), at=NOW)
        preparing.revoke(party=union, by=holder(union), at=NOW)  # idempotent
    else:
        succession.hand_over(party=union, holder=HolderDraft("Đặng", "dang@example.org"), by=BY, at=NOW)
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=token, at=NOW)
    with pytest.raises(preparing.NotYours):
        fill(made)
    assert preparing.standing_for(Party.objects.get(pk=union.pk)) is None
    assert Entry.objects.filter(kind="promise.prepare_revoked").count() == 1
    assert let(Party.objects.get(pk=union.pk), by=BY).pk != made.pk


def test_the_principal_changes_the_organization_with_the_promise_once(team: Team, union: Party) -> None:
    given = {"party": union, "typed_name": "Marisol", "evidence": evidence(union), "by": holder(union)}
    promising.sign(**given, organization=" Mesa Federation ", at=NOW)  # type: ignore[arg-type]
    promising.sign(**given, organization="Later", at=NOW + timedelta(hours=1))  # type: ignore[arg-type]
    assert parties_of(team)[0].organization == "Mesa Federation"

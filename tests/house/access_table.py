"""Who may open which address. One row for every address that the house has; the walk fails for one that is missing.

HOW TO ADD A ROW. The key is the name of the address as reverse() takes it ("portal:convening"). The value is one of

    PUBLIC(**kwargs)                    anybody
    SIGNED_IN(**kwargs)                 whoever has an account
    NEEDS(Permission.X, **kwargs)       organizers with that permission in the convening of the address
    BY_LINK(**kwargs)                   holders of a private or of a device's link: accounts are refused like strangers
    BY_TOKEN(**kwargs)                  the API: holders of a token; sessions are refused

`kwargs` fill in the address. A value that is a function is called with the world (world.convening, world.owner) and
makes the row that the address names, best with the room's factories: only with a row that exists does the walk show
that a refusal is one, and that the right role gets in:

    "console:team": NEEDS(Permission.VIEW_TEAMS, slug=SLUG, pk=lambda world: TeamFactory(convening=world.convening).pk),

An address that nobody opens with GET is checked with POST; add `method="post"`. `missing=True` lets the right role get
a 404, for an address whose row is not worth making here: then the wrong role must get a 403, which tells the two apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from api.domain import tokens
from api.scopes import Scope
from breakouts.models import Session
from checkin.domain import printing, rosters
from checkin.domain.badges import issue_badge
from checkin.domain.devices import make_device
from checkin.domain.scanning import scan as record_scan
from checkin.models import Checkpoint, Device, HoursCertificate, Scan
from convenings.models import Grant
from convenings.permissions import Permission
from jobs.domain.imports import keep_upload
from jobs.models import Job, Proposal
from registration.domain.announcements import announce
from registration.domain.bulk_mail import BulkDraft
from registration.domain.bulk_mail import write as write_bulk
from registration.domain.directory import DIRECTORY
from registration.domain.drafts import PersonDraft
from registration.domain.kept_drafts import keep_draft
from registration.domain.questions import QuestionDraft, make_question
from registration.models import Certificate
from tests.breakouts.factories import placed, presenter, released, room, slot
from tests.breakouts.factories import session as make_session
from tests.expo.factories import hall as make_hall
from tests.mail.factories import owe_message
from tests.registration.factories import NOW, hold_registration, make_team, parties_of

World = SimpleNamespace
SLUG: Callable[[World], str] = lambda world: world.convening.slug  # noqa: E731


def a_released_session(world: World) -> Session:
    """A session that everybody may read about."""
    held = placed(room(world.convening), slot(world.convening), "", (presenter(world.convening),))
    released(world.convening)
    return held


def a_released_slug(world: World) -> str:
    """The convening's, of which a programme is released."""
    a_released_session(world)
    return str(world.convening.slug)


def a_released_presenter(world: World) -> int:
    """Somebody who presents what is released."""
    return a_released_session(world).presentations.get().presenter_id


@dataclass(frozen=True)
class Access:
    """Who may, and what fills in the address."""

    who: str
    permission: Permission | None = None
    method: str = "get"
    kwargs: dict[str, Any] = field(default_factory=dict)
    missing: bool = False

    def address_kwargs(self, world: World) -> dict[str, Any]:
        return {name: value(world) if callable(value) else value for name, value in self.kwargs.items()}


def PUBLIC(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("public", method=method, kwargs=kwargs)


def SIGNED_IN(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("signed in", method=method, kwargs=kwargs)


def NEEDS(permission: Permission, *, method: str = "get", missing: bool = False, **kwargs: Any) -> Access:
    return Access("permission", permission, method, kwargs, missing)


def BY_LINK(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("link", method=method, kwargs=kwargs)


def BY_TOKEN(*, method: str = "get", **kwargs: Any) -> Access:
    return Access("token", method=method, kwargs=kwargs)


def _session(world: World) -> int:
    from tests.breakouts.factories import session

    return session(world.convening).pk


def _presenter(world: World) -> int:
    """Somebody who presents the newest session."""
    from breakouts.domain.presenters import add_presenter
    from breakouts.models import Session
    from tests.breakouts.factories import AT, BY, presenter

    ann = presenter(world.convening)
    add_presenter(session=Session.objects.latest("id"), attendee=ann, by=BY, at=AT)
    return ann.pk


def _invitation(world: World) -> int:
    """Of somebody on no team, who was asked to propose."""
    from tests.breakouts.call_factories import invitation

    return invitation(world.convening).pk


def _published_file(world: World) -> int:
    """A material of a session that everybody may see."""
    from breakouts.domain.materials import MaterialDraft, add_file, publish
    from breakouts.models import Session
    from breakouts.states import MaterialPhase
    from tests.breakouts.factories import AT, BY
    from tests.registration.domain.test_questions import PDF

    where, draft = Session.objects.get(pk=_session(world)), MaterialDraft(MaterialPhase.AFTER, "Slides")
    return publish(material=add_file(session=where, draft=draft, data=PDF, name="a.pdf", by=BY, at=AT), by=BY, at=AT).pk


def _session_file(world: World) -> int:
    """A file of sessions that was sent."""
    from breakouts.domain.session_import import SessionImport

    options = {"convening": world.convening.pk}
    return keep_upload(
        kind=SessionImport(options, ""), data=b"KEY,TITLE\n1,Pay", name="a.csv", options=options,
        convening_id=world.convening.pk, by="user:1", at=NOW,
    ).pk  # fmt: skip


def _submission(world: World) -> int:
    """A proposal that is in."""
    from tests.breakouts.call_factories import invitation, proposal

    return proposal(invitation(world.convening)).pk


def _hall(world: World) -> int:
    from tests.expo.factories import booths, hall

    made = hall(world.convening)
    booths(made, "")
    return made.pk


def highlight(world: World) -> int:
    """One that waits to be read."""
    from expo.models import Highlight

    who = make_team(world.convening, "committing", members=1).members.earliest("pk")
    row = Highlight(highlight_id=uuid4(), convening=world.convening, attendee=who, text="Ours", written_at=NOW)
    row.save()
    return row.pk


def _booth_code(world: World) -> str:
    """Of a booth of the newest hall."""
    from expo.models import Booth

    _hall(world)
    return Booth.objects.latest("id").code


def _hall_with_picture(world: World) -> int:
    """A hall with a picture below its plan, of one pixel."""
    from io import BytesIO

    from PIL import Image

    from expo.domain.backdrops import set_backdrop
    from tests.expo.factories import AT, BY, hall

    pixel = BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "PNG")
    return set_backdrop(hall=hall(world.convening), data=pixel.getvalue(), by=BY, at=AT).pk


def _team(world: World) -> int:
    """A team at the only booth of the newest hall."""
    from expo.domain.assignment import place_team
    from expo.models import Booth
    from tests.expo.factories import AT, BY
    from tests.registration.factories import make_team, make_types

    if not world.convening.team_types.exists():
        make_types(world.convening)
    team = make_team(world.convening, "confirmed", at=world.convening.promise_by_at - timedelta(days=1))
    place_team(booth=Booth.objects.latest("id"), team=team, by=BY, at=AT)
    return team.pk


def _team_with_place(world: World) -> int:
    """A team that has its place, and no booth yet."""
    from tests.registration.factories import make_team, make_types

    if not world.convening.team_types.exists():
        make_types(world.convening)
    return make_team(world.convening, "confirmed", at=world.convening.promise_by_at - timedelta(days=1)).pk


def proposal(world: World) -> int:
    """A proposal for a hall."""
    from jobs.domain.proposals import propose
    from tests.expo.factories import AT, BY

    where = _hall(world)
    return propose(
        kind="expo.floor", convening_id=world.convening.pk, subject=f"hall:{where}", base_version=1,
        args={"mode": "anew", "leave_out": False, "weights": {}},
        figures={"lines": [], "teams": 0, "pins": 0, "unplaced": [], "ended_early": False}, rows=[], by=BY, at=AT,
    ).pk  # fmt: skip


# Rows that addresses name, made when they are needed.


def team(world: World) -> int:
    return int(make_team(world.convening, "committing").pk)


def party(world: World) -> int:
    """A party of the team that the address names beside it."""
    if not hasattr(world, "team"):
        world.team = make_team(world.convening, "committing")
    return int(parties_of(world.team)[0].pk)


def team_of_party(world: World) -> int:
    party(world)
    return int(world.team.pk)


def attendee(world: World) -> int:
    found = make_team(world.convening, "committing", members=1).members.first()
    assert found is not None
    return int(found.pk)


def member(world: World) -> int:
    """Who is on a team and holds no office of it."""
    return int(make_team(world.convening, "committing", members=1).members.get(office="").pk)


def badge(world: World) -> int:
    """Of a member of a confirmed team."""
    expected = make_team(world.convening, "confirmed").members.first()
    assert expected is not None
    return int(issue_badge(attendee=expected, by="system", at=NOW).pk)


def job(world: World) -> int:
    facts = {"kind": printing.KIND, "started_by": "user:1", "asked_at": NOW}
    return int(Job.objects.create(convening_id=world.convening.pk, **facts).pk)


def hours_certificate(world: World) -> int:
    """Of somebody who comes."""
    return int(
        HoursCertificate.objects.create(
            attendee_id=attendee(world), number=1, code="walked", sessions=[], minutes=60, credit=1, unit="hours",
            released_at=NOW, released_by="user:1",
        ).pk
    )


def hours_code(world: World) -> str:
    return HoursCertificate.objects.get(pk=hours_certificate(world)).code


def roster_job(world: World) -> int:
    facts = {"kind": rosters.KIND, "started_by": "user:1", "asked_at": NOW, "args": {"for": "North door"}}
    return int(Job.objects.create(convening_id=world.convening.pk, **facts).pk)


def message(world: World) -> int:
    return int(owe_message(occasion="team.lapsed", key="walk", convening_id=world.convening.pk).pk)


def announcement(world: World) -> int:
    """One that stands."""
    return int(announce(convening=world.convening, text="Lunch is in hall B.", by="user:1", at=NOW).pk)


def bulk(world: World) -> int:
    """A bulk mail that is written."""
    make_team(world.convening)
    draft = BulkDraft(audience="coordinators", subject="Buses", body="At nine.")
    return int(write_bulk(convening=world.convening, draft=draft, by="user:1", at=NOW).pk)


def held(world: World) -> int:
    kept = hold_registration(make_team(world.convening))
    return int(kept.pk)


def draft(world: World) -> int:
    person = PersonDraft("Ann", "ann@example.org")
    return int(keep_draft(convening=world.convening, coordinator=person, fields={}, by="public", at=NOW).pk)


def question(world: World) -> int:
    draft = QuestionDraft(text="Which hotel?", kind="text", asked_of="team")
    return int(make_question(convening=world.convening, draft=draft, by="user:1", at=NOW).pk)


def upload(world: World) -> int:
    data = b"LEAID,LEA_NAME,ST,MEMBER\n0100005,Albertville City,AL,5000\n"
    kept = keep_upload(
        kind=DIRECTORY, data=data, name="d.csv", options={}, convening_id=world.convening.pk, by="user:1", at=NOW
    )
    return int(kept.pk)


def grant(world: World) -> int:
    return int(Grant.objects.get(user=world.holders["desk"]).pk)


def breakout_room(world: World) -> int:
    from tests.breakouts.factories import room

    return int(room(world.convening).pk)


def breakout_slot(world: World) -> int:
    from tests.breakouts.factories import slot

    return int(slot(world.convening).pk)


def timetable_proposal(world: World) -> int:
    """A proposal for the timetable."""
    from breakouts.domain.timetable_planning import PROPOSAL
    from jobs.domain.proposals import propose

    made = propose(
        kind=PROPOSAL, convening_id=world.convening.pk, subject=f"programme:{world.convening.pk}", base_version=0,
        args={"mode": "least"}, figures={"lines": [], "sessions": 0, "people": 0}, rows=[], by="user:1", at=NOW,
    )
    return int(made.pk)


def session(world: World) -> int:
    return int(make_session(world.convening).pk)


def hall(world: World) -> int:
    return int(make_hall(world.convening).pk)


def device(world: World) -> int:
    door = Checkpoint.objects.create(convening=world.convening, name="North door", kind="door")
    make_device(checkpoint=door, label="Scanner", by="user:1", at=NOW, expires_at=NOW + timedelta(days=900))
    return int(Device.objects.get().pk)


def checkpoint(world: World) -> int:
    return Checkpoint.objects.create(convening=world.convening, name="South door", kind="door").pk


def scan(world: World) -> int:
    place = Checkpoint.objects.get(pk=checkpoint(world))
    record_scan(checkpoint=place, code="NOTHING", scan_id=uuid4(), scanned_at=NOW, by="user:1", at=NOW)
    return Scan.objects.get().pk


def token(world: World) -> int:
    at = timezone.now()
    facts = {"label": "Sheet", "scopes": [Scope.values[0]], "expires_at": at + timedelta(days=9)}
    return int(tokens.make_token(convening=world.convening, **facts, by="user:1", at=at)[0].pk)


def complete_team(world: World) -> int:
    return int(make_team(world.convening, "confirmed").pk)


def certificate_code(world: World) -> str:
    return str(Certificate.objects.get(team_id=complete_team(world)).code)


def seat_proposal(world: World) -> int:
    """One that waits, of no rows."""
    from breakouts.domain.seat_proposals import PROPOSAL

    made = Proposal.objects.create(
        convening_id=world.convening.pk, kind=PROPOSAL, subject="seats:1", base_version=0, args={"mode": "anew"},
        figures={"lines": [], "people": 1, "rounds": 1, "pins": 0, "is_proven": True, "ended_early": False},
        made_by="user:1", made_at=NOW,
    )  # fmt: skip
    return int(made.pk)


P = Permission
ACCESS: dict[str, Access] = {
    # the house
    "healthz": PUBLIC(),
    "readyz": PUBLIC(),
    "metrics": PUBLIC(),
    "set_language": PUBLIC(method="post"),
    "components": SIGNED_IN(),
    # accounts
    "accounts:renew_link": PUBLIC(),
    "accounts:link_asked": PUBLIC(),
    "accounts:open_link": BY_LINK(token="not-a-token"),
    # portal
    "portal:front": PUBLIC(),
    "portal:convening": PUBLIC(slug=SLUG),
    "portal:team": BY_LINK(team_id=team),
    "portal:invite": BY_LINK(team_id=team, method="post"),
    "portal:add_member": BY_LINK(team_id=team, method="post"),
    "portal:remove_member": BY_LINK(team_id=team, attendee_id=attendee, method="post"),
    "portal:correct_holder": BY_LINK(team_id=team_of_party, party_id=party, method="post"),
    "portal:remind": BY_LINK(team_id=team_of_party, party_id=party, method="post"),
    "portal:assistant": BY_LINK(team_id=team_of_party, party_id=party, method="post"),
    "portal:report_none": BY_LINK(team_id=team_of_party, party_id=party, method="post"),
    "portal:team_offer": BY_LINK(team_id=team, method="post"),
    "portal:withdraw_team": BY_LINK(team_id=team, method="post"),
    "portal:name_side": BY_LINK(team_id=team, side="union", method="post"),
    "portal:end_side": BY_LINK(team_id=team, method="post"),
    "portal:hand_over": BY_LINK(team_id=team, method="post"),
    "portal:offer": BY_LINK(team_id=team, method="post"),
    "portal:me": BY_LINK(attendee_id=attendee),
    "portal:details": BY_LINK(attendee_id=attendee),
    "portal:choices": BY_LINK(attendee_id=attendee),
    "portal:seats": BY_LINK(attendee_id=attendee),
    "portal:my_calendar": BY_LINK(attendee_id=attendee),
    "portal:agenda_feed": BY_LINK(token="not-a-token"),
    "portal:booth": BY_LINK(team_id=team),
    "portal:digest": BY_LINK(team_id=team),
    "portal:profile": BY_LINK(team_id=team),
    "portal:team_name": BY_LINK(team_id=team),
    "portal:correct_member": BY_LINK(team_id=team, attendee_id=attendee, method="post"),
    "portal:materials": BY_LINK(attendee_id=attendee),
    "portal:own_file": BY_LINK(attendee_id=attendee, pk=1),
    "portal:remove_material": BY_LINK(attendee_id=attendee, pk=1, method="post"),
    "portal:own_session": BY_LINK(attendee_id=attendee, session_id=1),
    "portal:feedback": BY_LINK(attendee_id=attendee),
    "portal:session_feedback": BY_LINK(attendee_id=attendee, session_id=1),
    "portal:team_proposals": BY_LINK(team_id=team),
    "portal:new_team_proposal": BY_LINK(team_id=team),
    "portal:team_proposal": BY_LINK(team_id=team, key=lambda world: uuid4()),
    "portal:own_proposals": BY_LINK(invitation_id=_invitation),
    "portal:new_own_proposal": BY_LINK(invitation_id=_invitation),
    "portal:own_proposal": BY_LINK(invitation_id=_invitation, key=lambda world: uuid4()),
    "portal:team_rota": BY_LINK(team_id=team),
    "portal:change_rota": BY_LINK(team_id=team, method="post"),
    "portal:rota_arrival": BY_LINK(team_id=team, method="post"),
    "portal:offer_shift": BY_LINK(attendee_id=attendee, shift_id=1, method="post"),
    "portal:take_shift": BY_LINK(attendee_id=attendee, shift_id=1, method="post"),
    "portal:team_visits": BY_LINK(team_id=team),
    "portal:booth_page": PUBLIC(code=_booth_code),
    "portal:booth_offline": PUBLIC(),
    "portal:booth_worker": PUBLIC(),
    "portal:guide": BY_LINK(attendee_id=attendee),
    "portal:our_visits": BY_LINK(attendee_id=attendee),
    "portal:arrive": BY_LINK(attendee_id=attendee, method="post"),
    "portal:leave_visit": BY_LINK(attendee_id=attendee, code=_booth_code, method="post"),
    "portal:bookmark": BY_LINK(attendee_id=attendee, code=_booth_code, method="post"),
    "portal:withdraw_note": BY_LINK(attendee_id=attendee, note=1, method="post"),
    "portal:write_highlight": BY_LINK(attendee_id=attendee, method="post"),
    "portal:take_back": BY_LINK(attendee_id=attendee, highlight=1, method="post"),
    "portal:certificate": BY_LINK(team_id=team),
    "portal:certificate_pdf": BY_LINK(team_id=team),
    # registration
    "registration:register": PUBLIC(slug=SLUG),
    "registration:kept": PUBLIC(slug=SLUG),
    "registration:resume": BY_LINK(draft_id=draft),
    "registration:save": BY_LINK(draft_id=draft, method="post"),
    "registration:places": PUBLIC(slug=SLUG),
    "registration:leaders": PUBLIC(slug=SLUG, method="post"),
    "registration:registered": PUBLIC(slug=SLUG),
    "registration:answer": BY_LINK(party_id=party),
    "registration:decline": BY_LINK(party_id=party, method="post"),
    "registration:later": BY_LINK(party_id=party, method="post"),
    "registration:withdraw": BY_LINK(party_id=party, method="post"),
    "registration:assistant": BY_LINK(party_id=party, method="post"),
    "registration:name_coordinator": BY_LINK(party_id=party, method="post"),
    "registration:prepare": BY_LINK(preparation_id=1),
    "registration:hand_over": BY_LINK(party_id=party, method="post"),
    "registration:confirm": BY_LINK(party_id=party, method="post"),
    "registration:send_code": BY_LINK(party_id=party, method="post"),
    "registration:certificate": BY_LINK(party_id=party),
    "registration:certificate_pdf": BY_LINK(party_id=party),
    "registration:verify": PUBLIC(code=certificate_code),
    # breakouts
    "breakouts:programme": PUBLIC(slug=SLUG),
    "breakouts:programme_day": PUBLIC(slug=SLUG, on=date(2027, 5, 26)),
    "breakouts:programme_feed": PUBLIC(slug=SLUG),
    "breakouts:programme_file": PUBLIC(slug=a_released_slug, name="programme.csv"),
    "breakouts:person_calendar": PUBLIC(slug=SLUG, attendee=a_released_presenter),
    "breakouts:room_calendar": PUBLIC(slug=SLUG, room=lambda world: a_released_session(world).room_id),
    "breakouts:programme_all": PUBLIC(slug=SLUG),
    "breakouts:public_session": PUBLIC(slug=SLUG, number=lambda world: a_released_session(world).pk),
    "breakouts:programme_worker": PUBLIC(slug=SLUG),
    "breakouts:schedule": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:wishes": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:public_file": PUBLIC(slug=SLUG, pk=_published_file),
    "breakouts:materials": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:publish_all": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:organizer_file": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=_published_file),
    "breakouts:publish_material": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=_published_file, method="post"),
    "breakouts:remove_material": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=_published_file, method="post"),
    "breakouts:session_materials": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session),
    "breakouts:session_files": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:session_file": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, upload=_session_file),
    "breakouts:session_file_apply": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, upload=_session_file, method="post"),
    "breakouts:feedback": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:feedback_csv": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:submissions": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:set_call": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:close_call": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:invite": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:invite_partners": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:tell": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:submission": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=_submission),
    "breakouts:accept": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=_submission, method="post"),
    "breakouts:undo_decision": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=_submission, method="post"),
    "breakouts:seats": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:propose_seats": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:seat_contradiction": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:release_seat_rule": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:open_seats": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post", missing=True),
    "breakouts:session_seats": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session),
    "breakouts:person_seats": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, attendee=attendee),
    "breakouts:seat_proposal": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=seat_proposal),
    "breakouts:decide_seats": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=seat_proposal, method="post", missing=True),
    "breakouts:releases": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:door_signs": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:release": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, number=1, missing=True),
    "breakouts:new_session": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:new_room": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:new_slot": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:slot_details": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=breakout_slot),
    "breakouts:resize": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=breakout_slot, method="post"),
    "breakouts:session_details": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session),
    "breakouts:room_details": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=breakout_room),
    "breakouts:timetable": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:ask_timetable": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:timetable_contradiction": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG),
    "breakouts:release_rule": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session, method="post"),
    "breakouts:timetable_proposal": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=timetable_proposal),
    "breakouts:decide_timetable": NEEDS(
        P.CHANGE_PROGRAMME, slug=SLUG, pk=timetable_proposal, method="post", missing=True
    ),
    "breakouts:undo_move": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:redo_move": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, method="post"),
    "breakouts:places": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session),
    "breakouts:drop": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session, method="post"),
    "breakouts:pin": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session, method="post"),
    "breakouts:place": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session, method="post"),
    "breakouts:unplace": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session, method="post"),
    "breakouts:present": NEEDS(P.CHANGE_PROGRAMME, slug=SLUG, pk=session, method="post"),
    "breakouts:no_longer_present": NEEDS(
        P.CHANGE_PROGRAMME, slug=SLUG, pk=session, attendee=attendee, method="post", missing=True
    ),
    # expo
    "expo:expo": PUBLIC(slug=SLUG),
    "expo:floor": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "expo:arrange": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "expo:ask": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:contradiction": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall),
    "expo:release": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post"),
    "expo:proposal": NEEDS(P.CHANGE_EXPO, slug=SLUG, pk=proposal),
    "expo:decide": NEEDS(P.CHANGE_EXPO, slug=SLUG, pk=proposal, method="post", missing=True),
    "expo:requests": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "expo:request": NEEDS(P.CHANGE_EXPO, slug=SLUG, team=_team_with_place),
    "expo:assign": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:new_hall": NEEDS(P.CHANGE_EXPO, slug=SLUG, method="post"),
    "expo:backdrop": PUBLIC(slug=SLUG, hall=_hall_with_picture),
    "expo:draw": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall),
    "expo:booths": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall),
    "expo:booths_csv": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall),
    "expo:booth_files": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall),
    "expo:booth_file": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, upload=1, missing=True),
    "expo:booth_file_csv": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, upload=1, missing=True),
    "expo:booth_file_apply": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, upload=1, method="post", missing=True),
    "expo:change_hall": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:several": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:align": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:undo": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:booth": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, booth=1, method="post", missing=True),
    "expo:spot": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, booth=1, method="post", missing=True),
    "expo:remove": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, booth=1, method="post", missing=True),
    "expo:near": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, booth=1, method="post", missing=True),
    "expo:partner": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, booth=1, method="post", missing=True),
    "expo:areas": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:picture": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=_hall_with_picture),
    "expo:send_picture": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:new_booths": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:place": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post", missing=True),
    "expo:clear": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post", missing=True),
    "expo:pin": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post", missing=True),
    "expo:needs": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post", missing=True),
    "expo:rota": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "expo:rota_waves": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:rota_plan": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:rota_put": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post"),
    "expo:rota_arrival": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, team=team, method="post"),
    "expo:rota_pin": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, shift=1, method="post", missing=True),
    "expo:wall": PUBLIC(slug=SLUG),
    "expo:highlights": PUBLIC(slug=SLUG),
    "expo:day": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "expo:signs": NEEDS(P.CHANGE_EXPO, slug=SLUG, hall=hall, method="post"),
    "expo:hide_note": NEEDS(P.CHANGE_EXPO, slug=SLUG, note=1, method="post", missing=True),
    "expo:moderate": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "expo:decide_highlight": NEEDS(P.CHANGE_EXPO, slug=SLUG, highlight=highlight, method="post"),
    # checkin
    "checkin:door": BY_LINK(),
    "checkin:open_door": BY_LINK(token="not-a-token"),
    "checkin:scan": BY_LINK(method="post"),
    "checkin:scan_batch": BY_LINK(method="post"),
    "checkin:undo": BY_LINK(method="post"),
    "checkin:hold_list": BY_LINK(),
    "checkin:door_find": BY_LINK(),
    "checkin:door_guest": BY_LINK(method="post"),
    "checkin:door_awaited": BY_LINK(),
    "checkin:door_substitute": BY_LINK(method="post"),
    "checkin:door_face": BY_LINK(badge_id=1),
    "checkin:door_printed": BY_LINK(badge_id=1, method="post"),
    "checkin:door_paper": BY_LINK(),
    "checkin:door_worker": PUBLIC(),
    "checkin:door_manifest": PUBLIC(),
    "checkin:door_now": BY_LINK(),
    "checkin:kiosk": BY_LINK(),
    "checkin:kiosk_scan": BY_LINK(method="post"),
    "checkin:kiosk_name": BY_LINK(),
    "checkin:kiosk_code": BY_LINK(),
    "checkin:kiosk_you": BY_LINK(),
    "checkin:kiosk_print": BY_LINK(method="post"),
    "checkin:kiosk_badge": BY_LINK(),
    "checkin:kiosk_face": BY_LINK(),
    "checkin:kiosk_printed": BY_LINK(method="post"),
    "checkin:kiosk_paper": BY_LINK(),
    "checkin:kiosk_now": BY_LINK(),
    "checkin:phone_badge": BY_LINK(attendee_id=attendee),
    "checkin:phone_worker": BY_LINK(attendee_id=attendee),
    "checkin:phone_qr": BY_LINK(attendee_id=attendee),
    "checkin:desk": NEEDS(P.CHECK_IN, slug=SLUG),
    "checkin:live": NEEDS(P.CHECK_IN, slug=SLUG),
    "checkin:own_hours": BY_LINK(attendee_id=attendee),
    "checkin:own_certificate": BY_LINK(attendee_id=attendee),
    "checkin:own_certificate_pdf": BY_LINK(attendee_id=attendee),
    "checkin:verify_hours": PUBLIC(code=hours_code),
    "checkin:hours": NEEDS(P.CERTIFY_HOURS, slug=SLUG),
    "checkin:hours_rules": NEEDS(P.CERTIFY_HOURS, slug=SLUG, method="post"),
    "checkin:release_hours": NEEDS(P.CERTIFY_HOURS, slug=SLUG, method="post"),
    "checkin:hours_xlsx": NEEDS(P.CERTIFY_HOURS, slug=SLUG),
    "checkin:hours_person": NEEDS(P.CERTIFY_HOURS, slug=SLUG, attendee_id=attendee),
    "checkin:correct_hours": NEEDS(P.CERTIFY_HOURS, slug=SLUG, attendee_id=attendee, method="post"),
    "checkin:certify_hours": NEEDS(P.CERTIFY_HOURS, slug=SLUG, attendee_id=attendee, method="post"),
    "checkin:withdraw_hours": NEEDS(P.CERTIFY_HOURS, slug=SLUG, certificate_id=hours_certificate, method="post"),
    "checkin:paper": NEEDS(P.PRINT_BADGES, slug=SLUG),
    "checkin:ask_roster": NEEDS(P.PRINT_BADGES, slug=SLUG, method="post"),
    "checkin:cancel_roster": NEEDS(P.PRINT_BADGES, slug=SLUG, job_id=roster_job, method="post"),
    "checkin:download_roster": NEEDS(P.PRINT_BADGES, slug=SLUG, job_id=roster_job, missing=True),  # not made yet
    "checkin:add_checkpoint": NEEDS(P.MANAGE_DOOR, slug=SLUG, method="post"),
    "checkin:checkpoint": NEEDS(P.MANAGE_DOOR, slug=SLUG, checkpoint_id=checkpoint),
    "checkin:walk_ups": NEEDS(P.CHECK_IN, slug=SLUG),
    "checkin:add_guest": NEEDS(P.CHECK_IN, slug=SLUG, method="post"),
    "checkin:add_substitute": NEEDS(P.CHECK_IN, slug=SLUG, method="post"),
    "checkin:scans": NEEDS(P.CHECK_IN, slug=SLUG),
    "checkin:refused": NEEDS(P.CHECK_IN, slug=SLUG),
    "checkin:see_refused": NEEDS(P.CHECK_IN, slug=SLUG, method="post", missing=True),
    "checkin:see_double": NEEDS(P.CHECK_IN, slug=SLUG, scan_id=scan, method="post", missing=True),  # no double
    "checkin:annul": NEEDS(P.CHECK_IN, slug=SLUG, scan_id=scan, method="post"),
    "checkin:add_device": NEEDS(P.MANAGE_DOOR, slug=SLUG, method="post"),
    "checkin:add_kiosk": NEEDS(P.MANAGE_DOOR, slug=SLUG, method="post"),
    "checkin:renew_device": NEEDS(P.MANAGE_DOOR, slug=SLUG, device_id=device, method="post"),
    "checkin:end_device": NEEDS(P.MANAGE_DOOR, slug=SLUG, device_id=device, method="post"),
    "checkin:badges": NEEDS(P.PRINT_BADGES, slug=SLUG),
    "checkin:designs": NEEDS(P.PRINT_BADGES, slug=SLUG),
    "checkin:design": NEEDS(P.PRINT_BADGES, slug=SLUG, kind="presenter"),
    "checkin:logo": NEEDS(P.PRINT_BADGES, slug=SLUG, sponsor_id=1, method="post", missing=True),
    "checkin:logo_png": NEEDS(P.PRINT_BADGES, slug=SLUG, sponsor_id=1, missing=True),
    "checkin:issue": NEEDS(P.PRINT_BADGES, slug=SLUG, method="post"),
    "checkin:replace": NEEDS(P.PRINT_BADGES, slug=SLUG, badge_id=badge, method="post"),
    "checkin:sheet": NEEDS(P.PRINT_BADGES, slug=SLUG, method="post", missing=True),
    "checkin:cancel_sheet": NEEDS(P.PRINT_BADGES, slug=SLUG, job_id=job, method="post"),
    "checkin:download_sheet": NEEDS(P.PRINT_BADGES, slug=SLUG, job_id=job, missing=True),  # not made yet
    # console
    "console:convenings": SIGNED_IN(),
    "console:overview": NEEDS(P.VIEW_CONVENING, slug=SLUG),
    "console:remind_all": NEEDS(P.CHANGE_TEAMS, slug=SLUG, method="post"),
    "console:teams": NEEDS(P.VIEW_TEAMS, slug=SLUG),
    "console:team": NEEDS(P.VIEW_TEAMS, slug=SLUG, team_id=team),
    "console:teams_file": NEEDS(P.VIEW_TEAMS, slug=SLUG),
    "console:new_member": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team),
    "console:side_coordinator": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team, side="union"),
    "console:end_side": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team, side="union", method="post"),
    "console:assistant": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:hand_over": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team),
    "console:attendees": NEEDS(P.VIEW_TEAMS, slug=SLUG),
    "console:attendees_file": NEEDS(P.VIEW_TEAMS, slug=SLUG),
    "console:new_attendee": NEEDS(P.CHANGE_TEAMS, slug=SLUG),
    "console:correct_attendee": NEEDS(P.CHANGE_TEAMS, slug=SLUG, attendee_id=member),
    "console:team_name": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team),
    "console:cancel_attendee": NEEDS(P.CHANGE_TEAMS, slug=SLUG, attendee_id=attendee),
    "console:faq": NEEDS(P.CHANGE_CONVENING, slug=SLUG),
    "console:admission": NEEDS(P.CHANGE_CONVENING, slug=SLUG),
    "console:selection": NEEDS(P.CHANGE_TEAMS, slug=SLUG),
    "console:selection_undo": NEEDS(P.CHANGE_TEAMS, slug=SLUG),
    "console:office_step": NEEDS(
        P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party, step="remind", method="post"
    ),
    "console:certificate": NEEDS(P.VIEW_TEAMS, slug=SLUG, team_id=complete_team, number=1),
    "console:certificate_pdf": NEEDS(P.VIEW_TEAMS, slug=SLUG, team_id=complete_team, number=1),
    "console:share_office": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:decline_share": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:holders": NEEDS(P.VIEW_TEAMS, slug=SLUG),
    "console:new_holder": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:holder_address": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:check_holder": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:uncheck_holder": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:record_promise": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party),
    "console:scan": NEEDS(
        P.VIEW_TEAMS, slug=SLUG, team_id=team_of_party, party_id=party, commitment_id=0, missing=True
    ),
    "console:team_step": NEEDS(P.CHANGE_TEAMS, slug=SLUG, team_id=team, step="withdraw"),
    "console:announcements": NEEDS(P.SEND_MAIL, slug=SLUG),
    "console:end_announcement": NEEDS(P.SEND_MAIL, slug=SLUG, announcement_id=announcement, method="post"),
    "console:digest": NEEDS(P.CHANGE_TEAMS, slug=SLUG),
    "console:mail_templates": NEEDS(P.SEND_MAIL, slug=SLUG),
    "console:mail_template": NEEDS(P.SEND_MAIL, slug=SLUG, occasion="team.registered", language="en"),
    "console:preview_template": NEEDS(
        P.SEND_MAIL, slug=SLUG, occasion="team.registered", language="en", method="post"
    ),
    "console:try_template": NEEDS(
        P.SEND_MAIL, slug=SLUG, occasion="team.registered", language="en", method="post"
    ),
    "console:reset_template": NEEDS(
        P.SEND_MAIL, slug=SLUG, occasion="team.registered", language="en", method="post"
    ),
    "console:bulk_mails": NEEDS(P.SEND_MAIL, slug=SLUG),
    "console:new_bulk": NEEDS(P.SEND_MAIL, slug=SLUG, of="teams"),
    "console:bulk": NEEDS(P.SEND_MAIL, slug=SLUG, bulk_id=bulk),
    "console:edit_bulk": NEEDS(P.SEND_MAIL, slug=SLUG, bulk_id=bulk),
    "console:bulk_confirm": NEEDS(P.SEND_MAIL, slug=SLUG, bulk_id=bulk),
    "console:bulk_step": NEEDS(P.SEND_MAIL, slug=SLUG, bulk_id=bulk, step="hold", method="post"),
    "console:outbox": NEEDS(P.SEND_MAIL, slug=SLUG),
    "console:try_address": NEEDS(P.CHANGE_TEAMS, slug=SLUG, method="post", missing=True),
    "console:message": NEEDS(P.SEND_MAIL, slug=SLUG, message_id=message),
    "console:message_step": NEEDS(P.SEND_MAIL, slug=SLUG, message_id=message, step="hold", method="post"),
    "console:reminders": NEEDS(P.SEND_MAIL, slug=SLUG),
    "console:reminder_rules": NEEDS(P.SEND_MAIL, slug=SLUG),
    "console:reminder_rule": NEEDS(P.SEND_MAIL, slug=SLUG, occasion="commitment_open"),
    "console:reminder_rule_says": NEEDS(P.SEND_MAIL, slug=SLUG, occasion="commitment_open"),
    "console:reminder_run": NEEDS(
        P.SEND_MAIL, missing=True, slug=SLUG, occasion="commitment_open", on="2027-03-23"
    ),
    "console:reminder_step": NEEDS(
        P.SEND_MAIL, slug=SLUG, occasion="commitment_open", on="2027-03-23", step="hold", method="post"
    ),
    "console:jobs": NEEDS(P.VIEW_CONVENING, slug=SLUG),
    "console:job": NEEDS(P.VIEW_CONVENING, slug=SLUG, job_id=job),
    "console:job_cancel": NEEDS(P.VIEW_CONVENING, slug=SLUG, job_id=job, method="post"),
    "console:job_file": NEEDS(P.VIEW_CONVENING, slug=SLUG, job_id=job, missing=True),  # not made yet
    "console:journal": NEEDS(P.VIEW_JOURNAL, slug=SLUG),
    "console:access": NEEDS(P.GRANT_ROLES, slug=SLUG),
    "console:access_take": NEEDS(P.GRANT_ROLES, slug=SLUG, grant_id=grant, method="post"),
    "console:access_close": NEEDS(P.GRANT_ROLES, slug=SLUG, grant_id=grant, method="post"),
    "console:held": NEEDS(P.VIEW_TEAMS, slug=SLUG),
    "console:held_step": NEEDS(P.CHANGE_TEAMS, slug=SLUG, held_id=held, step="dismiss", method="post"),
    "console:hours_file": NEEDS(P.CERTIFY_HOURS, slug=SLUG),
    "console:visits_file": NEEDS(P.CHANGE_EXPO, slug=SLUG),
    "console:people": NEEDS(P.CHANGE_TEAMS, slug=SLUG),
    "console:people_file": NEEDS(P.CHANGE_TEAMS, slug=SLUG),
    "console:questions": NEEDS(P.CHANGE_CONVENING, slug=SLUG),
    "console:question": NEEDS(P.CHANGE_CONVENING, slug=SLUG, question_id=question),
    "console:question_retire": NEEDS(P.CHANGE_CONVENING, slug=SLUG, question_id=question, method="post"),
    "console:answers_file": NEEDS(P.CHANGE_TEAMS, slug=SLUG, of="team"),
    "console:answer_file": NEEDS(P.CHANGE_TEAMS, slug=SLUG, answer_id=1, missing=True),  # nothing was answered
    "console:directory": NEEDS(P.CHANGE_CONVENING, slug=SLUG),
    "console:import": NEEDS(P.CHANGE_CONVENING, slug=SLUG, upload_id=upload),
    "console:import_file": NEEDS(P.CHANGE_CONVENING, slug=SLUG, upload_id=upload),
    "console:import_apply": NEEDS(P.CHANGE_CONVENING, slug=SLUG, upload_id=upload, method="post"),
    "console:statement": NEEDS(P.CHANGE_STATEMENT, slug=SLUG),
    "console:settings": NEEDS(P.CHANGE_CONVENING, slug=SLUG),
    "console:state": NEEDS(P.CHANGE_CONVENING, slug=SLUG, step="close"),
    "tokens:list": NEEDS(P.MANAGE_API, slug=SLUG),
    "tokens:revoke": NEEDS(P.MANAGE_API, slug=SLUG, token_id=token, method="post"),
    # api
    "api:reference": PUBLIC(),
    "api:schema": PUBLIC(),
    "api:unknown": BY_TOKEN(rest="nothing/"),
    "api:releases": BY_TOKEN(),
    "api:release_preview": BY_TOKEN(),
    "api:release": BY_TOKEN(number=1),
    "mail_events:take": BY_TOKEN(method="post", provider="postmark"),
    "api:convening": BY_TOKEN(),
    "api:places": BY_TOKEN(),
    "api:announcements": BY_TOKEN(),
    "api:announcement_end": BY_TOKEN(pk=announcement, method="post"),
    "api:bulk_mails": BY_TOKEN(),
    "api:funnel": BY_TOKEN(),
    "api:questions": BY_TOKEN(),
    "api:statement": BY_TOKEN(),
    "api:statement_preview": BY_TOKEN(method="post"),
    "api:statement_versions": BY_TOKEN(),
    "api:commitments": BY_TOKEN(),
    "api:offer": BY_TOKEN(pk=team, method="post"),
    "api:hold": BY_TOKEN(pk=team, method="put"),
    "api:line": BY_TOKEN(pk=team, method="post"),
    "api:team_name": BY_TOKEN(pk=team, method="put"),
    "api:deadline": BY_TOKEN(pk=team, method="put"),
    "api:withdrawal": BY_TOKEN(pk=team, method="post"),
    "api:coordinator": BY_TOKEN(pk=team, method="put"),
    "api:side_coordinator": BY_TOKEN(pk=team, side="union", method="put"),
    "api:holder": BY_TOKEN(pk=team, office="superintendent"),
    "api:shared": BY_TOKEN(pk=team, office="superintendent", method="put"),
    "api:assistant": BY_TOKEN(pk=team, office="superintendent", method="put"),
    "api:check": BY_TOKEN(pk=team, office="superintendent", method="put"),
    "api:check_taken_back": BY_TOKEN(pk=team, office="superintendent", method="post"),
    "api:office_holders": BY_TOKEN(),
    "api:offers": BY_TOKEN(),
    "api:holds": BY_TOKEN(),
    "api:waitlist": BY_TOKEN(),
    "api:selection": BY_TOKEN(),
    "api:imports": BY_TOKEN(),
    "api:import": BY_TOKEN(pk=upload),
    "api:import_apply": BY_TOKEN(pk=upload, method="post"),
    "api:teams": BY_TOKEN(),
    "api:team": BY_TOKEN(pk=team),
    "api:answers": BY_TOKEN(),
    "api:attendees": BY_TOKEN(),
    "api:attendee": BY_TOKEN(pk=attendee),
    "api:choices": BY_TOKEN(pk=attendee),
    "api:companion": BY_TOKEN(pk=attendee),
    "api:call": BY_TOKEN(),
    "api:submissions": BY_TOKEN(),
    "api:submission_letters": BY_TOKEN(method="post"),
    "api:submission": BY_TOKEN(pk=_submission),
    "api:submission_acceptance": BY_TOKEN(pk=_submission, method="post"),
    "api:submission_rejection": BY_TOKEN(pk=_submission, method="post"),
    "api:submission_undo": BY_TOKEN(pk=_submission, method="post"),
    "api:submission_questions": BY_TOKEN(pk=_submission, method="post"),
    "api:submission_comments": BY_TOKEN(pk=_submission, method="post"),
    "api:session_imports": BY_TOKEN(method="post"),
    "api:session_import": BY_TOKEN(pk=_session_file),
    "api:session_links": BY_TOKEN(pk=session, method="post"),
    "api:session_material_files": BY_TOKEN(pk=session, method="post"),
    "api:material": BY_TOKEN(pk=_published_file, method="delete"),
    "api:materials": BY_TOKEN(),
    "api:material_publication": BY_TOKEN(pk=_published_file, method="post"),
    "api:feedback": BY_TOKEN(),
    "api:late_arrival": BY_TOKEN(pk=attendee),
    "api:attendee_seats": BY_TOKEN(pk=attendee),
    "api:attendee_seat": BY_TOKEN(pk=attendee, session=session, method="delete"),
    "api:attendee_wait": BY_TOKEN(pk=attendee, session=session, method="delete"),
    "api:seats": BY_TOKEN(),
    "api:waits": BY_TOKEN(),
    "api:seat_contradiction": BY_TOKEN(),
    "api:timetable_contradiction": BY_TOKEN(),
    "api:seats_opening": BY_TOKEN(),
    "api:seat_proposals": BY_TOKEN(),
    "api:seat_proposal": BY_TOKEN(pk=seat_proposal),
    "api:apply_seats": BY_TOKEN(pk=seat_proposal, method="post"),
    "api:undo_seats": BY_TOKEN(pk=seat_proposal, method="post"),
    "api:discard_seats": BY_TOKEN(pk=seat_proposal, method="post"),
    "api:rooms": BY_TOKEN(),
    "api:slots": BY_TOKEN(),
    "api:slot": BY_TOKEN(pk=breakout_slot, method="put"),
    "api:session_may_move": BY_TOKEN(pk=session, method="put"),
    "api:sessions": BY_TOKEN(),
    "api:session_place": BY_TOKEN(pk=session, method="put"),
    "api:halls": BY_TOKEN(),
    "api:booth": BY_TOKEN(pk=1, method="patch"),
    "api:partners": BY_TOKEN(),
    "api:partner": BY_TOKEN(pk=1, on="2027-05-27", method="put"),
    "api:neighbours": BY_TOKEN(pk=1),
    "api:neighbour": BY_TOKEN(pk=1, other=1, method="put"),
    "api:areas": BY_TOKEN(),
    "api:area": BY_TOKEN(pk=1, method="delete"),
    "api:new_area": BY_TOKEN(pk=hall, method="post"),
    "api:grid": BY_TOKEN(pk=hall, method="post"),
    "api:assignment": BY_TOKEN(pk=hall, method="post"),
    "api:arrangement": BY_TOKEN(pk=hall, method="post"),
    "api:session_spots": BY_TOKEN(pk=session),
    "api:session_terms": BY_TOKEN(pk=session, method="put"),
    "api:conflicts": BY_TOKEN(),
    "api:timetable": BY_TOKEN(method="post"),
    "api:timetable_proposals": BY_TOKEN(),
    "api:timetable_proposal": BY_TOKEN(pk=timetable_proposal),
    "api:apply_timetable_proposal": BY_TOKEN(pk=timetable_proposal, method="post"),
    "api:undo_timetable_proposal": BY_TOKEN(pk=timetable_proposal, method="post"),
    "api:discard_timetable_proposal": BY_TOKEN(pk=timetable_proposal, method="post"),
    "api:proposals": BY_TOKEN(),
    "api:proposal": BY_TOKEN(pk=proposal),
    "api:apply_proposal": BY_TOKEN(pk=proposal, method="post"),
    "api:undo_proposal": BY_TOKEN(pk=proposal, method="post"),
    "api:discard_proposal": BY_TOKEN(pk=proposal, method="post"),
    "api:booths": BY_TOKEN(),
    "api:booth_requests": BY_TOKEN(),
    "api:booth_request": BY_TOKEN(pk=team),
    "api:rota": BY_TOKEN(pk=hall, method="post"),
    "api:waves": BY_TOKEN(),
    "api:shifts": BY_TOKEN(),
    "api:guide": BY_TOKEN(),
    "api:visits": BY_TOKEN(),
    "api:highlights": BY_TOKEN(),
    "api:highlight_decision": BY_TOKEN(pk=highlight, method="post"),
    "api:hours": BY_TOKEN(),
    "api:arrivals": BY_TOKEN(),
    "api:checkpoints": BY_TOKEN(),
    "api:scans": BY_TOKEN(pk=1, method="post"),
    "api:scan_batch": BY_TOKEN(pk=1, method="post"),
    "api:scans_to_look_at": BY_TOKEN(),
    "api:see_scan": BY_TOKEN(scan_id="00000000-0000-4000-8000-000000000001", method="post"),
    "api:see_refused_scans": BY_TOKEN(method="post"),
    "api:annul_scan": BY_TOKEN(scan_id="00000000-0000-4000-8000-000000000001", method="post"),
    "api:badges": BY_TOKEN(),
    "api:badge_designs": BY_TOKEN(),
    "api:badge_sheets": BY_TOKEN(method="post"),
    "api:badge_sheet": BY_TOKEN(pk=job),
    "api:templates": BY_TOKEN(),
    "api:template": BY_TOKEN(occasion="team.registered", language="en"),
    "api:template_preview": BY_TOKEN(occasion="team.registered", language="en", method="post"),
    "api:template_reset": BY_TOKEN(occasion="team.registered", language="en", method="post"),
    "api:messages": BY_TOKEN(),
    "api:reminders": BY_TOKEN(),
    "api:reminder_rules": BY_TOKEN(),
    "api:reminder_step": BY_TOKEN(occasion="commitment_open", on="2027-03-23", step="hold", method="post"),
    "api:jobs": BY_TOKEN(),
    "api:job": BY_TOKEN(pk=job),
}

# Addresses of others' code, held by their own tests and by test_access.py's own for the admin.
NOT_OURS = ("account_", "mfa_", "admin:")

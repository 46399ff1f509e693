"""The call for sessions: from when until when teams and invited people may propose, and who is invited."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from breakouts.models import Call, CallInvitation
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal
from mail.domain import outbox
from registration.domain import people
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from registration.states import AttendeeKind

INVITED = "call.invited"  # its mail


class CallEndsTooEarly(Refusal):
    code = "call_ends_too_early"
    words = _("It ends before it begins. Give it a later last day.")
    field = "until_on"


class NoCall(Refusal):
    code = "no_call"
    words = _("There is no call for sessions yet. Set its days first.")


class CallNotOpen(Refusal):
    code = "call_not_open"
    words = _("The call has not begun. Change its days instead.")


class CallOver(Refusal):
    code = "call_over"
    words = _("The call is over. Set a later last day first.")


def call_of(convening: Convening) -> Call | None:
    """The convening's call; None where there never was one. One statement."""
    return Call.objects.select_related("convening").filter(convening=convening).first()


def is_open(call: Call, at: datetime) -> bool:
    """Whether proposals are taken."""
    return call.opens_at <= at < call.closes_at


@transaction.atomic
def set_call(
    *, convening: Convening, text: str, opens_at: datetime, closes_at: datetime, by: str, at: datetime
) -> Call:
    """From when until when, and what is looked for. Again the same is harmless. Refusals: call_ends_too_early."""
    if closes_at <= opens_at:
        raise CallEndsTooEarly
    said = {"text": text.strip(), "opens_at": opens_at, "closes_at": closes_at}
    call, made = Call.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        convening=convening, defaults=said
    )
    if not made and all(getattr(call, name) == value for name, value in said.items()):
        return call
    for name, value in said.items():
        setattr(call, name, value)
    call.save(update_fields=list(said))
    record(kind="call.set", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk)
    return call


@transaction.atomic
def close_call(*, convening: Convening, by: str, at: datetime) -> Call:
    """End the call now, before its last day. Again is harmless. Refusals: no_call, call_not_open."""
    call = held_call(convening)
    if call.closes_at <= at:
        return call
    if call.opens_at >= at:
        raise CallNotOpen
    call.closes_at = at
    call.save(update_fields=["closes_at"])
    record(kind="call.closed", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk)
    return call


def held_call(convening: Convening) -> Call:
    """The call's row, locked until the transaction ends. Refusals: no_call."""
    calls = Call.objects.select_for_update(of=("self",), no_key=True).select_related("convening")
    call = calls.filter(convening=convening).first()
    if call is None:
        raise NoCall
    return call


@transaction.atomic
def invite(
    *, convening: Convening, draft: PersonDraft, organization: str = "", by: str, at: datetime
) -> CallInvitation:
    """Ask somebody on no team to propose, by a private link. An address that was invited gets no second mail.

    Refusals: no_call, call_over, and those of people.
    """
    call = held_call(convening)
    there = CallInvitation.objects.filter(call=call, person__email__iexact=draft.email.strip()).first()
    if there is not None:
        return there
    if call.closes_at <= at:
        raise CallOver
    person = people.new_person(convening.pk, draft)
    return _invite(call, person, organization, by=by, at=at)


@transaction.atomic
def invite_partners(*, convening: Convening, by: str, at: datetime) -> int:
    """Ask every partner who comes and was not asked; how many. Refusals: no_call, call_over."""
    call = held_call(convening)
    if call.closes_at <= at:
        raise CallOver
    partners = uninvited_partners(call)
    for partner in partners:
        _invite(call, partner.person, partner.organization, by=by, at=at)
    return len(partners)


def uninvited_partners(call: Call) -> list[Attendee]:
    """Partners who come and were not asked to propose, neither themselves nor at their address. Two statements."""
    coming = Attendee.objects.coming().filter(convening=call.convening_id, kind=AttendeeKind.PARTNER)
    invited = {email.casefold() for email in call.invitations.values_list("person__email", flat=True)}
    found = []
    for partner in coming.select_related("person").order_by("pk"):
        if partner.person.email.casefold() not in invited:
            invited.add(partner.person.email.casefold())
            found.append(partner)
    return found


def _invite(call: Call, person: Person, organization: str, *, by: str, at: datetime) -> CallInvitation:
    invitation = CallInvitation.objects.create(
        call=call, person=person, organization=organization.strip()[:200], invited_at=at
    )
    outbox.owe(
        occasion=INVITED, key=f"{INVITED}:{invitation.pk}", person_id=person.pk, to_address=person.email,
        to_name=person.name, language=person.language, convening_id=call.convening_id,
        refs={"invitation": invitation.pk}, at=at,
    )  # fmt: skip
    subject = f"invitation:{invitation.pk}"
    record(kind="call.invited", by=by, at=at, subject=subject, convening_id=call.convening_id)
    return invitation

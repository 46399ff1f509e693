"""Shifts changed by hand: offered, taken and swapped within a team, put by a coordinator or an organizer, pinned."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.domain.actors import is_organizer
from expo.domain.crews import TeamCrew, hold_crew
from expo.domain.shift_rules import Broken, broken, with_wave, without_wave
from expo.models import Shift, Wave
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.domain import coordinators
from registration.models import Attendee, Team


class ShiftGone(Refusal):
    code = "shift_gone"
    words = gettext_lazy("This shift is not to be had any more. Look at the list again.")


class NotYourShift(Refusal):
    code = "not_your_shift"
    status = 403
    words = gettext_lazy("Everybody offers and takes shifts for themselves; a coordinator changes those of the team.")


class ShiftPinned(Refusal):
    code = "shift_pinned"
    words = gettext_lazy("An organizer has pinned this shift: it stays. Write to the organizers.")


class WaveOver(Refusal):
    code = "wave_over"
    words = gettext_lazy("This wave is over.")


class RotaChanged(Refusal):
    code = "rota_changed"
    words = gettext_lazy("Somebody has changed this wave since the page was made. Look at it and choose again.")


class NotOfTheTeam(Refusal):
    code = "not_of_the_team"
    field = "member"
    words = gettext_lazy("Choose somebody of the team who comes.")


class StandsAlready(Refusal):
    code = "stands_already"
    field = "member"


class ShiftElsewhere(Refusal):
    code = "shift_elsewhere"
    field = "member"


class ShiftTooLong(Refusal):
    code = "shift_too_long"
    field = "member"


class ShiftNoWalk(Refusal):
    code = "shift_no_walk"
    field = "member"


@transaction.atomic
def offer_shift(*, shift_id: int, offered: bool, swaps: bool = False, by: str, at: datetime) -> Shift:
    """Offer an own shift to the team, or keep it after all. Again is harmless; until somebody takes it, it is theirs.

    swaps: who takes it may give one of their own for it, whichever that is.
    Refusals: shift_gone, not_your_shift, shift_pinned, wave_over.
    """
    crew, shift = _held(shift_id, at=at)
    if by != f"person:{shift.attendee.person_id}":
        raise NotYourShift
    if shift.is_pinned:
        raise ShiftPinned
    if (offered, offered and swaps) == (shift.offered_at is not None, shift.swaps):
        return shift
    shift.offered_at, shift.swaps = at if offered else None, offered and swaps
    shift.save(update_fields=["offered_at", "swaps"])
    _record("shift.offered" if offered else "shift.kept", crew, shift, by=by, at=at)
    return shift


@transaction.atomic
def take_shift(*, shift_id: int, attendee: Attendee, give: int | None = None, by: str, at: datetime) -> Shift:
    """Take over a shift that a team mate offers, within the hard rules. Of two at once the first has it.

    give: the id of an own shift that the team mate gets for it, who must have said that they swap.
    Refusals: shift_gone, not_your_shift, wave_over, stands_already, shift_elsewhere, shift_too_long, shift_no_walk.
    """
    crew, shift = _held(shift_id, at=at)
    member = crew.position(attendee.pk)
    if member is None or by != f"person:{crew.people[member].person_id}":
        raise NotYourShift
    if shift.offered_at is None or shift.attendee_id == attendee.pk or (give is not None and not shift.swaps):
        raise ShiftGone
    given = _given(crew, give, attendee, at=at) if give is not None else None
    _check(crew, member, shift.wave_id, but=given)
    if given is not None:
        mate = crew.position(shift.attendee_id)
        assert mate is not None
        _check(crew, mate, given.wave_id, but=shift)
        _hand_over(crew, given, mate, by=by, at=at)
    return _hand_over(crew, shift, member, by=by, at=at)


def _given(crew: TeamCrew, shift_id: int, attendee: Attendee, *, at: datetime) -> Shift:
    """The own shift that is given for another. Refusals: shift_gone, shift_pinned, wave_over."""
    found = next((shift for shift in crew.held.values() if shift.pk == shift_id), None)
    if found is None or found.attendee_id != attendee.pk:
        raise ShiftGone
    if found.is_pinned:
        raise ShiftPinned
    if next(wave for wave in crew.waves if wave.pk == found.wave_id).ends_at <= at:
        raise WaveOver
    return found


def _hand_over(crew: TeamCrew, shift: Shift, member: int, *, by: str, at: datetime) -> Shift:
    shift.attendee, shift.offered_at, shift.swaps = crew.people[member], None, False
    shift.save(update_fields=["attendee", "offered_at", "swaps"])
    _record("shift.taken", crew, shift, by=by, at=at)
    return shift


@transaction.atomic
def put_at_booth(
    *, team: Team, wave: Wave, attendee_id: int, stood: Collection[int] | None = None, by: str, at: datetime
) -> Shift:
    """Somebody stands in a wave, in place of whoever stood there and is not pinned. By a coordinator or an organizer.

    stood: the attendees who stood there when the page was made; None does not look.
    Refusals: not_your_shift, rota_changed, shift_gone, wave_over, not_of_the_team, and those of take_shift.
    """
    crew = hold_crew(team.pk)
    if not is_organizer(by) and not coordinators.side_of(team, by):
        raise NotYourShift
    number = crew.wave_position(wave.pk) if crew else None
    if crew is None or number is None:
        raise ShiftGone
    if wave.ends_at <= at:
        raise WaveOver
    there = [shift for (__, when), shift in crew.held.items() if when == number]
    if stood is not None and {shift.attendee_id for shift in there} != set(stood):
        raise RotaChanged
    member = crew.position(attendee_id)
    if member is None:
        raise NotOfTheTeam
    _check(crew, member, wave.pk)
    Shift.objects.filter(pk__in=[shift.pk for shift in there if not shift.is_pinned]).delete()
    Shift.objects.filter(wave=wave, attendee_id=attendee_id).delete()  # one that did not count
    shift = Shift.objects.create(wave=wave, attendee=crew.people[member])
    _record("shift.put", crew, shift, by=by, at=at)
    return shift


@transaction.atomic
def pin_shift(*, shift_id: int, pinned: bool, by: str, at: datetime) -> Shift:
    """Let a shift stay whatever is planned later, or release it. Again is harmless. Refusal: shift_gone."""
    crew, shift = _held(shift_id)
    if shift.is_pinned != pinned:
        shift.is_pinned, shift.offered_at, shift.swaps = pinned, None, False
        shift.save(update_fields=["is_pinned", "offered_at", "swaps"])
        _record("shift.pinned" if pinned else "shift.released", crew, shift, by=by, at=at)
    return shift


def _held(shift_id: int, *, at: datetime | None = None) -> tuple[TeamCrew, Shift]:
    """The shift as it counts now, its team locked. at: refuses a wave that is over by then."""
    team_id = Shift.objects.filter(pk=shift_id).values_list("attendee__team", flat=True).first()
    crew = hold_crew(team_id) if team_id is not None else None
    found = [shift for shift in crew.held.values() if shift.pk == shift_id] if crew else []
    if crew is None or not found:
        raise ShiftGone
    shift = found[0]
    place, number = crew.position(shift.attendee_id), crew.wave_position(shift.wave_id)
    assert place is not None
    assert number is not None
    shift.attendee, shift.wave = crew.people[place], crew.waves[number]
    if at is not None and shift.wave.ends_at <= at:
        raise WaveOver
    return crew, shift


def _check(crew: TeamCrew, member: int, wave_id: int, *, but: Shift | None = None) -> None:
    """Refuses what breaks a hard rule, and says which. but: a shift that they give away at the same time."""
    wave, given = crew.wave_position(wave_id), crew.wave_position(but.wave_id) if but is not None else None
    assert wave is not None
    name = crew.people[member].person.name
    row = crew.shifts[member] if given is None else without_wave(crew.shifts[member], given)
    if crew.shifts[member][wave]:
        raise StandsAlready(_("%(name)s stands at the booth in that wave already.") % {"name": name})
    match broken(crew.crew, member, with_wave(row, wave)):
        case Broken.ELSEWHERE if crew.is_late(member, wave):
            raise ShiftElsewhere(
                _("%(name)s is not there yet when that wave begins. Choose a later wave, or somebody else.")
                % {"name": name}
            )
        case Broken.ELSEWHERE:
            raise ShiftElsewhere(_("%(name)s presents elsewhere in that wave.") % {"name": name})
        case Broken.TOO_LONG:
            raise ShiftTooLong(
                ngettext(
                    "%(name)s would stand longer in a row than the rules allow: %(n)d wave.",
                    "%(name)s would stand longer in a row than the rules allow: %(n)d waves.",
                    crew.crew.in_a_row_most,
                ) % {"name": name, "n": crew.crew.in_a_row_most}
            )  # fmt: skip
        case Broken.NO_WALK:
            raise ShiftNoWalk(
                ngettext(
                    "%(name)s would have less time to walk around than everybody is promised: %(n)d wave.",
                    "%(name)s would have less time to walk around than everybody is promised: %(n)d waves.",
                    crew.crew.free_least,
                ) % {"name": name, "n": crew.crew.free_least}
            )  # fmt: skip


def _record(kind: str, crew: TeamCrew, shift: Shift, *, by: str, at: datetime) -> None:
    data = {"wave": shift.wave_id, "attendee": shift.attendee_id}
    record(
        kind=kind, by=by, at=at, subject=f"team:{crew.team.pk}", convening_id=crew.team.convening_id, data=data
    )

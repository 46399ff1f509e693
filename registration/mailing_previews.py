"""Mail as a real team would get it, without a link and without sending anything."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from agreements.models import Party
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, PrivateUrl, Value
from registration import mailing_values
from registration.models import Certificate, Team

WRITES = {"commitment.code"}  # its composer draws a code: a sample stands for it
TO_ATTENDEES = {"attendee.badge", "attendee.details_reminder", "convening.begins"}
NOWHERE = PrivateUrl("#private-link")


def preview_letter(occasion: Occasion, team: Team | None, *, at: datetime) -> tuple[Letter, bool]:
    """What the occasion's own composer writes to the team now, and True; where it would not write, samples and False.

    In the active language. Its buttons lead nowhere.
    """
    message = _message(occasion, team) if team is not None and occasion.name not in WRITES else None
    letter = occasion.compose(message, at) if message is not None else None
    is_real = letter is not None
    if letter is None:
        values = {**occasion.samples, **(_known(team) if team is not None else {})}
        words = [Button(_("Open your page"), NOWHERE)] if occasion.has_button else []
        letter = Letter(values, words, is_demo=team is not None and team.convening.is_demo)
    return replace(letter, buttons=[replace(button, url=NOWHERE) for button in letter.buttons]), is_real


def _message(occasion: Occasion, team: Team) -> Message | None:
    """The message that would be owed to somebody of the team; None where this occasion is about something else."""
    refs: dict[str, Any] = {"team": team.pk, "convening": team.convening_id}
    person: Person | None = team.coordinator
    match occasion.name.partition(".")[0]:
        case _ if occasion.name in TO_ATTENDEES:
            seat = team.members.coming().select_related("person").order_by("pk").first()
            refs, person = {"attendee": seat.pk if seat else 0}, seat.person if seat else None
        case "team" | "convening":
            pass
        case "commitment" | "certificate" | "office" | "signatory":
            party = _party(team)
            found = Certificate.objects.filter(team=team).order_by("-pk").values_list("pk", flat=True).first()
            refs = {"party": party.pk if party else 0, "certificate": found or 0}  # none: person is None, too
            person = party.signatory if party else None
        case _:
            return None
    if person is None:
        return None
    return Message(occasion=occasion.name, refs=refs, person_id=person.pk, to_address=person.email, to_name=person.name)


def _party(team: Team) -> Party | None:
    """An office that has not answered, or else any that has a holder."""
    found = Party.objects.with_answers().filter(agreement__team=team)
    parties = [one for one in found if one.signatory is not None and one.is_gating]
    waiting = [one for one in parties if one.answer is not None and one.answer.state == "invited"]
    return next(iter(waiting or parties), None)


def _known(team: Team) -> dict[str, Value]:
    """What is true of the team whatever the occasion."""
    return mailing_values.of_whole_team(team)

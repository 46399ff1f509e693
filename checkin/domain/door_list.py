"""What a device holds to decide alone: codes hashed with a salt of its own, and no more of people than a door needs."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.states import Side
from checkin.domain.answers import ASK, NOT_VALID, OPEN_FROM, OPEN_UNTIL, TO_DO, TO_THE_DESK
from checkin.domain.devices import checkpoints_of
from checkin.domain.passing import milliseconds
from checkin.domain.scanning import comes, rule_of
from checkin.domain.seated import seats_among
from checkin.models import Badge, Device, Scan
from checkin.states import LETS_GO, Answer, BadgeState, Direction

Row = list[Any]
FACTS = (
    "code", "state", "attendee", "attendee__person__name", "attendee__team", "attendee__team__name",
    "attendee__team__place", "attendee__kind", "attendee__side", "attendee__office", "attendee__cancelled_at",
)  # fmt: skip


def door_list(device: Device) -> dict[str, Any]:
    """Rules, badges and who is where, in three statements whatever the convening's size.

    Where a room asks for seats, three more. `people`: hash of the code, attendee, name, team, kind, side of an
    office-holder, whether replaced, whether coming, seats. `passed`, by gate and attendee: whether welcomed, which way
    last, when, and where.
    """
    convening, checkpoints = device.checkpoint.convening, checkpoints_of(device)
    salt = salt_of(device)
    rules = {place.pk: rule_of(place) for place in checkpoints}
    seats = seats_among({session for rule in rules.values() for session, _begins, _ends in rule.sessions})
    badges = Badge.objects.of(convening).order_by("pk").values_list(*FACTS)
    return {
        "salt": salt,
        "until": milliseconds(device.expires_at),
        "zone": convening.time_zone,
        "language": get_language() or "en",
        "words": _words(),
        "checkpoints": [
            {
                "id": place.pk, "name": place.name, "gate": place.gate, "both_ways": place.both_ways,
                "rule": rules[place.pk].as_dict(),
            }
            for place in checkpoints
        ],
        "people": [_person(facts, salt, seats) for facts in badges],
        "passed": _passed(device, {place.gate for place in checkpoints}),
    }  # fmt: skip


def salt_of(device: Device) -> str:
    """The salt of this device's hashes: nothing else can be looked up with what it holds."""
    said = f"door-list:{device.token_hash}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]


def hashed(code: str, salt: str) -> str:
    """As the device hashes what it reads."""
    return hashlib.sha256(f"{salt}{code}".encode()).hexdigest()[:32]


def _words() -> dict[str, Any]:
    """What the door says, in the language of who holds the device."""
    return {
        "answers": {
            answer.value: [str(answer.label), ""] if answer in LETS_GO else [str(NOT_VALID), str(answer.label)]
            for answer in Answer
        },
        "sides": {side.value: str(side.label) for side in Side},
        "ask": str(ASK),
        "to_the_desk": str(TO_THE_DESK),
        "to_do": {answer.value: str(words) for answer, words in TO_DO.items()},
        "open_from": OPEN_FROM % {"when": "{when}"},
        "open_until": OPEN_UNTIL % {"when": "{when}"},
        "team": _("Team {team}: {here} of {total} here."),
    }


def _person(facts: tuple[Any, ...], salt: str, seats: dict[int, tuple[int, ...]]) -> Row:
    code, state, attendee, name, team, team_name, place, kind, side, office, cancelled_at = facts
    if state == BadgeState.REPLACED:  # a dead badge names nobody
        return [hashed(code, salt), attendee, "", None, "", kind, "", True, True, []]
    coming = comes(cancelled=cancelled_at is not None, place=place)
    held = list(seats.get(attendee, ()))
    return [
        hashed(code, salt), attendee, name, team, team_name or "", kind, side if office else "", False, coming, held,
    ]  # fmt: skip


def _passed(device: Device, gates: Iterable[str]) -> dict[str, dict[str, Row]]:
    """The newest passing of each person at each gate that the device stands at, and since when somebody is in."""
    rows = (
        Scan.objects.passings()
        .filter(checkpoint__convening_id=device.checkpoint.convening_id, gate__in=gates)
        .order_by("scanned_at", "turn")
        .values_list("gate", "attendee_id", "direction", "scanned_at", "checkpoint__name")
    )
    passed: dict[str, dict[str, Row]] = {gate: {} for gate in gates}
    for gate, attendee, direction, at, place in rows:
        welcomed = direction == Direction.IN or passed[gate].get(str(attendee), [False])[0]
        passed[gate][str(attendee)] = [welcomed, direction, milliseconds(at), place]
    return passed

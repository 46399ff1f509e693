"""Six digits, mailed to the holder of an office before they promise: always where the office was handed over.

The digits are made while the mail is written, and kept nowhere in clear.
"""

from datetime import datetime, timedelta
from enum import Enum, auto

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import mailed_digits
from agreements.domain.commitments import NotYourAnswer
from agreements.models import Agreement, Party
from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain import letters
from registration.models import PromiseCode

PURPOSE = "registration.promise_code"
LIVES = timedelta(minutes=30)
TRIES = 5  # of one code
ASKED_AN_HOUR, ASKED_A_DAY = 5, 10  # so that nobody has more than 25 tries in a million an hour, and 50 a day


class CodeNeeded(Refusal):
    code = "code_needed"
    words = _("Please ask for a code first: it goes to your mail address, and you type it here.")
    field = "code"


class CodeWrong(Refusal):
    code = "code_wrong"
    status = 400
    words = _("This is not the code of the newest mail. Please look at its six digits once more.")
    field = "code"


class CodeSpent(Refusal):
    code = "code_spent"
    words = _("This code was tried five times, and works no more. Please ask for a new one.")
    field = "code"


class CodeExpired(Refusal):
    code = "code_expired"
    words = _("This code has run out, or was replaced by a newer one. Please ask for a new one.")
    field = "code"


class CodesTooMany(Refusal):
    code = "codes_too_many"
    words = _("Five codes were sent within the hour. Please wait a while, and look into your mail meanwhile.")
    field = "code"


class CodesTooManyToday(Refusal):
    code = "codes_too_many_today"
    words = _("Ten codes were sent within a day. Please wait until tomorrow, or write to the organizers.")
    field = "code"


class _Outcome(Enum):
    RIGHT = auto()
    WRONG = auto()
    SPENT = auto()
    EXPIRED = auto()


_REFUSED = {_Outcome.WRONG: CodeWrong, _Outcome.SPENT: CodeSpent, _Outcome.EXPIRED: CodeExpired}


def is_needed(party: Party, convening: Convening) -> bool:
    """Whether this office promises with a mailed code."""
    return party.handed_over_at is not None or convening.code_before_promise


def is_proved(party: Party, *, at: datetime) -> bool:
    """Whether its holder typed the newest code a short while ago. One query."""
    newest = _newest(party)
    return newest is not None and newest.proved_at is not None and not _is_over(newest, at)


def was_sent(party: Party, *, at: datetime) -> bool:
    """Whether a code was asked for that may still come, or can still be typed."""
    newest = _newest(party)
    return newest is not None and (newest.expires_at or newest.asked_at + LIVES) > at


@transaction.atomic
def ask(*, party: Party, by: str, at: datetime) -> PromiseCode:
    """Owes the holder a mail with a new code; earlier ones work no more.

    Refusals: not_signatory, codes_too_many, codes_too_many_today.
    """
    Agreement.objects.locked(party.agreement_id)
    fresh = Party.objects.select_related("signatory", "agreement").get(pk=party.pk)
    if fresh.signatory is None or by != f"person:{fresh.signatory_id}":
        raise NotYourAnswer
    _require_few(fresh, at)
    code = PromiseCode.objects.create(party=fresh, person=fresh.signatory, asked_at=at)
    letters.owe_code(code, fresh, at=at)
    return code


def write(code: PromiseCode, *, at: datetime) -> str | None:
    """The digits, for the mail that is being written; None: nobody needs them any more. In the mail's transaction."""
    fresh = PromiseCode.objects.select_for_update(of=("self",), no_key=True).select_related("party").get(pk=code.pk)
    newest = _newest(fresh.party)
    if newest is None or newest.pk != fresh.pk or at > fresh.asked_at + LIVES:
        return None
    digits, fresh.digest = mailed_digits.make(purpose=PURPOSE, code_id=fresh.pk)
    fresh.expires_at = at + LIVES
    fresh.save(update_fields=["digest", "expires_at"])
    return digits


def prove(*, party: Party, typed: str, by: str, at: datetime) -> None:
    """Compares what was typed with the newest code. The try counts whatever comes of it: written before a refusal.

    Refusals: code_wrong, code_spent, code_expired.
    """
    refusal = _REFUSED.get(_try(party, typed, by=by, at=at))
    if refusal is not None:
        raise refusal


@transaction.atomic
def _try(party: Party, typed: str, *, by: str, at: datetime) -> _Outcome:
    newest = _newest(Party.objects.get(pk=party.pk))
    if newest is None or by != f"person:{newest.person_id}":
        return _Outcome.EXPIRED
    code = PromiseCode.objects.select_for_update(of=("self",), no_key=True).get(pk=newest.pk)
    if not code.digest or _is_over(code, at):
        return _Outcome.EXPIRED
    if code.tries >= TRIES:
        return _Outcome.SPENT
    code.tries += 1
    right = mailed_digits.fit(typed, digest=code.digest, purpose=PURPOSE, code_id=code.pk)
    if right:
        code.proved_at = at
    code.save(update_fields=["tries", "proved_at"])
    return _Outcome.RIGHT if right else _Outcome.WRONG


def _require_few(party: Party, at: datetime) -> None:
    """A new holder begins anew: the codes of the one before went to another mailbox."""
    own = PromiseCode.objects.filter(party=party, person=party.signatory_id or 0, asked_at__gt=at - timedelta(days=1))
    asked = list(own.values_list("asked_at", flat=True))
    if sum(one > at - timedelta(hours=1) for one in asked) >= ASKED_AN_HOUR:
        raise CodesTooMany
    if len(asked) >= ASKED_A_DAY:
        raise CodesTooManyToday


def _newest(party: Party) -> PromiseCode | None:
    """The code that its present holder asked for last."""
    return PromiseCode.objects.filter(party=party, person=party.signatory_id or 0).order_by("-pk").first()


def _is_over(code: PromiseCode, at: datetime) -> bool:
    return code.expires_at is None or code.expires_at <= at

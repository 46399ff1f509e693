"""Names typed at a kiosk, and the six digits that are mailed to whom they mean.

Whoever types a name gets the same page, by the same statements, whether we know it or not: a worker looks it up. The
digits are made while the mail is written, and kept nowhere in clear.
"""

import re
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.domain import mailed_digits
from accounts.domain.folding import fold
from checkin import signals
from checkin.models import Device, KioskAsk, KioskCode
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import outbox
from registration.models import Attendee

OCCASION = "kiosk.code"
PURPOSE = "checkin.kiosk_code"
LIVES = timedelta(minutes=15)  # from the moment when the name was typed
HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
TRIES = 5  # of one code, and at one asking
CODES_AN_HOUR = 3  # to one person, so that nobody has more than 15 tries in a million an hour
CODES_A_DAY = 6  # to one person, whose name a stranger may type from morning till night
ASKED_AN_HOUR = 120  # at one kiosk, which is more than a busy one takes in
TRIED_AN_HOUR = 240
NAMESAKES = 5  # whose name is meant by more is sent to the desk, and nobody is written to
CHUNK = 100


class AskedTooOften(Refusal):
    code = "kiosk_asked_too_often"
    status = 429
    words = _("Many codes were asked for here just now. Please go to the desk.")


class CodeUnfit(Refusal):
    code = "kiosk_code_unfit"
    status = 400
    words = _("This code does not fit. Please look at the six digits of the newest mail once more.")


class TriedTooOften(Refusal):
    code = "kiosk_tried_too_often"
    status = 429
    words = _("Too many codes were tried. Please begin again, or go to the desk.")


class AskIsOver(Refusal):
    code = "kiosk_ask_over"
    words = _("This took too long. Please type your name again, or go to the desk.")


class _Outcome(Enum):
    UNFIT = auto()
    SPENT = auto()
    OVER = auto()


_REFUSED = {_Outcome.UNFIT: CodeUnfit, _Outcome.SPENT: TriedTooOften, _Outcome.OVER: AskIsOver}


@transaction.atomic
def ask(*, device: Device, name: str, by: str, at: datetime) -> KioskAsk:
    """Takes a name down; a worker sends codes to whom it means. The same three statements whoever that is.

    Refuses: kiosk_asked_too_often.
    """
    if KioskAsk.objects.filter(device=device, asked_at__gt=at - HOUR).count() >= ASKED_AN_HOUR:
        raise AskedTooOften
    asked = KioskAsk.objects.create(
        device=device, name=fold(name.replace("\0", ""))[:200], digest=_name_digest(name), asked_at=at
    )
    convening_id = device.checkpoint.convening_id
    entries.record(kind="kiosk.asked", by=by, at=at, subject=f"device:{device.pk}", convening_id=convening_id)
    transaction.on_commit(lambda: signals.asked_at_kiosk.send_robust(sender=KioskAsk), robust=True)
    return asked


def look_up_waiting(*, at: datetime) -> int:
    """Looks up the names that nobody has looked up; how many codes are owed."""
    waiting = KioskAsk.objects.filter(looked_up_at__isnull=True).select_related("device__checkpoint").order_by("pk")
    return sum(look_up(asked=asked, at=at) for asked in waiting[:CHUNK])


@transaction.atomic
def look_up(*, asked: KioskAsk, at: datetime) -> int:
    """Owes a code to each person whom the name means, and forgets the name; how many. Once, however often it runs.

    None to who had three within the hour or six within the day, for an asking that is over, or at a kiosk that was
    revoked meanwhile.
    """
    if not KioskAsk.objects.filter(pk=asked.pk, looked_up_at__isnull=True).update(looked_up_at=at, name=""):
        return 0
    if asked.asked_at + LIVES <= at or not asked.device.is_live(at):
        return 0
    meant = [attendee for attendee in _meant(asked) if not _had_enough(attendee, at)]
    for attendee in meant:
        code = KioskCode.objects.create(ask=asked, attendee=attendee, made_at=at)
        person = attendee.person
        outbox.owe(
            occasion=OCCASION, key=f"{OCCASION}:{code.pk}", to_address=person.email, to_name=person.name,
            person_id=person.pk, convening_id=attendee.convening_id, refs={"code": code.pk}, at=at,
            language=person.language,
        )  # fmt: skip
        entries.record(
            kind="kiosk.code_owed", by="system", at=at, subject=f"attendee:{attendee.pk}",
            convening_id=attendee.convening_id, data={"device": asked.device_id},
        )  # fmt: skip
    return len(meant)


def write(code: KioskCode, *, at: datetime) -> str | None:
    """The digits, for the mail that is being written; None: nobody needs them any more. In the mail's transaction."""
    fresh = KioskCode.objects.select_for_update(of=("self",), no_key=True).select_related("ask").get(pk=code.pk)
    until = fresh.ask.asked_at + LIVES
    if at >= until or fresh.used_at is not None:
        return None
    digits, fresh.digest = mailed_digits.make(purpose=PURPOSE, code_id=fresh.pk)
    fresh.expires_at = until
    fresh.save(update_fields=["digest", "expires_at"])
    return digits


def use(*, device: Device, ask_id: int, typed: str, at: datetime) -> Attendee:
    """Whose code this is; it works no more from now on. A try counts whatever comes of it: written before a refusal.

    Taken are the codes that were mailed for this name at this kiosk, not only those of the newest asking: a mail may
    come after somebody typed the name again. Refuses: kiosk_code_unfit, kiosk_tried_too_often, kiosk_ask_over.
    """
    told = _try(device, ask_id, typed, at)
    if isinstance(told, _Outcome):
        raise _REFUSED[told]
    return told.attendee


def forget_old(*, at: datetime) -> int:
    """Deletes what was asked more than a day ago, with its codes; how many."""
    return int(KioskAsk.objects.filter(asked_at__lte=at - KEPT).delete()[0])


@transaction.atomic
def _try(device: Device, ask_id: int, typed: str, at: datetime) -> KioskCode | _Outcome:
    """As many statements for a name that we do not know as for a wrong code."""
    locked = KioskAsk.objects.select_for_update(of=("self",), no_key=True)
    asked = locked.filter(pk=ask_id, device=device).first()
    if asked is None or asked.asked_at + LIVES <= at:
        return _Outcome.OVER
    if asked.tries >= TRIES or _tries_at(device, at) >= TRIED_AN_HOUR:
        return _Outcome.SPENT
    asked.tries += 1
    asked.save(update_fields=["tries"])
    live = KioskCode.objects.filter(
        ~Q(digest=""), ask__device=device, ask__digest=asked.digest, used_at__isnull=True, expires_at__gt=at,
        tries__lt=TRIES,
    )  # fmt: skip
    found = list(live.select_related("attendee"))
    live.update(tries=F("tries") + 1)
    fit = partial(mailed_digits.fit, typed, purpose=PURPOSE)
    right = [code for code in found if fit(digest=code.digest, code_id=code.pk)]
    if len(right) != 1 or not _spend(right[0], at):  # two namesakes with equal digits: it does not say whose it is
        return _Outcome.UNFIT
    return right[0]


def _spend(code: KioskCode, at: datetime) -> bool:
    """Whether it was still to be used; of many at once, one hears True."""
    return KioskCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=at) == 1


def _tries_at(device: Device, at: datetime) -> int:
    lately = KioskAsk.objects.filter(device=device, asked_at__gt=at - HOUR)
    return int(lately.aggregate(tries=Sum("tries"))["tries"] or 0)


def _had_enough(attendee: Attendee, at: datetime) -> bool:
    made = KioskCode.objects.filter(attendee=attendee, made_at__gt=at - KEPT).values_list("made_at", flat=True)
    return len(made) >= CODES_A_DAY or sum(one > at - HOUR for one in made) >= CODES_AN_HOUR


def _meant(asked: KioskAsk) -> list[Attendee]:
    """Who may come in, can be written to and is called so: at most five, or nobody.

    A first and a last name are enough, accents and order do not matter; a single word has to be the whole name.
    """
    words = _words_of(asked.name)
    if not words:
        return []
    which = Q(convening=asked.device.checkpoint.convening_id)
    for word in words:
        which &= Q(person__folded_name__contains=word)
    found = Attendee.objects.placed().filter(which).exclude(person__email="").select_related("person").order_by("pk")
    several = len(asked.name.split()) > 1 and len(words) > 1  # “Maria Maria” is one word, said twice
    meant = [one for one in found if _is_called(one.person.folded_name, words, several=several)]
    return meant if len(meant) <= NAMESAKES else []


def _is_called(name: str, words: set[str], *, several: bool) -> bool:
    own = _words_of(name)
    return words <= own if several else words == own


def _words_of(folded: str) -> set[str]:
    """O'Brien-Nuñez is three words, however its marks are written."""
    return set(re.findall(r"\w+", folded))


def _name_digest(name: str) -> str:
    """The same for the same words in any order; a hash that wants our secret key."""
    return salted_hmac("checkin.kiosk_name", " ".join(sorted(_words_of(fold(name)))), algorithm="sha256").hexdigest()

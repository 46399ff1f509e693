"""Names typed at a kiosk, and the six digits that are mailed to whom they mean.

Whoever types a name gets the same page, by the same statements, whether we know it or not: a worker looks it up. The
digits are made while the mail is written, and kept nowhere in clear.

All limits are of one kiosk and of a quarter of an hour, as long as a code lives: what a stranger used up there keeps
nobody out at another kiosk, nor for longer. They are counted under the lock of the kiosk.
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
LIVES = timedelta(minutes=15)  # from the moment when the name was typed; the limits are of so long
KEPT = timedelta(hours=1)
TRIES = 5  # of one code, and at one asking
CODES = 2  # to one person that live: who gets no further one holds one that works, be it that a stranger asked for it
ASKED = 40  # at one kiosk, which is more than a busy one takes in
TRIED = 80
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
    """Takes a name down; a worker sends codes to whom it means. The same four statements whoever that is.

    Locks the kiosk. Refuses: kiosk_asked_too_often.
    """
    _lock(device)
    if _asked_at(device, at) >= ASKED:
        raise AskedTooOften
    asked = KioskAsk.objects.create(
        device=device, name=fold(name.replace("\0", ""))[:200], digest=_name_digest(name), asked_at=at
    )
    convening_id = device.checkpoint.convening_id
    entries.record(kind="kiosk.asked", by=by, at=at, subject=f"device:{device.pk}", convening_id=convening_id)
    transaction.on_commit(lambda: signals.asked_at_kiosk.send_robust(sender=KioskAsk), robust=True)
    return asked


def look_up_waiting(*, at: datetime) -> int:
    """Looks up the names that nobody has looked up; how many codes are owed.

    One that fails keeps none of the others waiting: what failed is raised at the end, together.
    """
    waiting = KioskAsk.objects.filter(looked_up_at__isnull=True).select_related("device__checkpoint").order_by("pk")
    owed, failed = 0, list[Exception]()
    for asked in waiting[:CHUNK]:
        try:
            owed += look_up(asked=asked, at=at)
        except Exception as error:  # noqa: BLE001  (whatever it is: others stand there and wait for their mail)
            failed.append(error)
    if failed:
        raise ExceptionGroup("Names typed at kiosks could not be looked up", failed)
    return owed


@transaction.atomic
def look_up(*, asked: KioskAsk, at: datetime) -> int:
    """Owes a code to each person whom the name means, and forgets the name; how many. Once, however often it runs.

    None to who holds two of this kiosk that live, for an asking that is over, or at a kiosk that was revoked
    meanwhile. Locks the kiosk.
    """
    device = _lock(asked.device)
    if not KioskAsk.objects.filter(pk=asked.pk, looked_up_at__isnull=True).update(looked_up_at=at, name=""):
        return 0
    if asked.asked_at + LIVES <= at or not device.is_live(at):
        return 0
    codes = [
        KioskCode(ask=asked, attendee=attendee, made_at=at, is_mailed=not _has_enough(attendee, device, at))
        for attendee in _meant(asked)
    ]
    for code in codes:
        code.save()
        if code.is_mailed:
            _owe(code, at)
    return sum(code.is_mailed for code in codes)


def _owe(code: KioskCode, at: datetime) -> None:
    attendee, person = code.attendee, code.attendee.person
    outbox.owe(
        occasion=OCCASION, key=f"{OCCASION}:{code.pk}", to_address=person.email, to_name=person.name,
        person_id=person.pk, convening_id=attendee.convening_id, refs={"code": code.pk}, at=at,
        language=person.language,
    )  # fmt: skip
    entries.record(
        kind="kiosk.code_owed", by="system", at=at, subject=f"attendee:{attendee.pk}",
        convening_id=attendee.convening_id, data={"device": code.ask.device_id},
    )  # fmt: skip


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

    Taken are the codes that were mailed for this name, or to whom it means, at this kiosk, not only those of the newest
    asking: a mail may come after somebody typed the name again, or more of it. Refuses: kiosk_code_unfit,
    kiosk_tried_too_often, kiosk_ask_over.
    """
    told = _try(device, ask_id, typed, at)
    if isinstance(told, _Outcome):
        raise _REFUSED[told]
    return told.attendee


def forget_old(*, at: datetime) -> int:
    """Deletes what was asked more than an hour ago, with its codes; how many."""
    return int(KioskAsk.objects.filter(asked_at__lte=at - KEPT).delete()[0])


@transaction.atomic
def _try(device: Device, ask_id: int, typed: str, at: datetime) -> KioskCode | _Outcome:
    """As many statements for a name that we do not know as for a wrong code."""
    _lock(device)
    asked = KioskAsk.objects.filter(pk=ask_id, device=device).first()
    if asked is None or asked.asked_at + LIVES <= at:
        return _Outcome.OVER
    if asked.tries >= TRIES or _tries_at(device, at) >= TRIED:
        return _Outcome.SPENT
    asked.tries += 1
    asked.save(update_fields=["tries"])
    found = _tried(asked, at)
    fit = partial(mailed_digits.fit, typed, purpose=PURPOSE)
    right = [code for code in found if fit(digest=code.digest, code_id=code.pk)]
    if len(right) != 1:  # two namesakes with equal digits: it does not say whose it is
        return _Outcome.UNFIT
    right[0].used_at = at
    right[0].save(update_fields=["used_at"])
    return right[0]


def _lock(device: Device) -> Device:
    """The kiosk as it is now: of many requests and workers at once, one counts and writes."""
    return Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)


def _tried(asked: KioskAsk, at: datetime) -> list[KioskCode]:
    """The codes that were mailed for this name at this kiosk and may still be tried; a try of each is counted."""
    of_this_name = Q(ask__digest=asked.digest) | Q(attendee__in=asked.codes.values("attendee"))
    live = KioskCode.objects.filter(
        of_this_name, ~Q(digest=""), ask__device=asked.device_id, used_at__isnull=True, expires_at__gt=at,
        tries__lt=TRIES,
    )  # fmt: skip
    found = list(live.select_related("attendee"))
    live.update(tries=F("tries") + 1)
    return found


def _asked_at(device: Device, at: datetime) -> int:
    return KioskAsk.objects.filter(device=device, asked_at__gt=at - LIVES).count()


def _tries_at(device: Device, at: datetime) -> int:
    lately = KioskAsk.objects.filter(device=device, asked_at__gt=at - LIVES)
    return int(lately.aggregate(tries=Sum("tries"))["tries"] or 0)


def _has_enough(attendee: Attendee, device: Device, at: datetime) -> bool:
    mailed = KioskCode.objects.filter(ask__device=device, attendee=attendee, is_mailed=True)
    return mailed.filter(ask__asked_at__gt=at - LIVES, used_at__isnull=True).count() >= CODES


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

"""Badges: one active for everybody who may come in, replaced when lost, each with its QR image drawn ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from checkin import signals
from checkin.domain.codes import new_code
from checkin.domain.qr import draw_png
from checkin.models import Badge, QrImage
from checkin.states import TRANSITIONS, BadgeState
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain.letters import owe_badge_links
from registration.models import Attendee

CHUNK = 500


@dataclass(frozen=True)
class BadgeCounts:
    """People expected, and active badges: issued, with their QR image drawn, printed once at least."""

    expected: int
    issued: int
    drawn: int
    printed: int

    @property
    def to_issue(self) -> int:
        return max(0, self.expected - self.issued)

    @property
    def to_print(self) -> int:
        return self.issued - self.printed

    @property
    def drawing(self) -> bool:
        return self.drawn < self.issued


class NotExpected(Refusal):
    code = "not_expected"
    words = _("This person is not expected: the team has no confirmed place, or the attendance was cancelled.")


class BadgeNotActive(Refusal):
    code = "badge_not_active"
    words = _("This badge was replaced before. Please look at the newer one.")


def issue_badges(*, convening: Convening, by: str, at: datetime) -> int:
    """A badge for everybody who may come in and has none, and the mail that leads to it; how many were issued.

    No mail before the badges of the convening are released: checkin.domain.releasing sends it then. Harmless to repeat.
    Works in transactions of 500 badges, each under the convening's lock: no scan waits long.
    """
    issued = 0
    while chunk := _issue_chunk(convening=convening, by=by, at=at):
        issued += chunk
    return issued


@transaction.atomic
def issue_badge(*, attendee: Attendee, by: str, at: datetime) -> Badge:
    """The attendee's active badge, issued now if there was none. Refuses: not_expected."""
    locked = _lock(attendee.convening_id)
    if not Attendee.objects.placed().filter(pk=attendee.pk).exists():
        raise NotExpected
    held = active_badge(attendee)
    return held or _issue(locked, attendee=attendee, by=by, at=at)


@transaction.atomic
def replace_badge(*, badge: Badge, by: str, at: datetime) -> Badge:
    """A new badge for the same person; the old one is dead at once. Refuses: badge_not_active, not_expected."""
    locked = _lock(badge.attendee.convening_id)
    badge.refresh_from_db(fields=["state"])
    if BadgeState.REPLACED not in TRANSITIONS[BadgeState(badge.state)]:
        raise BadgeNotActive
    if not Attendee.objects.placed().filter(pk=badge.attendee_id).exists():
        raise NotExpected
    badge.state = BadgeState.REPLACED
    badge.replaced_at = at
    badge.save(update_fields=["state", "replaced_at"])
    QrImage.objects.filter(code=badge.code).delete()
    newer = _issue(locked, attendee=badge.attendee, by=by, at=at)
    entries.record(
        kind="badge.replaced",
        by=by,
        at=at,
        subject=f"attendee:{badge.attendee_id}",
        convening_id=badge.attendee.convening_id,
        data={"old": badge.pk, "new": newer.pk},
    )
    return newer


def shown_badge(attendee: Attendee, *, at: datetime) -> Badge | None:
    """The badge as its person may see it: none before it is released."""
    return active_badge(attendee) if attendee.convening.releases_badges(at) else None


def active_badge(attendee: Attendee) -> Badge | None:
    """The badge that lets the attendee in, if one was issued."""
    return Badge.objects.active().filter(attendee=attendee).first()


def render_qr(*, badge: Badge, at: datetime) -> QrImage:
    """The badge's QR image, drawn and kept if it was not there. Harmless to repeat."""
    image, _made = QrImage.objects.get_or_create(
        code=badge.code, defaults={"png": draw_png(badge.code), "rendered_at": at}
    )
    return image


def render_waiting(*, at: datetime, limit: int = 500) -> int:
    """Draws QR images that active badges lack; how many."""
    return _draw(list(Badge.objects.without_qr().order_by("pk").values_list("code", flat=True)[:limit]), at)


def draw_missing(badges: Sequence[Badge], *, at: datetime) -> int:
    """Draws the QR images that these badges lack; how many."""
    wanted = Badge.objects.without_qr().filter(pk__in=[badge.pk for badge in badges])
    return _draw(list(wanted.values_list("code", flat=True)), at)


def mark_printed(badges: Sequence[Badge], *, at: datetime) -> None:
    """Notes the first time that these badges were put on paper."""
    for start in range(0, len(badges), CHUNK):
        ids = [badge.pk for badge in badges[start : start + CHUNK]]
        Badge.objects.filter(pk__in=ids, printed_at__isnull=True).update(printed_at=at)


def counts(convening: Convening) -> BadgeCounts:
    """How far the convening's badges are, in three statements."""
    badges = Badge.objects.expected(convening)
    told = badges.aggregate(issued=Count("pk"), printed=Count("pk", filter=Q(printed_at__isnull=False)))
    return BadgeCounts(
        expected=Attendee.objects.placed().filter(convening=convening).count(),
        issued=told["issued"],
        drawn=told["issued"] - badges.without_qr().count(),
        printed=told["printed"],
    )


def qr_png(badge: Badge) -> bytes:
    """The badge's QR image: the one kept, or drawn for this once where the worker has not been there yet."""
    kept = QrImage.objects.filter(code=badge.code).values_list("png", flat=True).first()
    return bytes(kept) if kept is not None else draw_png(badge.code)


def _draw(codes: list[str], at: datetime) -> int:
    """Draws first and writes after, so that no writer waits."""
    drawn = [QrImage(code=code, png=draw_png(code), rendered_at=at) for code in codes]
    QrImage.objects.bulk_create(drawn, ignore_conflicts=True)
    return len(drawn)


def _lock(convening_id: int) -> Convening:
    return Convening.objects.locked(convening_id)


def without_badge(convening: Convening) -> "QuerySet[Attendee]":
    """Those who may come in and have none."""
    return Attendee.objects.placed().filter(convening=convening).exclude(badges__state=BadgeState.ACTIVE)


@transaction.atomic
def _issue_chunk(*, convening: Convening, by: str, at: datetime) -> int:
    told_at = at if _lock(convening.pk).releases_badges(at) else None
    attendees = list(without_badge(convening).select_related("person").order_by("pk")[:CHUNK])
    if not attendees:
        return 0
    Badge.objects.bulk_create(
        Badge(attendee=attendee, code=new_code(), issued_at=at, told_at=told_at) for attendee in attendees
    )
    if told_at:
        owe_badge_links(attendees, convening_id=convening.pk, at=at)
    entries.record(
        kind="badges.issued",
        by=by,
        at=at,
        subject=f"convening:{convening.pk}",
        convening_id=convening.pk,
        data={"count": len(attendees)},
    )
    _tell()
    return len(attendees)


def _issue(locked: Convening, *, attendee: Attendee, by: str, at: datetime) -> Badge:
    told_at = at if locked.releases_badges(at) else None
    badge = Badge(attendee=attendee, code=new_code(), issued_at=at, told_at=told_at)
    badge.save()
    if told_at:
        owe_badge_links([attendee], convening_id=locked.pk, at=at)
    entries.record(
        kind="badge.issued",
        by=by,
        at=at,
        subject=f"attendee:{attendee.pk}",
        convening_id=attendee.convening_id,
        data={"badge": badge.pk},
    )
    _tell()
    return badge


def _tell() -> None:
    transaction.on_commit(lambda: signals.issued.send_robust(sender=Badge), robust=True)

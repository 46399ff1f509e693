"""Urgent announcements: a band on every page of those who come, and a mail to each of them.

One stands at a time; another one replaces it, and keeps it on record. Pages that answer "unchanged" read it in the
statement that reads the convening (`with_announcement`), and so does everybody's own page.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from convenings.states import ConveningState
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import bulk_mail
from registration.domain.audience import recipients_of
from registration.domain.lists import CERTAIN, find_attendees
from registration.models import Announcement, BulkMail
from registration.states import Audience, BulkState

LONGEST = 300
NOT_NOW = (ConveningState.DRAFT, ConveningState.POSTPONED, ConveningState.CANCELLED)
TO_ALL = {"coming": CERTAIN}


class NothingToAnnounce(Refusal):
    code = "nothing_to_announce"
    status = 400
    words = _("Please write one line of words, of at most 300 letters.")
    field = "text"


class EndsTooEarly(Refusal):
    code = "ends_too_early"
    status = 400
    words = _("Please name a time to come.")
    field = "ends_at"


class CannotAnnounce(Refusal):
    code = "cannot_announce"
    words = _("Nothing is announced for a convening that is a draft, postponed or cancelled.")


class AlreadyStands(Refusal):
    code = "announcement_stands"
    words = _("These words stand on every page already. End them first, to announce them once more.")
    field = "text"


class AnnouncementOver(Refusal):
    code = "announcement_over"
    words = _("This announcement has ended already.")


@dataclass(frozen=True)
class Shown:
    """What pages show of the one that stands."""

    id: int
    text: str
    begins_at: datetime


@transaction.atomic
def announce(
    *, convening: Convening, text: str, by: str, at: datetime, ends_at: datetime | None = None, with_mail: bool = True
) -> Announcement:
    """Show it on every page from now on, to the end of the day where no end is named, and mail it to all who come.

    What stands is replaced, and its mail that has not left is cancelled. Locks the convening.
    Refusals: nothing_to_announce, ends_too_early, cannot_announce, announcement_stands: who presses twice mails once.
    """
    words, until = text.strip(), ends_at or end_of_day(convening, at)
    locked = Convening.objects.locked(convening.pk)
    check(convening=locked, text=words, ends_at=until, at=at)
    before = Announcement.objects.filter(convening=convening, ended_at__isnull=True).first()
    replaced = before if before is not None and before.ends_at > at else None
    if replaced is not None and replaced.text == words:
        raise AlreadyStands
    if before is not None:
        _close(before, by=by, at=at)
    made = Announcement.objects.create(
        convening=convening, text=words, begins_at=at, ends_at=until, made_by=by, replaces=replaced,
        mail=_mail(locked, words, by=by, at=at) if with_mail else None,
    )  # fmt: skip
    _record(made, "announcement.made", by=by, at=at, replaces=replaced.pk if replaced else None)
    return made


@transaction.atomic
def end(*, announcement: Announcement, by: str, at: datetime) -> Announcement:
    """Take it off the pages now; its mail that has not left is cancelled. Refusal: announcement_over."""
    Convening.objects.locked(announcement.convening_id)
    standing = Announcement.objects.standing(at).filter(pk=announcement.pk).first()
    if standing is None:
        raise AnnouncementOver
    _close(standing, by=by, at=at)
    _record(standing, "announcement.ended", by=by, at=at)
    return standing


def check(*, convening: Convening, text: str, ends_at: datetime, at: datetime) -> None:
    """Whether it could be announced. Refusals: nothing_to_announce, ends_too_early, cannot_announce."""
    if convening.state in NOT_NOW:
        raise CannotAnnounce
    broken = any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text)
    if not text.strip() or len(text) > LONGEST or broken:
        raise NothingToAnnounce
    if ends_at <= at:
        raise EndsTooEarly


def end_of_day(convening: Convening, at: datetime) -> datetime:
    """11:59 p.m. in the convening's zone, as people say the end of a day; in its last minute, of the next day."""
    today = datetime.combine(convening.local(at).date(), time(23, 59), tzinfo=convening.zone)
    return today if today > at else today + timedelta(days=1)


def people_told(convening: Convening) -> int:
    """To how many addresses the mail would go. One statement."""
    return len(recipients_of(convening=convening, audience=Audience.ATTENDEES, narrowed=TO_ALL))


def standing(convening: Convening, *, at: datetime) -> Shown | None:
    """The one that everybody sees now. One statement."""
    found = Announcement.objects.standing(at).filter(convening=convening).first()
    return Shown(found.pk, found.text, found.begins_at) if found else None


def with_announcement(rows: "QuerySet[Any]", *, at: datetime, to: str = "") -> "QuerySet[Any]":
    """Convenings that bring the one that stands with them, in the same statement; or rows that lead `to` one."""
    relation = f"{to}__announcements" if to else "announcements"
    stands = Q(**{f"{relation}__ended_at__isnull": True, f"{relation}__ends_at__gt": at})
    return rows.annotate(stands=FilteredRelation(relation, condition=stands)).annotate(
        announcement_id=F("stands__id"), announcement_text=F("stands__text"), announcement_at=F("stands__begins_at")
    )


def brought(row: Any) -> Shown | None:
    """The one that a row of `with_announcement` brought."""
    if row.announcement_id is None:
        return None
    return Shown(row.announcement_id, row.announcement_text, row.announcement_at)


def _mail(convening: Convening, words: str, *, by: str, at: datetime) -> BulkMail | None:
    """The mail to all who come, confirmed at once and counted by the worker; None where nobody comes."""
    if not find_attendees(convening, **TO_ALL).exists():
        return None
    subject = words if len(words) <= 120 else f"{words[:119].rsplit(' ', 1)[0]}…"
    said = [] if subject == words else [words]  # the subject stands above the words, too
    body = "\n\n".join([*said, f"{convening.name}\n{convening.contact_email}"])
    return bulk_mail.send_plain(
        convening=convening, audience=Audience.ATTENDEES, narrowed=TO_ALL, subject=subject, body=body, by=by, at=at
    )


def _close(announcement: Announcement, *, by: str, at: datetime) -> None:
    announcement.ended_at, announcement.ended_by = min(at, announcement.ends_at), by
    announcement.save(update_fields=["ended_at", "ended_by"])
    mail = announcement.mail
    if mail is not None and mail.state == BulkState.SENDING:
        bulk_mail.cancel(bulk=mail, by=by, at=at)


def _record(announcement: Announcement, kind: str, *, by: str, at: datetime, **data: Any) -> None:
    subject, convening_id = f"announcement:{announcement.pk}", announcement.convening_id
    entries.record(kind=kind, by=by, at=at, subject=subject, convening_id=convening_id, data=data)

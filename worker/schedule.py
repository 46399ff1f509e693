"""What beat starts, and how often. Every task here is a sweep: running it twice, or late, is harmless."""

from datetime import timedelta
from typing import Any


def every(seconds: int, task: str) -> dict[str, Any]:
    """A line of the schedule; a task that waited longer than its interval is dropped, for the next one is there."""
    return {"task": task, "schedule": timedelta(seconds=seconds), "options": {"expires": seconds}}


SCHEDULE: dict[str, dict[str, Any]] = {
    "send the mail that is owed": every(15, "mail.deliver_due"),
    "put back the mail that a dead worker had in hand": every(60, "mail.sweep"),
    "take up work that a dead worker left": every(30, "jobs.sweep"),
    "delete the files of old jobs and imports": every(3600, "jobs.sweep_files"),
    "draw the codes of badges": every(10, "badges.render"),
    "release badges whose time has come": every(60, "badges.release"),
    "look up the names that were typed at kiosks": every(10, "kiosk.look_up"),
    "forget what was asked at kiosks": every(3600, "kiosk.forget"),
    "owe the reminders that are due": every(60, "convenings.remind"),
    "tell everybody that a convening is postponed or cancelled": every(15, "registration.tell_everybody"),
    "tell of what was released of a programme": every(15, "breakouts.tell_of_releases"),
    "let teams lapse after their last day": every(60, "registration.lapse"),
    "announce a day before that a team's time runs out": every(300, "registration.announce_lapses"),
    "end offers that nobody accepted": every(60, "registration.expire_offers"),
    "remind of offers that soon run out": every(300, "registration.remind_of_offers"),
    "send the letters about a selection": every(60, "registration.send_selection"),
    "end holds whose date has come": every(60, "registration.end_holds"),
    "close the bulk mails that are out or were stopped": every(60, "registration.settle_bulk_mail"),
    "send the digests of the morning": every(300, "registration.send_digests"),
    "forget registrations that were left": every(3600, "registration.forget_drafts"),
    "seal the journal": every(60, "journal.seal"),
}

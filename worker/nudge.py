"""Tells the broker "look now" without keeping anybody waiting; a nudge that is lost is made up for by a sweep."""

import logging
import os
import threading
import time
from collections import OrderedDict
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)

MOST_WAITING = 1_000
GATHERING = 0.1  # seconds


class Nudger:
    """One thread per process that publishes; equal nudges that wait are one."""

    def __init__(self) -> None:
        self.pid = 0
        self.begin()

    def begin(self) -> None:
        """Start anew in a process that was forked: threads and locks do not come along."""
        self.waiting: OrderedDict[tuple[str, tuple[Any, ...]], None] = OrderedDict()
        self.wake = threading.Condition()
        self.thread: threading.Thread | None = None
        self.pid = os.getpid()

    def nudge(self, task: str, *args: Any) -> None:
        """Have the task started soon; returns at once."""
        if not settings.REDIS_URL:
            return
        if self.pid != os.getpid():
            self.begin()
        with self.wake:
            if len(self.waiting) < MOST_WAITING:
                self.waiting[task, args] = None
            if self.thread is None:
                self.thread = threading.Thread(target=self.publish_for_good, name="nudger", daemon=True)
                self.thread.start()
            self.wake.notify()

    def publish_for_good(self) -> None:
        """Publish what a moment has gathered, and wait for more."""
        while True:
            with self.wake:
                while not self.waiting:
                    self.wake.wait()
            gather()
            with self.wake:
                gathered, self.waiting = self.waiting, OrderedDict()
            for task, args in gathered:
                publish(task, *args)


def gather() -> None:
    """Wait a moment: to publish takes half a millisecond of CPU, and equal nudges of a busy moment are one."""
    time.sleep(GATHERING)


def publish(task: str, *args: Any) -> bool:
    """Put the task on the queue now; False, and a line in the log, when the broker does not take it."""
    from worker.app import app

    try:
        app.send_task(task, args=args)
    except Exception as error:  # noqa: BLE001  (each layer of the client has errors of its own; the sweep makes up for all)
        log.warning("The broker was not told of %s: %s", task, type(error).__name__)
        return False
    return True


nudger = Nudger()


def tell_of_mail(ids: list[int], **kwargs: Any) -> None:
    """Receiver of mail.signals.owed: however many are owed, a worker looks once."""
    if ids:
        nudger.nudge("mail.deliver_due")


def tell_of_jobs(ids: list[int], **kwargs: Any) -> None:
    """Receiver of jobs.signals.asked."""
    for job_id in ids:
        nudger.nudge("jobs.run", job_id)


def tell_of_badges(**kwargs: Any) -> None:
    """Receiver of checkin.signals.issued: however many were issued, a worker looks once."""
    nudger.nudge("badges.render")


def tell_of_kiosks(**kwargs: Any) -> None:
    """Receiver of checkin.signals.asked_at_kiosk: somebody stands there and waits for a mail."""
    nudger.nudge("kiosk.look_up")

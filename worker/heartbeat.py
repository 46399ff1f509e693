"""Signs of life of worker and beat, kept in Redis for a short while, read by /readyz."""

import logging
import os
import sys
import time
from typing import Any

import redis
from celery.beat import Scheduler
from celery.signals import heartbeat_sent
from django.conf import settings

log = logging.getLogger(__name__)

EVERY = 5
GONE_AFTER = 30
KEY = "accord:alive:{part}"


def connect() -> "redis.Redis":
    """A client that gives up after a second."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


class Pulse:
    """Tells at most every few seconds that its part is alive."""

    def __init__(self, part: str) -> None:
        self.key = KEY.format(part=part)
        self.told_at = 0.0

    def beat(self) -> None:
        """Write the sign of life; a broker that is away is no reason to stop."""
        if not settings.REDIS_URL or time.monotonic() - self.told_at < EVERY:
            return
        self.told_at = time.monotonic()
        try:
            with connect() as client:
                client.set(self.key, int(time.time()), ex=GONE_AFTER)
        except (redis.RedisError, OSError) as error:
            log.warning("Could not tell that we are alive: %s", error)


worker_pulse = Pulse("worker")
beat_pulse = Pulse("beat")


@heartbeat_sent.connect
def tell_worker_alive(**kwargs: Any) -> None:
    """Celery's worker calls this every two seconds."""
    worker_pulse.beat()


class BeatingScheduler(Scheduler):
    """Celery's scheduler, without a file of its own; tells that it is alive with every tick."""

    max_interval = EVERY

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        beat_pulse.beat()
        return super().tick(*args, **kwargs)


def faults() -> dict[str, str]:
    """Why broker, worker and beat are not well, by part; an empty reason for each that is."""
    try:
        with connect() as client:
            alive = {part: client.exists(KEY.format(part=part)) for part in ("worker", "beat")}
    except (redis.RedisError, OSError) as error:
        away = "Not known while the broker does not answer."
        reason = f"The broker does not answer: {type(error).__name__}. Look at REDIS_URL and at the server."
        return {"broker": reason, "worker": away, "beat": away}
    return {
        "broker": "",
        **{
            part: "" if there else f"No sign of life for {GONE_AFTER} seconds. Start: celery -A worker.app {part}"
            for part, there in alive.items()
        },
    }


if __name__ == "__main__":  # python -m worker.heartbeat worker: the health check of a container
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(faults()[sys.argv[1]] or 0)

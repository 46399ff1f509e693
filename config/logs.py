"""Log lines: the request's id on each, and no private link, token or password in any."""

import logging
import re
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")

MASK = "***"
SECRETS = (
    re.compile(r"(/l/|/calendar/|/door/open/|/password/reset/key/|/confirm-email/)[^/\s?#\"'\\<>]+"),
    re.compile(r"(?i)((?:^|[?&;\"'\s])(?:access_|refresh_|csrfmiddleware)?token\\?[\"']?\s*[=:]\s*\\?[\"']?)[^&\s\"'\\,}]+"),
    re.compile(r"(?i)(authorization\\?[\"']?\s*[=:]\s*\\?[\"']?)[^\r\n\"'\\]+"),
    re.compile(r"(?i)(\b(?:bearer|token)\s+)[A-Za-z0-9._~+/=-]{16,}"),
    re.compile(r"(\w+://[^/\s:@]*:)[^@\s/]+(?=@)"),
)


def mask(line: str) -> str:
    """The line with whatever opens a door replaced by ***."""
    for secret in SECRETS:
        line = secret.sub(rf"\g<1>{MASK}", line)
    return line


class RequestId(logging.Filter):
    """Writes the id of the request, or of the task, on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class MaskedJson(JsonFormatter):
    """One JSON object a line, masked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


class MaskedText(logging.Formatter):
    """One readable line, masked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def settings(*, form: str, level: str) -> dict[str, Any]:
    """What logging is set up with; `form` is "json" or "text"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": RequestId}},
        "formatters": {
            "json": {
                "()": MaskedJson,
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
                "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            },
            "text": {"()": MaskedText, "fmt": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": form},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # The house's own line for a request (config/middleware.py) replaces these.
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},
            "gunicorn.access": {"level": "WARNING"},
            "gunicorn.error": {"level": "INFO"},
        },
    }


def scrub_event(event: Any, hint: dict[str, Any]) -> Any:
    """An error report with every text in it masked; its cookies and its form left out."""
    if isinstance(event, str):
        return mask(event)
    if isinstance(event, dict):
        return {key: scrub_event(value, hint) for key, value in event.items() if key not in {"cookies", "data"}}
    if isinstance(event, list | tuple):
        return [scrub_event(value, hint) for value in event]
    return event

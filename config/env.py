"""Typed readers of environment variables, each with a sentence for when one is wrong."""

import os
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The value, without the blanks around it."""
    return os.environ.get(name, default).strip()


def required(name: str, how: str) -> str:
    """The value; when it is missing, an error that says how to set it."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {how} Every setting is explained in .env.example.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write 1 for yes or 0 for no.")


def number(name: str, *, default: int) -> int:
    """A whole number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number, such as {default}.") from None


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list, parted by commas."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def networks(name: str, default: Sequence[str] = ()) -> list[IPv4Network | IPv6Network]:
    """A list of networks, such as 10.0.0.0/8, parted by commas; a lone address is a network of one."""
    try:
        return [ip_network(part, strict=False) for part in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Write networks such as 10.0.0.0/8, parted by commas.") from None


def folder(name: str, default: Path) -> Path:
    """A folder, as an absolute path."""
    return Path(text(name) or default).expanduser().resolve()


def load_file(path: Path) -> None:
    """Put the lines of a .env file into the environment; what is set there already wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))

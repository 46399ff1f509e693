"""Files that many ask for: written once for all of them, and kept under a key that changes when they do."""

from collections.abc import Callable

from django.core.cache import cache

KEPT_SECONDS = 24 * 3600
LARGEST_KEPT = 2_000_000  # bytes


def kept_file(key: str, write: Callable[[], bytes]) -> bytes:
    """The file as it is kept, else as it is written now."""
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = write()
        if len(kept) <= LARGEST_KEPT:
            cache.set(key, kept, KEPT_SECONDS)
    return kept

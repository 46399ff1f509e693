"""Loads a library without another one that it takes wherever it is: each is megabytes in every web process. Pure."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """As if these were not installed, unless they are loaded already; whoever wants one afterwards gets it.

    Only for what no other thread of such a process would load meanwhile.
    """
    missing = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]

"""The door for web servers."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def load_rest_framework() -> None:
    """Loads it without `requests`, which it takes for its test client wherever it is: five megabytes a web process.

    Whoever else wants `requests`, such as a mail provider's library, gets it as always.
    """
    if "requests" in sys.modules:
        return
    sys.modules["requests"] = None  # type: ignore[assignment]
    try:
        import rest_framework.compat  # noqa: F401
    finally:
        del sys.modules["requests"]


load_rest_framework()
application = get_wsgi_application()

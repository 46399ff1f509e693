"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from jobs.domain.lean_imports import without

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

with without("requests", "pygments"):  # for its test client, and for colours in pages that nobody sees here
    import rest_framework.compat  # noqa: F401

application = get_wsgi_application()

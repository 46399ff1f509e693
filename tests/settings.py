"""The settings of a test run: the house's own, on data that is thrown away.

ACCORD_TEST_DB=postgres runs the tests on PostgreSQL: the server that DATABASE_URL names, else one started for this run.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MINE = ("ACCORD_DATA", "ACCORD_ENV", "ACCORD_DEMO", "ACCORD_DEBUG", "ACCORD_URL", "REDIS_URL", "ALLOWED_HOSTS",
        "TRUSTED_PROXIES", "SECRET_KEY", "SENTRY_DSN", "PRIVATE_BUCKET", "LOG_FORM", "REQUIRE_SECOND_FACTOR",
        "METRICS_TOKEN", "METRICS_NETWORKS", "MAIL_BACKEND")
for _name in MINE:
    os.environ[_name] = ""  # not removed: a .env file must not fill them in again
    if _name in {"ACCORD_ENV", "ACCORD_DEMO", "ACCORD_DEBUG", "REQUIRE_SECOND_FACTOR"}:
        os.environ[_name] = "local" if _name == "ACCORD_ENV" else "0"
os.environ["ACCORD_URL"] = "http://testserver"
os.environ["SECRET_KEY"] = "a key for tests, and for nothing else, long enough to be one"
os.environ["LOG_FORM"] = "text"
os.environ["MAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
_data = tempfile.mkdtemp(prefix="accord-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["ACCORD_DATA"] = _data

ON_POSTGRES = os.environ.get("ACCORD_TEST_DB", "sqlite") == "postgres"
if not ON_POSTGRES:
    os.environ["DATABASE_URL"] = ""
elif not os.environ.get("DATABASE_URL"):  # the workers of xdist inherit it
    from tests.harness import postgres

    os.environ["DATABASE_URL"] = postgres.start()

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, TEMPLATES  # noqa: E402
from tests.harness.undefined import FailLoudly  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailLoudly("undefined")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not ON_POSTGRES:
    # A file, not memory: threads and processes of race tests open it too.
    DATABASES["default"]["TEST"] = {"NAME": f"{_data}/test.sqlite3"}

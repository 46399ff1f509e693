"""The house's settings, a header with the number of statements of each answer, and two addresses that do nothing."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE.insert(0, "bench.counting.count_statements")
ROOT_URLCONF = "bench.urls"

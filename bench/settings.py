"""The house's settings, and a header with the number of statements of each answer."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE.insert(0, "bench.counting.count_statements")

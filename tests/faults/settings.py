"""The house's settings with an occasion, a kind of work and three addresses of the tests' own."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.faults.apps.FaultsConfig"]
ROOT_URLCONF = "tests.faults.urls"
EMAIL_TIMEOUT = 12

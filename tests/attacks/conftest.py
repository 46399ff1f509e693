"""The convening and the organizers that the walk over all addresses uses."""

from tests.house.test_access import world  # noqa: F401  (a fixture)

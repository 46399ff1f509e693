"""Lists come in pages: `limit` (at most 200) and `offset`."""

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

MOST = 10**9


class Pages(LimitOffsetPagination):
    """50 rows unless asked otherwise; the answer says how many there are and where the next page is."""

    default_limit = 50
    max_limit = 200

    def get_offset(self, request: Request) -> int:
        """Never more than a database can count to."""
        return min(super().get_offset(request), MOST)

"""Lists come in pages: `limit` (at most 200) and `offset`."""

from rest_framework.pagination import LimitOffsetPagination


class Pages(LimitOffsetPagination):
    """50 rows unless asked otherwise; the answer says how many there are and where the next page is."""

    default_limit = 50
    max_limit = 200

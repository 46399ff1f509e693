"""How much one token may ask: by token, not by address, and a door's scans have a measure of their own."""

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class PerToken(SimpleRateThrottle):
    """Ten requests a second over a minute: enough for every honest export."""

    scope = "token"
    rate = "600/min"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        return f"api:{self.scope}:{request.auth.pk}" if request.auth is not None else None


class Scans(PerToken):
    """A hundred scans a second over a minute, more than any hall has doors: only a loop gone wild is held up.

    A counter, not a list of times: it costs the same at the six-thousandth scan as at the first.
    """

    scope = "scans"
    rate = "6000/min"
    num_requests: int
    duration: int

    def allow_request(self, request: Request, view: APIView) -> bool:
        key = self.get_cache_key(request, view)
        if key is None:
            return True
        window = int(self.timer() // self.duration)
        self.key, self.now = f"{key}:{window}", self.timer()
        self.cache.add(self.key, 0, self.duration)
        try:
            return self.cache.incr(self.key) <= self.num_requests
        except ValueError:  # it ran out between the two
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return self.duration - self.now % self.duration

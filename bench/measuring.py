"""One measurement: calls one after the other, their time, and the CPU time of all server processes meanwhile."""

import http.client
import re
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

import psutil

Figures = dict[str, float]
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Family:
    """All processes of the servers, by the processes that they descend from."""

    def __init__(self, roots: Iterable[int]) -> None:
        self.roots = [psutil.Process(pid) for pid in roots]

    def cpu_seconds(self) -> float:
        """User and system time so far; that of children which have ended is counted with their parent."""
        total = 0.0
        for root in self.roots:
            for process in (root, *root.children(recursive=True)):
                try:
                    times = process.cpu_times()
                except psutil.Error:
                    continue
                total += times.user + times.system + times.children_user + times.children_system
        return total


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: str


class Browser:
    """A connection that is kept, with cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        """One request; cookies are kept, redirects are not followed."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body.encode() or None, sent)
        response = self.connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, dict(response.headers), text)

    def open_link(self, path: str) -> str:
        """Open a private link; returns the clean address that it leads to."""
        answer = self.ask("GET", path)
        assert answer.status == 302, (path, answer.status)
        return answer.headers["Location"]

    def form(self, path: str) -> str:
        """The token that a form on the page wants back."""
        found = CSRF.search(self.ask("GET", path).body)
        assert found, f"No form on {path}"
        return found[1]

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self.ask("POST", path, urlencode(fields), Content_Type="application/x-www-form-urlencoded")


def measure(calls: Iterable[Callable[[], Answer]], family: Family, *, expect: set[int], warm_up: int = 3) -> Figures:
    """Make the calls; the first few are not counted. Statements as the last answer's header has them."""
    waiting = list(calls)
    for call in waiting[:warm_up]:
        checked(call(), expect)
    seconds: list[float] = []
    statements = 0
    before = family.cpu_seconds()
    for call in waiting[warm_up:]:
        began = time.perf_counter()
        answer = checked(call(), expect)
        seconds.append(time.perf_counter() - began)
        statements = int(answer.headers.get("X-Statements", 0))
    cpu = family.cpu_seconds() - before
    return figures(seconds, statements=statements, cpu_seconds=cpu)


def checked(answer: Answer, expect: set[int]) -> Answer:
    if answer.status not in expect:
        raise RuntimeError(f"The server said {answer.status}: {answer.body[:500]}")
    return answer


def figures(seconds: list[float], *, statements: int, cpu_seconds: float) -> Figures:
    """The figures of one benchmark, per call."""
    ordered = sorted(seconds)
    return {
        "statements": statements,
        "cpu_ms": round(cpu_seconds * 1000 / len(seconds), 2),
        "p50_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 2),
        "calls": len(seconds),
    }

"""One measurement: calls, their time, and the CPU time of all server processes meanwhile."""

import http.client
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import psutil

Figures = dict[str, float]
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Family:
    """All processes of the servers, by the processes that they descend from: web, database, broker, worker."""

    def __init__(self, roots: Mapping[str, Iterable[int]]) -> None:
        self.roots = {part: [psutil.Process(pid) for pid in pids] for part, pids in roots.items()}

    def members(self, part: str) -> Iterator[psutil.Process]:
        """The processes of one part."""
        for root in self.roots[part]:
            yield from (root, *root.children(recursive=True))

    def cpu_seconds(self) -> dict[str, float]:
        """User and system time so far, by part; that of children which have ended is counted with their parent."""
        return {part: sum(map(_seconds, self.members(part))) for part in self.roots}

    def web_megabytes(self) -> float:
        """Resident memory of the largest web worker."""
        return self.megabytes("web")

    def megabytes(self, part: str) -> float:
        """Resident memory of the largest process that those of the part have started."""
        workers = [child for root in self.roots[part] for child in root.children()]
        return round(max(child.memory_info().rss for child in workers) / 1e6, 1)

    @contextmanager
    def worker_asleep(self) -> Iterator[None]:
        """Keeps the worker and beat from taking up what requests leave them: that is measured by itself."""
        sleeping = list(self.members("worker"))
        for process in sleeping:
            process.suspend()
        try:
            yield
        finally:
            for process in sleeping:
                process.resume()


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


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


def measure(
    calls: Iterable[Callable[[], Answer]], family: Family, *, expect: set[int], warm_up: int = 8, at_once: int = 1
) -> Figures:
    """Make the calls, `at_once` of them together; the first few are not counted. The worker sleeps meanwhile.

    Statements as the answers' headers have them: the most.
    """
    waiting = list(calls)

    def timed(call: Callable[[], Answer]) -> tuple[float, int]:
        began = time.perf_counter()
        answer = checked(call(), expect)
        return time.perf_counter() - began, int(answer.headers.get("X-Statements", 0))

    with family.worker_asleep(), ThreadPoolExecutor(at_once) as pool:
        list(pool.map(timed, waiting[:warm_up]))
        before = family.cpu_seconds()
        done = list(pool.map(timed, waiting[warm_up:]))
        cpu = spent(family, before)
    return figures([seconds for seconds, _ in done], statements=max(count for _, count in done), cpu=cpu)


def spent(family: Family, before: dict[str, float]) -> dict[str, float]:
    """CPU seconds since then, by part."""
    return {part: seconds - before[part] for part, seconds in family.cpu_seconds().items()}


def checked(answer: Answer, expect: set[int]) -> Answer:
    if answer.status not in expect:
        raise RuntimeError(f"The server said {answer.status}: {answer.body[:500]}")
    return answer


def figures(seconds: list[float], *, statements: int, cpu: Mapping[str, float], each: int = 1) -> Figures:
    """The figures of one benchmark, per call; CPU per piece of work where a call does `each` of them."""
    ordered, pieces = sorted(seconds), len(seconds) * each
    return {
        "statements": statements,
        "cpu_ms": round(sum(cpu.values()) * 1000 / pieces, 2),
        **{f"{part}_ms": round(share * 1000 / pieces, 2) for part, share in cpu.items()},
        "p50_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 2),
        "calls": len(seconds),
    }

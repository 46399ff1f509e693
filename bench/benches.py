"""The benchmarks. A new one is a function here with `@bench("its name")`: it gets the stage and returns figures."""

import json
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.domain import tokens
from api.scopes import Scope
from bench.measuring import Answer, Browser, Figures, figures, measure
from bench.stage import Stage
from checkin.domain import badges, printing
from jobs.domain.imports import apply_plan, plan_import
from jobs.models import Job
from jobs.states import JobState
from registration.domain.directory import DIRECTORY

BENCHES: dict[str, Callable[[Stage], Figures]] = {}


def bench(name: str) -> Callable[[Callable[[Stage], Figures]], Callable[[Stage], Figures]]:
    """Registers a benchmark under the name that the table and bench/latest.json show."""

    def register(run: Callable[[Stage], Figures]) -> Callable[[Stage], Figures]:
        BENCHES[name] = run
        return run

    return register


def calls(times: int, call: Callable[[], Answer]) -> list[Callable[[], Answer]]:
    return [call] * times


@bench("public page")
def public_page(stage: Stage) -> Figures:
    """The convening's page, as anybody opens it."""
    browser = stage.browser()
    return measure(calls(120, lambda: browser.ask("GET", "/c/bench/")), stage.family, expect={200})


@bench("portal")
def portal(stage: Stage) -> Figures:
    """The coordinator's page of a confirmed team."""
    browser = stage.browser()
    page = browser.open_link(stage.link("coordinate", f"team:{stage.team.pk}", stage.team.coordinator))
    return measure(calls(120, lambda: browser.ask("GET", page)), stage.family, expect={200})


@bench("final promise")
def final_promise(stage: Stage) -> Figures:
    """The POST with which a team becomes complete and gets its place; each of another team."""

    def prepared() -> Callable[[], Answer]:
        _team, party = stage.team_before_last_promise()
        assert party.signatory
        browser = Browser(stage.port)
        page = browser.open_link(stage.link("answer", f"party:{party.pk}", party.signatory))
        fields = {"csrfmiddlewaretoken": browser.form(page), "typed_name": party.signatory.name}
        fields |= {"version": str(stage.convening.statement.current_id), "promise_1": "on", "promise_2": "on", "promise_3": "on"}
        browser.connection.close()  # the server keeps an idle one for two seconds only
        return lambda: browser.post(page, **fields)

    return measure([prepared() for _ in range(43)], stage.family, expect={302})


@bench("scan by REST")
def scan_by_rest(stage: Stage) -> Figures:
    """A badge's first scan at the door; each another badge."""
    until, scopes = stage.now + timedelta(days=9), [Scope.CHECKIN_SCAN]
    asked: dict[str, Any] = {"convening": stage.convening, "label": "Bench", "scopes": scopes, "expires_at": until}
    _token, secret = tokens.make_token(**asked, by="user:1", at=stage.now)
    badges.issue_badges(convening=stage.convening, by="system", at=stage.now)
    codes = list(badges.Badge.objects.of(stage.convening).values_list("code", flat=True))[:123]
    browser = stage.browser()
    address = f"/api/v1/checkpoints/{stage.door.pk}/scans/"

    def scan(code: str) -> Answer:
        body = {"scan_id": str(uuid.uuid4()), "code": code, "scanned_at": stage.now.isoformat()}
        headers = {"Authorization": f"Bearer {secret}", "Content_Type": "application/json"}
        return browser.ask("POST", address, json.dumps(body), **headers)

    return measure([lambda code=code: scan(code) for code in codes], stage.family, expect={200})  # type: ignore[misc]


@bench("badge PDF")
def badge_pdf(stage: Stage) -> Figures:
    """A sheet of all badges, from the asking to the file, by a worker; the codes are drawn before, as in life."""
    badges.issue_badges(convening=stage.convening, by="system", at=stage.now)
    while badges.render_waiting(at=stage.now):
        pass
    seconds, before = [], stage.family.cpu_seconds()
    for _ in range(3):
        began = time.perf_counter()
        job = printing.ask_sheet(convening=stage.convening, only="all", by="user:1", at=stage.now)
        while (state := Job.objects.values_list("state", flat=True).get(pk=job.pk)) != JobState.DONE:
            if state == JobState.FAILED:
                raise RuntimeError(Job.objects.get(pk=job.pk).error)
            time.sleep(0.02)
        seconds.append(time.perf_counter() - began)
    cpu = stage.family.cpu_seconds() - before
    with CaptureQueriesContext(connection) as captured:
        printing.make_sheet(job=job, progress=lambda done, total: None, at=stage.now)
    found = figures(seconds, statements=len(captured), cpu_seconds=cpu)
    return found | {"badges": len(job.args["badges"])}


@bench("import of the directory")
def directory_import(stage: Stage) -> Figures:
    """20,000 rows of the federal district directory: read, planned and written, then the same with each row changed."""
    head = "LEAID,LEA_NAME,LCITY,ST,MEMBER\n"
    seconds, rows, before = [], 20_000, stage.family.cpu_seconds()
    for members in (1_000, 2_000):
        text = head + "".join(f"{n:07},District {n},Town {n % 500},OH,{members}\n" for n in range(rows))
        began = time.perf_counter()
        plan = plan_import(kind=DIRECTORY, data=text.encode(), options={"source": "Bench"})
        apply_plan(kind=DIRECTORY, plan=plan, progress=lambda done, total: None, at=stage.now)
        seconds.append(time.perf_counter() - began)
    found = figures(seconds, statements=0, cpu_seconds=stage.family.cpu_seconds() - before)
    return found | {"rows_per_second": round(rows * len(seconds) / sum(seconds))}

"""The benchmarks. A new one is a function here with `@bench("its name")`: it gets the stage and returns figures."""

import json
import os
import queue
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Party
from api.scopes import Scope
from bench import programme, schedule
from bench.measuring import Answer, Browser, Figures, figures, measure, spent
from bench.stage import Stage
from checkin.domain import badges, printing
from convenings.models import Grant
from convenings.permissions import Role
from expo.models import Highlight
from expo.states import HighlightState
from jobs.domain.imports import apply_plan, plan_import
from jobs.models import Job
from jobs.states import JobState
from mail.domain import outbox
from mail.models import Message
from mail.states import MessageState
from registration.domain.directory import DIRECTORY
from registration.models import Attendee
from tests.harness.site import Site
from tests.registration.factories import make_team, parties_of

SCREENS = 50  # of the highlights wall, in halls and foyers
SCANS = 128  # badges of teams, each read once
PLANNED = 88  # promises after which each connection of both web processes keeps its plans
BENCHES: dict[str, Callable[[Stage], Figures]] = {**schedule.ROWS}


def bench(name: str) -> Callable[[Callable[[Stage], Figures]], Callable[[Stage], Figures]]:
    """Registers a benchmark under the name that the table and bench/latest.json show."""

    def register(run: Callable[[Stage], Figures]) -> Callable[[Stage], Figures]:
        BENCHES[name] = run
        return run

    return register


def calls(times: int, call: Callable[[], Answer]) -> list[Callable[[], Answer]]:
    return [call] * times


@bench("nothing")
def nothing(stage: Stage) -> Figures:
    """A view that does nothing, to compare pages with."""
    browser = stage.browser()
    return measure(calls(200, lambda: browser.ask("GET", "/nothing/")), stage.family, expect={200})


@bench("nothing by REST")
def nothing_by_rest(stage: Stage) -> Figures:
    """A view of the REST framework that does nothing, to compare scans with."""
    browser, body = stage.browser(), json.dumps({"scan_id": str(uuid.uuid4())})
    ask = lambda: browser.ask("POST", "/bare/", body, Content_Type="application/json")  # noqa: E731
    return measure(calls(200, ask), stage.family, expect={200})


@bench("public page")
def public_page(stage: Stage) -> Figures:
    """The convening's page, as anybody opens it."""
    return page(stage, "/c/bench/")


@bench("public page, unchanged")
def public_page_unchanged(stage: Stage) -> Figures:
    """The same for who has read it before."""
    return page(stage, "/c/bench/", unchanged=True)


@bench("schedule page")
def schedule_page(stage: Stage) -> Figures:
    """A day of the programme: 12 rooms, 50 sessions; 150 sessions and 170 presenters in three days."""
    programme.fill(stage.convening, at=stage.now)
    return page(stage, "/c/bench/programme/")


@bench("schedule page, first reading")
def schedule_page_first(stage: Stage) -> Figures:
    """The same where nothing of it is kept yet, as after a release: what narrows to nothing known is never kept."""
    return page(stage, "/c/bench/programme/?about=nothing")


@bench("schedule page, unchanged")
def schedule_page_unchanged(stage: Stage) -> Figures:
    """The same for who has read it before."""
    return page(stage, "/c/bench/programme/", unchanged=True)


def page(stage: Stage, path: str, *, unchanged: bool = False) -> Figures:
    """A public page, asked for over and over; `unchanged`: by a browser that has it."""
    browser = stage.browser()
    known = {"If_None_Match": browser.ask("GET", path).headers["ETag"]} if unchanged else {}
    ask = lambda: browser.ask("GET", path, **known)  # noqa: E731
    return measure(calls(120, ask), stage.family, expect={304 if unchanged else 200})


@bench("highlights wall, 50 screens")
def highlights_wall(stage: Stage) -> Figures:
    """Fifty screens that look again every three seconds, all at the same moment, while nothing has changed."""
    person = stage.team.members.earliest("pk")
    for number in range(6):
        Highlight.objects.create(
            highlight_id=uuid.uuid4(), convening=stage.convening, attendee=person, text=f"Highlight {number}",
            state=HighlightState.SHOWN, written_at=stage.now, decided_at=stage.now, decided_by="user:1",
        )
    path, screens = "/c/bench/expo/wall/?list=1", queue.SimpleQueue[Browser]()
    for _ in range(SCREENS):
        screens.put(stage.browser())
    tag = stage.browser().ask("GET", path).headers["ETag"]

    def look() -> Answer:
        screen = screens.get()
        try:
            return screen.ask("GET", path, If_None_Match=tag)
        finally:
            screens.put(screen)

    found = measure(calls(8 + 10 * SCREENS, look), stage.family, expect={304}, at_once=SCREENS)
    return found | {"cores_for_50_screens": round(found["cpu_ms"] / 1000 * SCREENS / 3, 3)}


@bench("live view, 50 screens")
def live_view(stage: Stage) -> Figures:
    """Fifty screens of organizers that look again every three seconds, all at the same moment, nothing changed."""
    june, _made = get_user_model().objects.get_or_create(email="screens@example.org", defaults={"name": "June"})
    Grant.objects.get_or_create(convening=stage.convening, user=june, role=Role.DESK)
    known = Client()
    known.force_login(june, backend="django.contrib.auth.backends.ModelBackend")
    session = {settings.SESSION_COOKIE_NAME: known.cookies[settings.SESSION_COOKIE_NAME].value}
    path, screens = f"/organize/{stage.convening.slug}/check-in/live/?list=1", queue.SimpleQueue[Browser]()
    for _ in range(SCREENS):
        browser = stage.browser()
        browser.cookies.update(session)
        screens.put(browser)
    first = stage.browser()
    first.cookies.update(session)
    tag = first.ask("GET", path).headers["ETag"]

    def look() -> Answer:
        screen = screens.get()
        try:
            return screen.ask("GET", path, If_None_Match=tag)
        finally:
            screens.put(screen)

    # When the minute turns meanwhile, the rest is 200, drawn once and kept.
    found = measure(calls(8 + 10 * SCREENS, look), stage.family, expect={200, 304}, at_once=SCREENS)
    return found | {"cores_for_50_screens": round(found["cpu_ms"] / 1000 * SCREENS / 3, 3)}


@bench("portal")
def portal(stage: Stage) -> Figures:
    """The coordinator's page of a confirmed team."""
    browser = stage.browser()
    page = browser.open_link(stage.link("coordinate", f"team:{stage.team.pk}", stage.team.coordinator))
    return measure(calls(120, lambda: browser.ask("GET", page)), stage.family, expect={200})


@bench("final promise, c=1")
def final_promise(stage: Stage) -> Figures:
    """The POST with which a team becomes complete and gets its place; each of another team."""
    return promises(stage, at_once=1)


@bench("final promise, c=8")
def final_promise_by_eight(stage: Stage) -> Figures:
    """The same, eight at once: they wait for the convening's lock."""
    return promises(stage, at_once=8)


@bench("final promise, c=32")
def final_promise_by_many(stage: Stage) -> Figures:
    """The same, 32 at once, of which the server's threads take eight."""
    return promises(stage, at_once=32)


def promises(stage: Stage, *, at_once: int) -> Figures:
    """As on the evening of the deadline: the first ones, by which connections learn their plans, are not counted."""
    with stage.family.worker_asleep():
        prepared = [last_promise(stage) for _ in range(PLANNED + max(40, 2 * at_once))]
    return measure(prepared, stage.family, expect={302}, warm_up=PLANNED, at_once=at_once)


def last_promise(stage: Stage) -> Callable[[], Answer]:
    """Everything is ready but the click."""
    _team, party = stage.team_before_last_promise()
    assert party.signatory
    browser = stage.browser()
    page = browser.open_link(stage.link("answer", f"party:{party.pk}", party.signatory))
    fields = {"csrfmiddlewaretoken": browser.form(page), "typed_name": party.signatory.name}
    fields["seen"] = party.answer.mark if party.answer else ""
    fields |= {"version": str(party.agreement.statement.current_id), **{f"promise_{n}": "on" for n in (1, 2, 3)}}
    browser.connection.close()  # the server keeps an idle one for two seconds only
    return lambda: browser.post(page, **fields)


@bench("scan by REST")
def scan_by_rest(stage: Stage) -> Figures:
    """A badge's first scan at the door; each another badge."""
    headers = stage.token(Scope.CHECKIN_SCAN)
    of_teams = Attendee.objects.placed().filter(convening=stage.convening, team__isnull=False)
    with stage.family.worker_asleep():
        while of_teams.count() < SCANS:  # promises may have run before, or not
            make_team(stage.convening, "confirmed", members=5, at=stage.now)
    badges.issue_badges(convening=stage.convening, by="system", at=stage.now)
    held = badges.Badge.objects.of(stage.convening).filter(attendee__team__isnull=False)
    codes = list(held.values_list("code", flat=True))[:SCANS]
    browser = stage.browser()
    address = f"/api/v1/checkpoints/{stage.door.pk}/scans/"

    def scan(code: str) -> Answer:
        body = {"scan_id": str(uuid.uuid4()), "code": code, "scanned_at": stage.now.isoformat()}
        return browser.ask("POST", address, json.dumps(body), **headers)

    return measure([lambda code=code: scan(code) for code in codes], stage.family, expect={200})  # type: ignore[misc]


@bench("50 attendees by REST")
def attendees_by_rest(stage: Stage) -> Figures:
    """A page of the list of people."""
    assert Attendee.objects.filter(convening=stage.convening).count() >= 50
    browser, headers = stage.browser(), stage.token(Scope.ATTENDEES_READ)
    ask = lambda: browser.ask("GET", "/api/v1/attendees/?limit=50", **headers)  # noqa: E731
    return measure(calls(120, ask), stage.family, expect={200})


@bench("mail")
def mail(stage: Stage) -> Figures:
    """1,000 invitations with a private link each, from the outbox to a mail server, by a worker; BENCH_MAILS: more."""
    people = [party for _ in range(10) for party in parties_of(make_team(stage.convening, "committing", at=stage.now))]
    people, many = [party for party in people if party.signatory], int(os.environ.get("BENCH_MAILS", "1000"))
    stage.empty_outbox()
    with stage.family.worker_asleep():
        owed = [invitation(people[n % len(people)], n) for n in range(many)]
        outbox.owe_all(owed=owed, at=stage.now, convening_id=stage.convening.pk)
        before, began = stage.family.cpu_seconds(), time.perf_counter()
    stage.wait_until(lambda: not stage.waiting_mail().exists(), within=300 + many / 5)
    seconds, cpu = time.perf_counter() - began, spent(stage.family, before)
    sent = Message.objects.filter(key__startswith="bench:", state=MessageState.SENT).count()
    if sent != many:
        raise RuntimeError(f"{sent} of {many} mails were sent")
    found = figures([seconds], statements=0, cpu=cpu, each=many) | {"mails_per_second": round(many / seconds, 1)}
    return found | {"worker_mb": stage.family.megabytes("worker")}


def invitation(party: Party, number: int) -> outbox.Owed:
    assert party.signatory
    return outbox.Owed(
        occasion="commitment.invited", key=f"bench:{number}", refs={"party": party.pk},
        to_address=party.signatory.email, to_name=party.signatory.name, person_id=party.signatory_id,
    )


@bench("badge PDF")
def badge_pdf(stage: Stage) -> Figures:
    """A sheet of all badges, from the asking to the file, by a worker; the codes are drawn before, as in life."""
    badges.issue_badges(convening=stage.convening, by="system", at=stage.now)
    stage.empty_outbox()
    while badges.render_waiting(at=stage.now):
        pass
    count = badges.Badge.objects.of(stage.convening).count()
    seconds, before = [], stage.family.cpu_seconds()
    for _ in range(3):
        began = time.perf_counter()
        job = printing.ask_sheet(convening=stage.convening, only="all", again=True, by="user:1", at=stage.now)
        while (state := Job.objects.values_list("state", flat=True).get(pk=job.pk)) != JobState.DONE:
            if state == JobState.FAILED:
                raise RuntimeError(Job.objects.get(pk=job.pk).error)
            time.sleep(0.02)
        seconds.append(time.perf_counter() - began)
    cpu = spent(stage.family, before)
    with CaptureQueriesContext(connection) as captured:
        printing.make_sheet(job=job, progress=lambda done, total: None, at=stage.now)
    job.refresh_from_db()
    size = storages["private"].size(printing.sheet_file(job))
    found = figures(seconds, statements=len(captured), cpu=cpu, each=count)
    return found | {"badges": count, "kib_a_badge": round(size / 1024 / count, 2)}


@bench("import of the directory")
def directory_import(stage: Stage) -> Figures:
    """20,000 rows of the federal district directory: read, planned and written, then the same with each row changed."""
    head = "LEAID,LEA_NAME,LCITY,ST,MEMBER\n"
    seconds, rows, before, here = [], 20_000, stage.family.cpu_seconds(), time.process_time()
    for members in (1_000, 2_000):
        text = head + "".join(f"{n:07},District {n},Town {n % 500},OH,{members}\n" for n in range(rows))
        began = time.perf_counter()
        plan = plan_import(kind=DIRECTORY, data=text.encode(), options={"source": "Bench"})
        apply_plan(kind=DIRECTORY, plan=plan, progress=lambda done, total: None, at=stage.now)
        seconds.append(time.perf_counter() - began)
    cpu = spent(stage.family, before) | {"worker": time.process_time() - here}  # this process does a worker's work
    found = figures(seconds, statements=0, cpu=cpu)
    return found | {"rows_per_second": round(rows * len(seconds) / sum(seconds))}


@bench("a later start")
def later_start(stage: Stage) -> Figures:
    """From `make run` on data that are there to the first answer: a site of its own, on SQLite, empty."""
    folder, seconds = Path(tempfile.mkdtemp(prefix="accord-bench-start-")), []
    site = Site(folder=folder, demo=False, extra={"DATABASE_URL": "", "REDIS_URL": ""})
    try:
        site.start()
        for _ in range(3):
            site.stop()
            began = time.perf_counter()
            site.start()
            seconds.append(time.perf_counter() - began)
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return figures(seconds, statements=0, cpu={})

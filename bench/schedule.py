"""What organizers and other systems do with a programme of 150 sessions in 12 rooms: rows of the benchmarks."""

import itertools
import json
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from api.domain.tokens import make_token
from api.scopes import Scope
from bench import programme
from bench.measuring import Answer, Browser, Figures, measure
from bench.stage import Stage
from breakouts.domain.programmes import version_of
from breakouts.domain.sessions import drop_session
from breakouts.models import Programme, Room, Session, TimeSlot
from convenings.models import Convening, Grant
from convenings.permissions import Role
from tests.registration.factories import make_convening

SLUG, FILES = "schedule", ("programme.ics", "schedule.xml", "schedule.json", "programme.csv", "programme.xlsx")


def filled(stage: Stage) -> Convening:
    """A convening of its own, made once."""
    found = Convening.objects.filter(slug=SLUG).first()
    if found is None:
        days = {name: getattr(stage.convening, name) for name in ("opens_at", "promise_by_at", "plan_due_at")}
        found = make_convening(slug=SLUG, starts_at=stage.convening.starts_at, ends_at=stage.convening.ends_at, **days)
        programme.fill(found, at=stage.now)
    stage.wait_until(lambda: _is_told(found), within=120)  # a worker put to sleep amid that would hold the programme
    stage.empty_outbox()
    return found


def _is_told(convening: Convening) -> bool:
    return Programme.objects.filter(convening=convening, told__gte=F("released")).exists()


def organizer(stage: Stage, convening: Convening) -> Browser:
    """Somebody who makes the programme, signed in."""
    hana, _made = get_user_model().objects.get_or_create(email="programme@example.org", defaults={"name": "Hana"})
    Grant.objects.get_or_create(convening=convening, user=hana, role=Role.PROGRAMME)
    known, browser = Client(), stage.browser()
    known.force_login(hana, backend="django.contrib.auth.backends.ModelBackend")
    browser.cookies[settings.SESSION_COOKIE_NAME] = known.cookies[settings.SESSION_COOKIE_NAME].value
    return browser


def editor(stage: Stage) -> Figures:
    """The schedule's page with all its conflicts, as organizers open it."""
    browser = organizer(stage, filled(stage))
    return measure([lambda: browser.ask("GET", f"/organize/{SLUG}/programme/")] * 80, stage.family, expect={200})


def drags(convening: Convening) -> Callable[[], tuple[Session, int, int]]:
    """A session with a presenter, and each time another free room and time for it."""
    talk = Session.objects.filter(convening=convening).earliest("pk")
    taken = set(Session.objects.filter(convening=convening).values_list("room", "slot"))
    rooms, slots = (kind.objects.filter(convening=convening).values_list("pk", flat=True) for kind in (Room, TimeSlot))
    free = itertools.cycle([place for place in itertools.product(rooms, slots) if place not in taken])

    def following() -> tuple[Session, int, int]:
        talk.refresh_from_db()
        return talk, *next(free)

    return following


def drag(stage: Stage) -> Figures:
    """A session dropped in another room and time."""
    convening = filled(stage)
    browser, following = organizer(stage, convening), drags(convening)
    token = browser.form(f"/organize/{SLUG}/programme/")

    def drop() -> Answer:
        talk, room, slot = following()
        body = json.dumps({"room": room, "slot": slot, "version": talk.version})
        address = f"/organize/{SLUG}/programme/sessions/{talk.pk}/drop/"
        return browser.ask("POST", address, body, Content_Type="application/json", X_CSRFToken=token)

    return measure([drop] * 80, stage.family, expect={200})


def release(stage: Stage) -> Figures:
    """A release after everything has moved; whom it touches is told by a worker."""
    convening = filled(stage)
    browser, following, numbers = organizer(stage, convening), drags(convening), itertools.count()
    token = browser.form(f"/organize/{SLUG}/programme/releases/")

    def make() -> Answer:
        talk, room, slot = following()
        drop_session(
            convening=convening, session=talk.pk, room=room, slot=slot, version=talk.version, by=programme.BY,
            at=stage.now,
        )
        rooms = {row.pk: row for row in Room.objects.filter(convening=convening)}
        for row in rooms.values():
            row.name = f"{row.name.partition(',')[0]}, floor {next(numbers)}"  # every session is in another room now
            row.save(update_fields=["name"])
        fields = {"name": f"Version {next(numbers)}", "version": str(version_of(convening))}
        return browser.post(f"/organize/{SLUG}/programme/releases/", csrfmiddlewaretoken=token, **fields)

    return measure([make] * 12, stage.family, expect={302}, warm_up=2)


def written(name: str) -> Callable[[Stage], Figures]:
    """A file of the programme, written anew each time: what is kept of it is forgotten before."""

    def export(stage: Stage) -> Figures:
        filled(stage)
        browser = stage.browser()

        def ask() -> Answer:
            cache.clear()
            return browser.ask("GET", f"/c/{SLUG}/{name}")

        return measure([ask] * 40, stage.family, expect={200})

    return export


def sessions_by_rest(stage: Stage) -> Figures:
    """As many sessions as one answer may hold, with who presents them and what they are about."""
    browser, asked = stage.browser(), {"convening": filled(stage), "label": "Bench"}
    until, scopes = stage.now + timedelta(days=9), (Scope.PROGRAMME_READ,)
    _token, secret = make_token(**asked, scopes=scopes, expires_at=until, by=programme.BY, at=stage.now)  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {secret}"}
    address = "/api/v1/sessions/?limit=200"
    return measure([lambda: browser.ask("GET", address, **headers)] * 80, stage.family, expect={200})


ROWS: dict[str, Callable[[Stage], Figures]] = {
    "schedule editor": editor, "drag in the schedule": drag, "release of the programme": release,
    "sessions by REST": sessions_by_rest, **{f"{name}, written": written(name) for name in FILES},
}  # fmt: skip

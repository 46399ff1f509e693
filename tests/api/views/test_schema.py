"""The description fits what is answered."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import get_resolver

from api.views.reference import described, listed
from convenings.models import Convening
from tests.api.conftest import Caller
from tests.breakouts import factories as programme
from tests.registration.factories import make_team


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = described()["paths"].items()
    return [(path, method, operation) for path, methods in paths for method, operation in methods.items()]


def test_every_address_is_described() -> None:
    resolver = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "api")
    routes = {"/api/v1/" + str(one.pattern) for one in resolver.url_patterns}
    names = {re.sub(r"<(?:slug|str|int|uuid):(\w+)>", r"{\1}", route.replace("<int:pk>", "{id}")) for route in routes}

    assert {path.replace("{pk}", "{id}") for path, _method, _operation in operations()} == names - {
        "/api/v1/", "/api/v1/schema/", r"/api/v1/^(?P<rest>(?s:.+))\Z",
    }


@pytest.mark.parametrize("path", ["nothing/", "teams/1/offices/a%0Ab/assistant/", "%0A"])
def test_what_is_no_address_is_told_as_a_problem(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_every_operation_names_its_scope_and_its_problems() -> None:
    for path, method, operation in operations():
        assert operation.get("x-scope"), (path, method)
        assert {"401", "403", "429"} <= operation["responses"].keys(), (path, method)
        assert operation["summary"], (path, method)


def test_operations_have_names_of_their_own() -> None:
    counted = Counter(operation["operationId"] for _path, _method, operation in operations())

    assert [name for name, number in counted.items() if number > 1] == []


def test_schema_is_open(client: Client, db: None) -> None:
    answer = client.get("/api/v1/schema/")

    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")


def test_reference_shows_every_operation(client: Client, db: None) -> None:
    page = client.get("/api/v1/").content.decode()

    assert len(listed()) == len(operations())
    assert all(f'id="{one.anchor}"' in page for one in listed())
    assert "<script>" not in page
    assert " style=" not in page


@pytest.fixture
def _kept_connection() -> Iterator[None]:
    """The test's own connection, with its transaction, outlives the requests, as under Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_kept_connection")
def test_answers_fit_the_schema(convening: Convening, caller: Caller) -> None:
    """Made-up requests, from a fixed seed, never end in a fault of ours, and answers have the shape described."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from config.wsgi import application

    make_team(convening, "confirmed", members=1)
    programme.a_day(convening)
    convening.checkpoints.create(name="North")
    headers = {"Authorization": str(caller(convening).defaults["HTTP_AUTHORIZATION"])}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    for found in schema.get_all_operations():
        operation = found.ok()

        @seed(1)
        @settings(
            max_examples=12, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), derandomize=False,
        )
        @given(case=operation.as_strategy())
        def walk(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=checks)

        walk()

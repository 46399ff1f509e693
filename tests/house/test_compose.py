"""The compose file, as far as it can be held without a Docker engine: its schema, and what the house asks of it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"])


def test_it_fits_the_schema_of_compose_files() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_is_there_and_is_watched(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == {"migrate", "web", "worker", "beat", "postgres", "redis", "proxy"}
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]


def test_migrations_run_once_and_first(services: dict[str, dict[str, Any]]) -> None:
    migrating = [name for name, service in services.items() if "migrate" in str(service.get("command", ""))]
    assert migrating == ["migrate"]
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_the_proxy_is_reached_from_outside_and_it_alone_is_believed(services: dict[str, dict[str, Any]]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    address = services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert services["web"]["environment"]["TRUSTED_PROXIES"] == address


def test_what_production_needs_is_asked_for(services: dict[str, dict[str, Any]]) -> None:
    environment = services["web"]["environment"]
    for name in ("ACCORD_URL", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_FROM"):
        assert environment[name]


def test_what_the_image_copies_is_there() -> None:
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            assert (ROOT / line.split()[1]).exists(), line

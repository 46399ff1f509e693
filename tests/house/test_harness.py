"""The harness itself: its guards are shown to bite."""

import socket
import warnings

import pytest
from django.template import engines

from tests.harness.undefined import UndefinedTemplateVariable


def test_a_unit_test_opens_no_connection() -> None:
    with socket.socket() as mine, pytest.raises(AssertionError, match="opened a connection"):
        mine.connect(("127.0.0.1", 9))


@pytest.mark.network
def test_a_marked_test_reaches_this_machine_and_no_other() -> None:
    with socket.socket() as mine, pytest.raises(ConnectionRefusedError):
        mine.connect(("127.0.0.1", 1))
    with socket.socket() as mine, pytest.raises(AssertionError, match="opened a connection"):
        mine.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_an_undefined_variable_fails_in_our_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.template import Origin, Template

    from tests.harness.undefined import TEMPLATES

    engine = engines["django"].engine  # type: ignore[attr-defined]
    ours = Template("{{ nowhere }}", origin=Origin(str(TEMPLATES / "made-up.html")), engine=engine)
    theirs = Template("{{ nowhere }}", origin=Origin("/elsewhere/page.html"), engine=engine)
    from django.template import Context

    with pytest.raises(UndefinedTemplateVariable, match=r"made-up.html: \{\{ nowhere \}\}"):
        ours.render(Context())
    assert theirs.render(Context()) == ""


@pytest.mark.queue
def test_the_queue_of_the_tests_is_real(valkey: str) -> None:
    import redis

    with redis.Redis.from_url(valkey) as client:
        assert client.ping()
        assert client.info("server")["process_id"] > 0


@pytest.mark.django_db
def test_the_database_answers() -> None:
    from django.contrib.auth import get_user_model

    assert get_user_model().objects.count() == 0

from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import include, path

MAIL = b"""X-Envelope-To: ellen@example.org\r
Subject: Will you come?\r
To: "O'Brien-Nunez, Ellen" <ellen@example.org>\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
Open http://localhost:8000/l/abc/ to read.\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<html><head><title>x</title></head><body><script>alert(1)</script><a href="http://localhost:8000/l/abc/">Read</a></body></html>\r
--b--\r
"""
urlpatterns = [path("demo/", include("rehearsal.urls")), path("", include("config.urls"))]


@pytest.fixture
def box(tmp_path: Path, settings: Any) -> Path:
    settings.MAIL_SINK_FOLDER = tmp_path
    settings.ROOT_URLCONF = __name__
    for number in range(3):
        (tmp_path / f"180000000000000000{number}-0000.eml").write_bytes(MAIL.replace(b"Will", b"%d Will" % number))
    return tmp_path


@pytest.mark.django_db
def test_newest_comes_first(client: Client, box: Path) -> None:
    mails = client.get("/demo/mail/").context["mails"]
    assert [mail.subject for mail in mails] == ["2 Will you come?", "1 Will you come?", "0 Will you come?"]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "found"), [("ELLEN@", 3), ("1 will", 1), ("george", 0)])
def test_search_reads_address_and_subject(client: Client, box: Path, typed: str, found: int) -> None:
    assert len(client.get("/demo/mail/", {"to": typed}).context["mails"]) == found


@pytest.mark.django_db
def test_links_of_the_text_part_work(client: Client, box: Path) -> None:
    page = client.get("/demo/mail/1800000000000000000-0000.eml/").content.decode()
    assert '<a href="http://localhost:8000/l/abc/"' in page


@pytest.mark.django_db
def test_frame_shows_the_html_part_and_runs_nothing(client: Client, box: Path) -> None:
    response = client.get("/demo/mail/1800000000000000000-0000.eml/body/")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["1900000000000000000-0000.eml", "..%2F..%2Fmanage.py", "passwd"])
def test_what_is_no_mail_is_not_found(client: Client, box: Path, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


@pytest.mark.django_db
def test_welcome_names_who_may_sign_in(client: Client, box: Path) -> None:
    with override_settings(ACCORD_DEMO=True):
        page = client.get("/demo/").content.decode()
    assert "Nobody yet" in page


@pytest.mark.django_db
def test_the_front_page_and_the_banner_lead_to_the_walk_and_the_mailbox(client: Client, box: Path) -> None:
    with override_settings(ACCORD_DEMO=True):
        front, elsewhere = (client.get(path).content.decode() for path in ("/", "/accounts/login/"))
    assert front.count('href="/demo/"') == 2
    assert front.count('href="/demo/mail/"') == 2
    assert (elsewhere.count('href="/demo/"'), elsewhere.count('href="/demo/mail/"')) == (1, 1)

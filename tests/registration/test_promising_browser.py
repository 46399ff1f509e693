"""The pages around a promise in a real browser: nothing for axe to find, nothing cut off on a phone."""

import json
from typing import Any

import pytest

from tests.checkin.test_pages_browser import look
from tests.harness.pages import follow
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from accounts.domain import links
from accounts.models import User
from agreements.models import Party
from convenings.domain import statements
from convenings.models import Convening, Grant
from registration.domain import succession
from registration.domain.drafts import HolderDraft
from registration.domain.shared_offices import share_office
from registration.models import Certificate
from tests.registration.factories import CLOSING, OPENING, PROMISES, make_convening, make_team, party_of, sign
now = timezone.now()
days = dict(opens_at=now - timedelta(days=20), promise_by_at=now + timedelta(days=60),
    plan_due_at=now + timedelta(days=80), starts_at=now + timedelta(days=90), ends_at=now + timedelta(days=92))
convening = make_convening(slug="promises", public_records_duty="What you write here is a public record.", **days)
user = User.objects.create_user("june.promises@example.org", "a good password 1", name="June Abernathy")
Grant.objects.create(convening=convening, user=user, role="owner")
def link(party):
    subject = f"party:{party.pk}"
    until = now + timedelta(days=2)
    facts = dict(person=party.signatory, purpose="answer", subject=subject, expires_at=until, at=now)
    return links.url_for(links.mint(**facts))
changed = make_team(convening, "committing", name="Two Rivers", at=now)
sign(party_of(changed, "superintendent"), at=now)
statements.publish_statement(convening=convening, opening=OPENING + " We mean it.", promises=PROMISES, closing=CLOSING,
    material=True, note="The hall moved us by a day.", by="user:1", at=now)
team = make_team(convening, "confirmed", name="Mesa Verde", at=now)
handed = make_team(convening, "committing", name="Durango", at=now)
succession.hand_over(party=party_of(handed, "superintendent"), holder=HolderDraft("Ada Brook", "ada@example.org"),
    by="user:1", at=now)
merged = make_team(convening, "committing", name="Fruita", at=now)
one, other = party_of(merged, "superintendent"), party_of(merged, "board_president")
share_office(party=other, with_party=one, reason="A small district", by="user:1", at=now)
Party.objects.filter(pk=other.pk).update(handed_over_at=None)
signed, again, new = (party_of(one, "superintendent") for one in (team, changed, handed))
print(json.dumps({
    "team": team.pk, "code": Certificate.objects.get(team=team).code, "office": signed.pk, "open": new.pk,
    "handed": handed.pk, "links": [[link(signed), signed.pk], [link(again), again.pk], [link(new), new.pk]],
    "both": [link(one), one.pk],
}))
"""


def test_axe_finds_nothing_on_any_page(live_site: Site, page: Any) -> None:
    told = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    pages = [f"/verify/{told['code']}/", "/verify/unknown/"]
    for link, _party in [*told["links"], told["both"]]:
        page.goto(live_site.url + "/l/" + link.partition("/l/")[2])
    signed, again, new = (party for _link, party in told["links"])
    pages += [f"/answer/{signed}/{rest}" for rest in ("", "certificate/", "withdraw/", "hand-over/")]
    pages += [f"/answer/{again}/", f"/answer/{again}/?show=new", f"/answer/{new}/", f"/answer/{told['both'][1]}/"]
    page.goto(f"{live_site.url}/accounts/login/")
    page.fill("[name=login]", "june.promises@example.org")
    page.fill("[name=password]", "a good password 1")
    follow(page.locator("main form button").first)
    offices = f"/organize/promises/teams/{told['handed']}/offices/{told['open']}"
    pages += [f"{offices}/{rest}/" for rest in ("new-holder", "address", "check", "record")]
    pages += ["/organize/promises/statement/", f"/organize/promises/teams/{told['team']}/"]
    for address in pages:
        answer = page.goto(live_site.url + address)
        assert answer.status in (200, 404), address
        look(page, "light")
    page.goto(f"{live_site.url}/organize/promises/statement/")
    page.get_by_label("Opening").fill("We promise together, and mean it:")
    page.get_by_label("Why it changes").fill("The hall moved us by a day.")
    page.get_by_label("Material").check()
    follow(page.get_by_role("button", name="Show the difference"))
    page.get_by_role("heading", name="What would change").wait_for()
    look(page, "dark")

"""How often one network, or one holder of a private link, may try what tells something, or fills the database.

A school, a hall or a whole district stands behind one network: its numbers are those of many honest people at once, and
whoever guesses is held by the link or the address that it is about. The sums: docs/decisions/limits.md.
"""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.access import LinkRequest
from journal.refusals import Refusal

# From one network: registrations, those with files, those kept for later, people who are named, wrong codes.
PER_HOUR = {"register": 120, "files": 40, "keep": 300, "naming": 600, "code": 60}
NAMED_PER_HOUR = 20  # by one person
NAMED_AGAIN_A_DAY = 5  # the same address by one person: most who are named get a mail
WRONG_CODES_IN_A_CROWD = 2  # by one person, in a network where many codes are wrong
UNKNOWN_CERTIFICATES = 60  # codes that we do not know, from one network
HOUR, DAY = 60 * 60, 24 * 60 * 60


class TriedTooOften(Refusal):
    code = "tried_too_often"
    status = 429
    words = _("Many codes that were typed from this network are wrong, yours too. Please try again in an hour.")
    field = "code"


class NamedTooOften(Refusal):
    code = "named_too_often"
    status = 429
    words = _("Many people were named just now. Please try again in an hour, or write to the organizers.")


def require_code_try(request: LinkRequest) -> None:
    """Refuses somebody's code where they, and many in their network, typed wrong ones: tried_too_often.

    Others' wrong codes alone keep nobody out. How often one code is tried, and how many there are, the domain rules.
    """
    crowd = limits.is_spent(what="code", who=_network(request), most=PER_HOUR["code"])
    if crowd and limits.is_spent(what="code", who=request.actor, most=WRONG_CODES_IN_A_CROWD):
        raise TriedTooOften


def note_wrong_code(request: LinkRequest) -> None:
    """Counts a wrong code of this person and of their network."""
    for who in (_network(request), request.actor):
        limits.spend(what="code", who=who, most=PER_HOUR["code"], seconds=HOUR)


def require_few_named(request: LinkRequest, address: str) -> None:
    """Counts one more person who is named; refuses too many within the hour, and the same one within the day, by one
    person: named_too_often.

    Whether an address may be named tells a little of who is on the team already, so nobody goes through a list of them;
    and nobody fills a stranger's mailbox by naming them again and again.
    """
    by, again = request.actor, f"{request.actor} {limits.mailbox_of(address)}"
    within = limits.spend(what="naming", who=by, most=NAMED_PER_HOUR, seconds=HOUR)
    few = limits.spend(what="naming-again", who=again, most=NAMED_AGAIN_A_DAY, seconds=DAY)
    if too_many("naming", request) or not (within and few):
        raise NamedTooOften


def too_many(what: str, request: HttpRequest) -> bool:
    """Counts one more try of this network; True from the one on that is too many within the hour.

    While the cache does not answer nobody is held back: a registration matters more than a flood of drafts.
    """
    return not limits.spend(what=what, who=_network(request), most=PER_HOUR[what], seconds=HOUR)


def too_many_unknown_certificates(request: HttpRequest) -> bool:
    """Counts a certificate's code that we do not know; True from the one on that is too many within the hour."""
    return not limits.spend(what="certificate", who=_network(request), most=UNKNOWN_CERTIFICATES, seconds=HOUR)


def _network(request: HttpRequest) -> str:
    return limits.network_of(request.client_address)  # type: ignore[attr-defined]

"""Private links: a random token for one purpose and one person, stored hashed, with an end date."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, PrivateLink
from journal.refusals import Refusal

TOKEN_BYTES = 32  # 256 bits


class LinkRefused(Refusal):
    """The parent of why a private link does not open."""

    code = "link_refused"
    status = 410


class LinkUnknown(LinkRefused):
    code = "link_unknown"
    status = 404
    words = _("We do not know this link. A part of it may be missing: please open it from the mail once more.")


class LinkNeeded(LinkRefused):
    code = "link_needed"
    status = 403
    words = _("This page opens by a private link. Please open it once more from the mail that we sent you.")


class LinkExpired(LinkRefused):
    code = "link_expired"
    words = _("This link has passed its end date.")


class LinkRevoked(LinkRefused):
    code = "link_revoked"
    words = _("This link was replaced by a newer one, or taken back. Please use the newest mail.")


def mint(
    *, person: Person, purpose: str, subject: str, expires_at: datetime, at: datetime, replacing: bool = False
) -> str:
    """Make a link and return its token, which is kept nowhere in clear: call this while the mail is being sent.

    Earlier links to the same live on, unless `replacing`: then they stop working once something is done by this one,
    so that nobody is locked out by a mail that got lost, or by a scanner that opens what a stranger asked for.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PrivateLink.objects.create(
        token_hash=hash_token(token),
        person=person,
        purpose=purpose,
        subject=subject,
        created_at=at,
        expires_at=expires_at,
        replaces_earlier=replacing,
        sent_to=person.email,
    )
    return token


def url_for(token: str) -> str:
    """The absolute address of a private link."""
    return f"{settings.ACCORD_URL}/l/{token}/"


def hash_token(token: str) -> str:
    """What is stored of a token; a plain hash will do, since 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_link(*, token: str, at: datetime) -> PrivateLink:
    """The link of this token, marked as opened, its person loaded. Refusals: LinkUnknown, LinkExpired, LinkRevoked.

    Opening promises, accepts, sends and ends nothing; a mail scanner may do it.
    """
    links = PrivateLink.objects.select_related("person")
    link = links.filter(token_hash=hash_token(token)).first()
    if link is None:
        raise LinkUnknown
    require_live(link, at=at)
    if link.opened_at is None and PrivateLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=at):
        link.opened_at = at
    return link


@transaction.atomic
def end_replaced(link: PrivateLink, *, at: datetime) -> None:
    """Somebody acts by this link, which replaces earlier ones: those end now. Idempotent."""
    if PrivateLink.objects.filter(pk=link.pk, replaces_earlier=True).update(replaces_earlier=False):
        _end_earlier(link, at=at)


def find_live(*, token: str, purpose: str, at: datetime) -> PrivateLink:
    """The link of this token and purpose, for programs that fetch without a session. Writes nothing. One statement.

    Refusals: LinkUnknown, LinkExpired, LinkRevoked.
    """
    link = PrivateLink.objects.filter(token_hash=hash_token(token), purpose=purpose).first()
    if link is None:
        raise LinkUnknown
    require_live(link, at=at)
    return link


def require_live(link: PrivateLink, *, at: datetime) -> None:
    """Refuses a link that was taken back, or that has passed its end date."""
    if link.revoked_at is not None:
        raise LinkRevoked
    if link.expires_at <= at:
        raise LinkExpired


def revoke_links(*, purpose: str, subject: str, at: datetime, person: Person | None = None) -> int:
    """Take back every link to this, or those of one person only: an office changed hands. They are never renewed."""
    links = PrivateLink.objects.filter(purpose=purpose, subject=subject, revoked_at__isnull=True)
    if person is not None:
        links = links.filter(person=person)
    return links.update(revoked_at=at, renewable=False)


def live_link(*, ids: Iterable[int], purpose: str, subject_id: str, at: datetime) -> PrivateLink:
    """The newest live link among those a session holds that leads to this subject; one query, one more for its person.

    Refusals: LinkUnknown when none does, else why the newest is dead.
    """
    ids = list(ids)
    held = PrivateLink.objects.held(ids).filter(purpose=purpose) if ids else []
    fitting = [link for link in held if link.subject_id == subject_id]
    if not fitting:
        raise LinkUnknown
    for link in fitting:
        if link.revoked_at is None and link.expires_at > at:
            return link
    require_live(fitting[0], at=at)
    raise AssertionError("a link that is neither live nor dead")


def _end_earlier(link: PrivateLink, *, at: datetime) -> None:
    earlier = PrivateLink.objects.filter(person_id=link.person_id, purpose=link.purpose, subject=link.subject)
    earlier.filter(pk__lt=link.pk, revoked_at__isnull=True).update(revoked_at=at)

"""What mail providers tell: bounces and complaints, by the webhooks that django-anymail reads."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import limits
from mail.domain import returns
from mail.domain.returns import Notice
from mail.states import ReturnKind

if TYPE_CHECKING:
    from anymail.webhooks.base import AnymailBaseWebhookView

log = logging.getLogger(__name__)

GREATEST = 1024 * 1024  # bytes; providers bundle events, none more than this
MOST_WRONG, WRONG_WITHIN = 30, 10 * 60
MOST, WITHIN = 6_000, 60  # ten thousand bounces are told in two minutes; told too fast, a provider comes again
SIGNED_BY = {  # providers that sign what they send, by the settings that hold the key; others bring WEBHOOK_SECRET
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "mailtrap": "MAILTRAP_SIGNING_SECRET",
    "mandrill": "MANDRILL_WEBHOOK_KEY",
    "postal": "POSTAL_WEBHOOK_KEY",
    "resend": "RESEND_SIGNING_SECRET",
    "sendgrid": "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
}
KINDS = {
    EventType.BOUNCED: ReturnKind.BOUNCED,
    EventType.REJECTED: ReturnKind.BOUNCED,
    EventType.FAILED: ReturnKind.BOUNCED,
    EventType.COMPLAINED: ReturnKind.COMPLAINED,
    EventType.UNSUBSCRIBED: ReturnKind.UNSUBSCRIBED,
}
NOT_OF_ADDRESS = {RejectReason.TIMED_OUT, RejectReason.BLOCKED, RejectReason.OTHER}


@csrf_exempt  # a program's request: it brings a secret or a signature, and no cookie counts here
@login_not_required
@require_POST
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Takes what a provider tells. 404 without a secret in the settings, 403 with a wrong one, 503 to be told again."""
    network = limits.network_of(getattr(request, "client_address", ""))
    if int(request.META.get("CONTENT_LENGTH") or 0) > GREATEST:
        return HttpResponse(status=413)
    if limits.is_spent(what="mail-events-wrong", who=network, most=MOST_WRONG) or not limits.spend(
        what="mail-events", who=network, most=MOST, seconds=WITHIN
    ):
        return HttpResponse(status=429, headers={"Retry-After": str(WITHIN)})
    door = _door(provider)
    if door.basic_auth and "Authorization" not in request.headers:  # Amazon SNS shows its secret when it is asked
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="mail events"'})
    try:
        door.run_validators(request)
    except Exception as error:  # noqa: BLE001  most read the body first: whatever a stranger's does to them
        log.info("What came for the provider %s was refused: %s", door.esp_name, type(error).__name__)
        limits.spend(what="mail-events-wrong", who=network, most=MOST_WRONG, seconds=WRONG_WITHIN)
        return HttpResponse(status=403)
    return _take_all(door, request, at=timezone.now())


def _door(provider: str) -> "AnymailBaseWebhookView":
    """Anymail's own view of this provider, which checks and reads. 404 where nothing would guard it."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET") and not settings.ANYMAIL.get(SIGNED_BY.get(provider, "")):
        raise Http404
    from anymail.exceptions import AnymailConfigurationError  # seven megabytes, for those whom a provider tells

    try:
        return resolve(f"/{provider}/tracking/", "anymail.urls").func.view_class()  # type: ignore[attr-defined,no-any-return]
    except Resolver404:
        raise Http404 from None
    except (AnymailConfigurationError, ValueError) as error:  # no key, or one that is none
        log.warning("The settings for events of %s cannot be used: %s", provider, type(error).__name__)
        raise Http404 from None


def _take_all(door: "AnymailBaseWebhookView", request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Each event by itself, so that one that comes too early holds up none."""
    try:
        notices = [_notice(event, at) for event in door.parse_events(request) if event.event_type in KINDS]
    except Exception as error:  # noqa: BLE001  others' code, over others' words
        log.warning("What the provider %s sent could not be read: %s", door.esp_name, type(error).__name__)
        return HttpResponse(status=400)
    early = 0
    for notice in notices:
        try:
            returns.take(notice=notice, at=at)
        except returns.NotNotedYet:
            early += 1
    return HttpResponse(status=503 if early else 200)


def _notice(event: AnymailTrackingEvent, at: datetime) -> Notice:
    """The event in our words. A complaint is lasting; of a bounce the provider says whether the address is at fault."""
    kind = KINDS[event.event_type]
    of_address = event.event_type != EventType.FAILED and event.reject_reason not in NOT_OF_ADDRESS
    said = _plain(event.mta_response or event.description or event.reject_reason)
    return Notice(
        kind=kind,
        provider_id=_plain(event.message_id),
        recipient=_plain(event.recipient),
        happened_at=event.timestamp or at,
        lasting=kind != ReturnKind.BOUNCED or of_address,
        said=said[:500],
    )


def _plain(text: object) -> str:
    """In one line, without signs that no database keeps."""
    return "".join(sign for sign in " ".join(str(text or "").split()) if sign.isprintable())

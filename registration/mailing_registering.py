"""The mail about registering: what stands beside registration.mailing, for what is not a team yet."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain import links
from convenings.models import Convening
from mail import occasions
from mail.models import Message
from mail.occasions import Letter, PrivateUrl
from registration.models import HeldRegistration, RegistrationDraft
from registration.states import HeldState

LIVES_ON = timedelta(days=60)  # a link, after the convening is over


def compose_held(message: Message, at: datetime) -> Letter | None:
    """To a stranger: the registration has arrived."""
    held = _held(message)
    if held is None:
        return None
    return Letter(
        subject=_("We have your registration for %(convening)s") % {"convening": held.convening.name},
        template="mail/registration/received",
        context=about(held.convening) | {"held": held},
        reply_to=held.convening.contact_email,
    )


def compose_other(message: Message, at: datetime) -> Letter | None:
    """To a coordinator: somebody else wants to register the same place."""
    held = _held(message)
    if held is None or held.team.coordinator_id != message.person_id:
        return None
    team, until = held.team, max(held.convening.ends_at, at) + LIVES_ON
    subject = f"team:{team.pk}"
    token = links.mint(person=team.coordinator, purpose="coordinate", subject=subject, expires_at=until, at=at)
    return Letter(
        subject=_("Somebody else wants to register %(team)s") % {"team": team.name},
        template="mail/registration/other",
        context=about(held.convening)
        | {"held": held, "team": team, "link": PrivateUrl(links.url_for(token)), "button": _("Open the team's page")},
        reply_to=held.convening.contact_email,
    )


def compose_kept(message: Message, at: datetime) -> Letter | None:
    """To who left a registration: the link by which they go on."""
    found = RegistrationDraft.objects.select_related("convening__venue", "person")
    draft = found.filter(pk=message.refs["draft"], finished_at=None, expires_at__gt=at).first()
    if draft is None:
        return None
    subject = f"draft:{draft.pk}"
    token = links.mint(person=draft.person, purpose="register", subject=subject, expires_at=draft.expires_at, at=at)
    return Letter(
        subject=_("Go on with your registration for %(convening)s") % {"convening": draft.convening.name},
        template="mail/registration/kept",
        context=about(draft.convening)
        | {"draft": draft, "link": PrivateUrl(links.url_for(token)), "button": _("Go on with the registration")},
        reply_to=draft.convening.contact_email,
    )


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    occasions.register("registration.held", compose_held, title=gettext_lazy("a registration has arrived"))
    occasions.register("registration.kept", compose_kept, title=gettext_lazy("a registration was left for later"))
    title = gettext_lazy("somebody else registers the same place")
    occasions.register("registration.other", compose_other, title=title)


def about(convening: Convening) -> dict[str, Any]:
    """What every letter reads."""
    context: dict[str, Any] = {"convening": convening}
    return context | {"is_demo": True} if convening.is_demo else context


def _held(message: Message) -> HeldRegistration | None:
    """The registration, unless somebody has decided about it since."""
    found = HeldRegistration.objects.select_related("convening__venue", "team__coordinator")
    return found.filter(pk=message.refs["held"], state=HeldState.HELD).first()

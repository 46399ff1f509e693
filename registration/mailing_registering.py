"""The mail about registering: what stands beside registration.mailing, for what is not a team yet."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain import links
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, PrivateUrl
from registration import mailing_values
from registration.mailing import letter, private_link
from registration.models import HeldRegistration, RegistrationDraft
from registration.states import HeldState


def compose_held(message: Message, at: datetime) -> Letter | None:
    """To a stranger: the registration has arrived."""
    held = _held(message)
    if held is None:
        return None
    values = mailing_values.of_convening(held.convening) | {"team": held.name, "name": held.coordinator_name}
    return letter(held.convening, values)


def compose_other(message: Message, at: datetime) -> Letter | None:
    """To a coordinator: somebody else wants to register the same place."""
    held = _held(message)
    if held is None or held.team.coordinator_id != message.person_id:
        return None
    team = held.team
    values = mailing_values.of_convening(held.convening) | {
        "team": team.name,
        "name": team.coordinator.name,
        "who": held.coordinator_name,
        "who_email": held.coordinator_email,
        "their_team": held.name,
    }
    url = private_link(team.coordinator, "coordinate", f"team:{team.pk}", held.convening, at)
    return letter(held.convening, values, Button(_("Open the team's page"), url))


def compose_kept(message: Message, at: datetime) -> Letter | None:
    """To who left a registration: the link by which they go on."""
    found = RegistrationDraft.objects.select_related("convening__venue", "person")
    draft = found.filter(pk=message.refs["draft"], finished_at=None, expires_at__gt=at).first()
    if draft is None:
        return None
    subject = f"draft:{draft.pk}"

    def mint() -> PrivateUrl:
        until = draft.expires_at
        token = links.mint(person=draft.person, purpose="register", subject=subject, expires_at=until, at=at)
        return PrivateUrl(links.url_for(token))

    until = mailing_values.zoned(draft.expires_at, draft.convening)
    values = mailing_values.of_convening(draft.convening) | {"name": draft.person.name, "until": until}
    return letter(draft.convening, values, Button(_("Go on with the registration"), mint))


_v = mailing_values

OCCASIONS = (
    Occasion("registration.held", compose_held, gettext_lazy("a registration has arrived"), (*_v.TEAM, _v.NAME)),
    Occasion(
        "registration.kept",
        compose_kept,
        gettext_lazy("a registration was left for later"),
        (*_v.CONVENING, _v.NAME, _v.UNTIL),
        has_button=True,
    ),
    Occasion(
        "registration.other",
        compose_other,
        gettext_lazy("somebody else registers the same place"),
        (*_v.TEAM, _v.NAME, *_v.THEIR_REGISTRATION),
        has_button=True,
    ),
)


def _held(message: Message) -> HeldRegistration | None:
    """The registration, unless somebody has decided about it since."""
    found = HeldRegistration.objects.select_related("convening__venue", "team__coordinator")
    return found.filter(pk=message.refs["held"], state=HeldState.HELD).first()

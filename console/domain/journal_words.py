"""What each kind of journal entry says. A kind without words here is shown as it is: a test finds it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "agreement.made": _("Offices named"),
    "attendee.added": _("Attendee added"),
    "attendee.cancelled": _("Attendee does not come"),
    "badge.issued": _("Badge issued"),
    "badge.replaced": _("Badge replaced"),
    "badge.scanned": _("Badge scanned"),
    "badges.issued": _("Badges issued"),
    "badges.printed": _("Badges printed"),
    "commitment.declined": _("Declined"),
    "commitment.deferred": _("Put off to a vote"),
    "commitment.invited": _("Asked to promise"),
    "commitment.signed": _("Promised"),
    "commitment.superseded": _("Answer replaced"),
    "commitment.withdrawn": _("Promise withdrawn"),
    "convening.cancelled": _("Convening cancelled"),
    "convening.changed": _("Convening changed"),
    "convening.closed": _("Registration closed"),
    "convening.concluded": _("Convening concluded"),
    "convening.created": _("Convening made"),
    "convening.live": _("Convening is live"),
    "convening.open": _("Registration opened"),
    "convening.postponed": _("Convening postponed"),
    "job.asked": _("Background work asked for"),
    "job.cancelled": _("Background work cancelled"),
    "message.cancelled": _("Message cancelled"),
    "message.held": _("Message held"),
    "message.released": _("Message released"),
    "role.granted": _("Role given"),
    "role.revoked": _("Role taken"),
    "token.made": _("API token made"),
    "token.revoked": _("API token revoked"),
}

"""A bad address, said where its person is shown. The view gives `troubles`, from mail.domain.addresses."""

from collections.abc import Collection
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.translation import gettext as _

from mail.domain.addresses import todo_for, what_ails
from mail.models import BadAddress
from mail.models.bad_address import fold_address

register = template.Library()


@register.inclusion_tag("components/address_trouble.html", takes_context=True)
def address_trouble(context: RequestContext, address: str, *, backstage: bool = False) -> dict[str, Any]:
    """What is known against the address, and what to do; nothing where nothing is known.

    backstage: for organizers, with the reason, what the mail server said, and “Try again”. Others read that mail does
    not arrive, and no more: a complaint is no colleague's business.
    """
    troubles: Collection[str] = context.get("troubles") or ()
    if fold_address(address) not in troubles:
        return {"what": ""}
    if not backstage:
        what = _("Our mail does not reach this address.")
        return {"what": what, "todo": _("Ask for the right one, and correct it or tell the organizers.")}
    assert isinstance(troubles, dict)  # a view for organizers gives the rows
    bad: BadAddress = troubles[fold_address(address)]
    request = context["request"]
    may_try = "change_teams" in getattr(request, "permissions", ())
    return {
        "what": what_ails(bad),
        "todo": todo_for(bad),
        "said": bad.said,
        "address": address,
        "may_try": may_try,
        "slug": context["convening"].slug,
        "next": request.path,
        "csrf_token": context["csrf_token"],
    }

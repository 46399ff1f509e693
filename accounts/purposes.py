"""What private links are for: higher rooms register each purpose at start-up, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import PrivateLink

YOUR_PAGE = _("Your page")
RENEWED_FOR = timedelta(days=30)

Destination = Callable[["PrivateLink"], str]
Renewal = Callable[["PrivateLink", datetime], datetime | None]


def renew_for_a_month(link: "PrivateLink", at: datetime) -> datetime | None:
    """A lost link is given anew for 30 days, or as long as the one that was lost."""
    return max(link.expires_at, at + RENEWED_FOR)


@dataclass(frozen=True)
class Purpose:
    """One kind of private link.

    `destination` gives the clean address, which begins with /; `title` names the page in a mail that lists several;
    `renewal` says until when a lost link is given anew, None where it is not.
    """

    name: str
    destination: Destination
    title: "str | Promise | Callable[[PrivateLink], str]"
    renewal: Renewal

    def title_of(self, link: "PrivateLink") -> str:
        """What people read for the page behind this link."""
        return str(self.title(link) if callable(self.title) else self.title)


_purposes: dict[str, Purpose] = {}


def register(
    purpose: str,
    destination: Destination,
    title: "str | Promise | Callable[[PrivateLink], str]" = YOUR_PAGE,
    renewal: Renewal = renew_for_a_month,
) -> None:
    """Tell what a purpose is; called from AppConfig.ready of higher rooms. The last registration holds."""
    _purposes[purpose] = Purpose(purpose, destination, title, renewal)


def find(purpose: str) -> Purpose | None:
    """The registered purpose; None when no room has told of it."""
    return _purposes.get(purpose)

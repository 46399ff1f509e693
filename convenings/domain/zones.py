"""Names of time zones as people say them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SPOKEN = {
    "America/New_York": gettext_lazy("Eastern Time"),
    "America/Detroit": gettext_lazy("Eastern Time"),
    "America/Indiana/Indianapolis": gettext_lazy("Eastern Time"),
    "America/Kentucky/Louisville": gettext_lazy("Eastern Time"),
    "America/Chicago": gettext_lazy("Central Time"),
    "America/Denver": gettext_lazy("Mountain Time"),
    "America/Boise": gettext_lazy("Mountain Time"),
    "America/Phoenix": gettext_lazy("Arizona Time"),
    "America/Los_Angeles": gettext_lazy("Pacific Time"),
    "America/Anchorage": gettext_lazy("Alaska Time"),
    "Pacific/Honolulu": gettext_lazy("Hawaii Time"),
    "America/Puerto_Rico": gettext_lazy("Atlantic Time"),
    "UTC": gettext_lazy("Universal Time"),
}


def spoken_zone(name: str) -> str:
    """The zone in words: "Eastern Time", or by its city where no shorter name is common."""
    if name in SPOKEN:
        return str(SPOKEN[name])
    return _("%(city)s time") % {"city": name.rsplit("/", 1)[-1].replace("_", " ")}

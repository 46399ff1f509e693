"""The convenings of one organizer, with the roles held there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from convenings.domain.access import convenings_of
from convenings.models import Convening, Grant
from convenings.permissions import Role


@dataclass(frozen=True)
class OwnConvening:
    convening: Convening
    roles: tuple[str | Promise, ...]
    is_over: bool


def own_convenings(*, user: Any, at: datetime) -> list[OwnConvening]:
    """Those to come by their date, then those that are over, the latest first. Two statements."""
    roles: dict[int, list[str | Promise]] = defaultdict(list)
    for convening_id, role in Grant.objects.filter(user=user).values_list("convening_id", "role"):
        roles[convening_id].append(Role(role).label)
    found = convenings_of(user).select_related("venue").order_by("starts_at")
    rows = [OwnConvening(one, tuple(roles[one.pk]), one.ends_at < at) for one in found]
    return [row for row in rows if not row.is_over] + [row for row in reversed(rows) if row.is_over]

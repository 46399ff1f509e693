"""The room in the admin: checkpoints are edited; badges, scanners and scans are looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from checkin.models import Badge, Checkpoint, Device, Scan
from convenings.admin_base import ConveningAdmin
from convenings.permissions import Permission


class OnlyLookedAt(ConveningAdmin):
    """What the door writes is changed by the door alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Checkpoint)
class CheckpointAdmin(ConveningAdmin):
    needs_to_view = Permission.CHECK_IN
    needs_to_change = Permission.MANAGE_DOOR
    list_display = ["name", "kind", "convening"]
    list_filter = ["kind"]
    fields = ["convening", "name", "kind"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A checkpoint stays what it is: its scans count for that. Who may pass is said on the door's own page."""
        return ["convening", "kind"] if obj else []


@admin.register(Badge)
class BadgeAdmin(OnlyLookedAt):
    convening_path = "attendee__convening"
    needs_to_view = Permission.PRINT_BADGES
    list_display = ["attendee", "state", "issued_at", "printed_at", "replaced_at"]
    list_filter = ["state"]
    list_select_related = ["attendee__person"]
    search_fields = ["attendee__person__folded_name"]


@admin.register(Device)
class DeviceAdmin(OnlyLookedAt):
    convening_path = "checkpoint__convening"
    needs_to_view = Permission.MANAGE_DOOR
    list_display = ["label", "kind", "checkpoint", "made_at", "expires_at", "revoked_at"]
    list_select_related = ["checkpoint"]
    exclude = ["token_hash", "browser"]


@admin.register(Scan)
class ScanAdmin(OnlyLookedAt):
    convening_path = "checkpoint__convening"
    needs_to_view = Permission.CHECK_IN
    list_display = ["scanned_at", "checkpoint", "attendee", "direction", "answer", "by", "annulled_at"]
    list_filter = ["answer", "direction"]
    list_select_related = ["checkpoint", "attendee__person"]
    exclude = ["read_code"]

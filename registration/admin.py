"""Simple data of this room in the admin: the kinds of teams and their offices. What has states is not edited here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from convenings.admin_base import ConveningAdmin
from convenings.permissions import Permission
from registration.models import Office, TeamType


@admin.register(TeamType)
class TeamTypeAdmin(ConveningAdmin):
    list_display = ["name", "convening", "position"]
    list_filter = [("convening", admin.RelatedOnlyFieldListFilter)]
    prepopulated_fields = {"code": ["name"]}


@admin.register(Office)
class OfficeAdmin(ConveningAdmin):
    """Teams that registered before keep the offices that they were asked for."""

    convening_path = "team_type__convening"
    needs_to_view = Permission.VIEW_TEAMS
    list_display = ["label", "team_type", "side", "requirement", "position"]
    list_filter = ["side", "requirement"]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        return ["team_type__convening"]

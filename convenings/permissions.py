"""Who may do what in a convening: permissions, and roles as readable lists of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW_CONVENING = "view_convening", _("see the convening backstage")
    CHANGE_CONVENING = "change_convening", _("change dates, capacity and state")
    GRANT_ROLES = "grant_roles", _("give and take roles")
    VIEW_TEAMS = "view_teams", _("see teams and their answers")
    CHANGE_TEAMS = "change_teams", _("change teams, members and places")
    CHANGE_STATEMENT = "change_statement", _("change the statement")
    REWORD_STATEMENT = "reword_statement", _("let promises carry on under many other words")
    CHANGE_PROGRAMME = "change_programme", _("schedule sessions")
    CHANGE_EXPO = "change_expo", _("assign booths")
    SEND_MAIL = "send_mail", _("send and hold mail")
    PRINT_BADGES = "print_badges", _("render and print badges")
    CHECK_IN = "check_in", _("scan badges")
    MANAGE_DOOR = "manage_door", _("hand out and revoke scanner links")
    CERTIFY_HOURS = "certify_hours", _("see, correct and certify hours")
    VIEW_JOURNAL = "view_journal", _("read the journal")
    MANAGE_API = "manage_api", _("make and revoke API tokens")


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    REGISTRAR = "registrar", _("registrar")
    PROGRAMME = "programme", _("programme")
    EXPO = "expo", _("expo")
    DESK = "desk", _("desk")


_P = Permission
ROLES: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.REGISTRAR: frozenset(
        {
            _P.VIEW_CONVENING,
            _P.VIEW_TEAMS,
            _P.CHANGE_TEAMS,
            _P.CHANGE_STATEMENT,
            _P.SEND_MAIL,
            _P.PRINT_BADGES,
            _P.CERTIFY_HOURS,
            _P.VIEW_JOURNAL,
        }
    ),
    Role.PROGRAMME: frozenset({_P.VIEW_CONVENING, _P.CHANGE_PROGRAMME}),
    Role.EXPO: frozenset({_P.VIEW_CONVENING, _P.VIEW_TEAMS, _P.CHANGE_EXPO}),
    Role.DESK: frozenset({_P.VIEW_CONVENING, _P.VIEW_TEAMS, _P.CHECK_IN, _P.MANAGE_DOOR, _P.PRINT_BADGES}),
}

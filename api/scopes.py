"""What a token may do: each scope opens some addresses of the API and nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    CONVENING_READ = "convening:read", _("read the convening, its places and its funnel")
    TEAMS_READ = "teams:read", _("read teams, and their answers as organizers see them")
    ATTENDEES_READ = "attendees:read", _("read the people who come")
    PROGRAMME_READ = "programme:read", _("read rooms, time slots and sessions")
    PROGRAMME_WRITE = "programme:write", _("schedule sessions")
    EXPO_READ = "expo:read", _("read booths and who stands where")
    EXPO_WRITE = "expo:write", _("assign booths")
    CHECKIN_READ = "checkin:read", _("read checkpoints")
    CHECKIN_SCAN = "checkin:scan", _("scan badges")
    BADGES_READ = "badges:read", _("read which badges are issued and printed")
    JOBS_READ = "jobs:read", _("read how background work goes")

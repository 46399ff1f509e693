"""What a token may do: each scope opens some addresses of the API and nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    CONVENING_READ = "convening:read", _("read the convening, its statement, and places as its public page has them")
    CONVENING_WRITE = "convening:write", _("write the questions and answers, and import the directory")
    STATEMENT_WRITE = "statement:write", _("publish new versions of the statement")
    TEAMS_READ = "teams:read", _("read teams and their answers as organizers see them, the line and the selection")
    TEAMS_WRITE = "teams:write", _("change teams’ places, deadlines, offices and coordinators")
    SELECTION_WRITE = "selection:write", _("select teams, and take the selection back")
    EVIDENCE_READ = "evidence:read", _("read every answer with its evidence")
    ATTENDEES_READ = "attendees:read", _("read the people who come")
    PROGRAMME_READ = "programme:read", _("read rooms, time slots and sessions")
    PROGRAMME_WRITE = "programme:write", _("schedule sessions")
    SUBMISSIONS_READ = "submissions:read", _("read proposed sessions, with what organizers say of them")
    SUBMISSIONS_WRITE = "submissions:write", _("ask about proposed sessions, decide, and send the letters")
    FEEDBACK_READ = "feedback:read", _("read feedback on sessions, without names")
    CHOICES_READ = "choices:read", _("read which breakouts each attendee chose")
    CHOICES_WRITE = "choices:write", _("choose breakouts for attendees")
    SEATS_READ = "seats:read", _("read who sits in which session, who waits, and proposals of seats")
    SEATS_WRITE = "seats:write", _("seat attendees, apply and undo proposals of seats, open seats")
    EXPO_READ = "expo:read", _("read booths, what teams ask of them, and who stands where")
    EXPO_WRITE = "expo:write", _("assign booths, write what teams ask, apply and undo proposals")
    VISITS_WRITE = "visits:write", _("send visits to booths for attendees")
    HIGHLIGHTS_WRITE = "highlights:write", _("decide what the highlights wall shows")
    CHECKIN_READ = "checkin:read", _("read checkpoints, and how many are in")
    CHECKIN_SCAN = "checkin:scan", _("scan badges")
    BADGES_READ = "badges:read", _("read which badges are issued and printed, and their designs")
    BADGES_PRINT = "badges:print", _("print sheets of badges")
    REMINDERS_READ = "reminders:read", _("read reminder rules")
    REMINDERS_WRITE = "reminders:write", _("hold, skip and send planned reminders")
    ANNOUNCEMENTS_WRITE = "announcements:write", _("announce on every page and by mail, and end it")
    MAIL_READ = "mail:read", _("read what was written to many, and the words of mail")
    MESSAGES_READ = "messages:read", _("read the outbox: who was sent which mail, without its texts")
    MAIL_WRITE = "mail:write", _("write the words of mail, and reset them")
    JOBS_READ = "jobs:read", _("read how background work goes")

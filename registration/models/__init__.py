from registration.models.attendee import Attendee
from registration.models.directory import DirectoryEntry
from registration.models.office import Office
from registration.models.selection import Selection
from registration.models.team import Team
from registration.models.team_type import TeamType

__all__ = ["Attendee", "DirectoryEntry", "Office", "Selection", "Team", "TeamType"]

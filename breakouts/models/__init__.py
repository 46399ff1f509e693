from breakouts.models.absence import Absence
from breakouts.models.calendar_entry import CalendarEntry
from breakouts.models.call import Call, CallInvitation
from breakouts.models.choice import Choice
from breakouts.models.companion import Companion
from breakouts.models.feedback import Feedback
from breakouts.models.imported_session import ImportedSession
from breakouts.models.material import Material
from breakouts.models.move import Move
from breakouts.models.programme import Programme
from breakouts.models.release import Release
from breakouts.models.room import Room, ShutTime
from breakouts.models.seat import Seat, WaitlistEntry
from breakouts.models.session import Presentation, Session
from breakouts.models.slot import TimeSlot
from breakouts.models.submission import Remark, Speaker, Submission

__all__ = [
    "Absence", "CalendarEntry", "Call", "CallInvitation", "Choice", "Companion", "Feedback", "ImportedSession",
    "Material", "Move", "Presentation", "Programme", "Release", "Remark", "Room", "Seat", "Session", "ShutTime",
    "Speaker", "Submission", "TimeSlot", "WaitlistEntry",
]  # fmt: skip

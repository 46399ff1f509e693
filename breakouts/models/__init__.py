from breakouts.models.calendar_entry import CalendarEntry
from breakouts.models.call import Call, CallInvitation
from breakouts.models.choice import Choice
from breakouts.models.feedback import Feedback
from breakouts.models.imported_session import ImportedSession
from breakouts.models.material import Material
from breakouts.models.programme import Programme
from breakouts.models.room import Room
from breakouts.models.session import Presentation, Session
from breakouts.models.slot import TimeSlot
from breakouts.models.submission import Remark, Speaker, Submission

__all__ = [
    "CalendarEntry", "Call", "CallInvitation", "Choice", "Feedback", "ImportedSession", "Material", "Presentation",
    "Programme", "Remark", "Room", "Session", "Speaker", "Submission", "TimeSlot",
]  # fmt: skip

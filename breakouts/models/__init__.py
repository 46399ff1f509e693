from breakouts.models.calendar_entry import CalendarEntry
from breakouts.models.choice import Choice
from breakouts.models.programme import Programme
from breakouts.models.room import Room
from breakouts.models.session import Presentation, Session
from breakouts.models.slot import TimeSlot

__all__ = ["CalendarEntry", "Choice", "Presentation", "Programme", "Room", "Session", "TimeSlot"]

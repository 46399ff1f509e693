from breakouts.models.calendar_entry import CalendarEntry
from breakouts.models.programme import Programme
from breakouts.models.room import Room
from breakouts.models.session import Presentation, Session
from breakouts.models.slot import TimeSlot

__all__ = ["CalendarEntry", "Presentation", "Programme", "Room", "Session", "TimeSlot"]

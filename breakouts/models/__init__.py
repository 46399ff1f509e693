from breakouts.models.room import Room
from breakouts.models.session import Presentation, Session
from breakouts.models.slot import TimeSlot

__all__ = ["Presentation", "Room", "Session", "TimeSlot"]

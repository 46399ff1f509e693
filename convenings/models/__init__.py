from convenings.models.access import Grant
from convenings.models.convening import Convening
from convenings.models.element import Element
from convenings.models.reminder import ReminderRule, ReminderRun
from convenings.models.sponsor import Sponsor
from convenings.models.venue import Venue

__all__ = ["Convening", "Element", "Grant", "ReminderRule", "ReminderRun", "Sponsor", "Venue"]

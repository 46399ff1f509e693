"""The convening as a file for calendars, with the letters that tell of its days."""

from convenings.domain.calendars import CANCEL, MEDIA_TYPE, PUBLISH, convening_event, write_calendar
from convenings.models import Convening
from convenings.states import OFF
from mail.occasions import Attachment


def convening_file(convening: Convening) -> Attachment:
    """Its days to add to a calendar; postponed or cancelled, the same event to take it out again."""
    method = CANCEL if convening.state in OFF else PUBLISH
    events = [convening_event(convening)]
    content = write_calendar(convening=convening, events=events, title=convening.name, method=method)
    return Attachment("convening.ics", content, MEDIA_TYPE, {"method": method, "charset": "utf-8"})

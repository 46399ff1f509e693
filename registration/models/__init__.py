from registration.models.announcement import Announcement
from registration.models.attendee import Attendee
from registration.models.attendee_details import AttendeeDetails
from registration.models.bulk_mail import BulkList, BulkMail, BulkRecipient
from registration.models.certificate import Certificate
from registration.models.digest import DigestReader
from registration.models.directory import DirectoryEntry
from registration.models.draft import RegistrationDraft
from registration.models.held import HeldRegistration
from registration.models.office import Office
from registration.models.preparation import Preparation
from registration.models.promise_code import PromiseCode
from registration.models.question import CustomAnswer, CustomQuestion
from registration.models.selection import Selection
from registration.models.shared_office import SharedOffice
from registration.models.side_coordinator import SideCoordinator
from registration.models.team import Team
from registration.models.team_type import TeamType

__all__ = [
    "Announcement",
    "Attendee",
    "AttendeeDetails",
    "BulkList",
    "BulkMail",
    "BulkRecipient",
    "Certificate",
    "CustomAnswer",
    "CustomQuestion",
    "DigestReader",
    "DirectoryEntry",
    "HeldRegistration",
    "Office",
    "Preparation",
    "PromiseCode",
    "RegistrationDraft",
    "Selection",
    "SharedOffice",
    "SideCoordinator",
    "Team",
    "TeamType",
]

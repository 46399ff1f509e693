from checkin.models.badge import Badge, QrImage
from checkin.models.badge_design import BadgeDesign, SponsorLogo
from checkin.models.badge_print import BadgePrint
from checkin.models.checkpoint import Checkpoint
from checkin.models.device import Device
from checkin.models.hours import HoursCertificate, HoursCorrection, HoursRule
from checkin.models.kiosk import KioskAsk, KioskCode
from checkin.models.refused_scan import RefusedScan
from checkin.models.scan import Scan

__all__ = [
    "Badge",
    "BadgeDesign",
    "BadgePrint",
    "Checkpoint",
    "Device",
    "HoursCertificate",
    "HoursCorrection",
    "HoursRule",
    "KioskAsk",
    "KioskCode",
    "QrImage",
    "RefusedScan",
    "Scan",
    "SponsorLogo",
]

from checkin.models.badge import Badge, QrImage
from checkin.models.checkpoint import Checkpoint
from checkin.models.device import Device
from checkin.models.scan import Scan

__all__ = ["Badge", "Checkpoint", "Device", "QrImage", "Scan"]

from expo.models.area import Area
from expo.models.booth import Booth
from expo.models.hall import Hall
from expo.models.highlight import Highlight
from expo.models.late_arrival import LateArrival
from expo.models.neighbours import NeighbourCorrection
from expo.models.partner import PartnerStand
from expo.models.placement import Placement
from expo.models.request import NeighbourWish, Request, RequestDeadline
from expo.models.shift import Shift
from expo.models.step import BoothChange, FloorStep
from expo.models.visit import Bookmark, Note, Visit
from expo.models.wave import RotaRules, Wave
from expo.states import Feature

__all__ = [
    "Area", "Bookmark", "Booth", "BoothChange", "Feature", "FloorStep", "Hall", "Highlight", "LateArrival",
    "NeighbourCorrection", "NeighbourWish", "Note", "PartnerStand", "Placement", "Request", "RequestDeadline",
    "RotaRules", "Shift", "Visit", "Wave",
]

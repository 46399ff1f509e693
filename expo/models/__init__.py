from expo.models.booth import Booth
from expo.models.hall import Hall
from expo.models.highlight import Highlight
from expo.models.placement import Placement
from expo.models.request import NeighbourWish, Request, RequestDeadline
from expo.models.shift import Shift
from expo.models.visit import Bookmark, Note, Visit
from expo.models.wave import RotaRules, Wave
from expo.states import Feature

__all__ = [
    "Bookmark",
    "Booth",
    "Feature",
    "Hall",
    "Highlight",
    "NeighbourWish",
    "Note",
    "Placement",
    "Request",
    "RequestDeadline",
    "RotaRules",
    "Shift",
    "Visit",
    "Wave",
]

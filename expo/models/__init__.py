from expo.models.booth import Booth
from expo.models.hall import Hall
from expo.models.placement import Placement
from expo.models.request import NeighbourWish, Request, RequestDeadline
from expo.states import Feature

__all__ = ["Booth", "Feature", "Hall", "NeighbourWish", "Placement", "Request", "RequestDeadline"]

from expo.models.booth import Booth, Feature
from expo.models.hall import Hall
from expo.models.placement import Placement
from expo.models.request import Request

__all__ = ["Booth", "Feature", "Hall", "Placement", "Request"]

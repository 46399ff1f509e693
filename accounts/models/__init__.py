from accounts.models.link import PrivateLink
from accounts.models.person import Person
from accounts.models.user import User

__all__ = ["Person", "PrivateLink", "User"]

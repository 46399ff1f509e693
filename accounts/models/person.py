from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PersonQuerySet(models.QuerySet["Person"]):
    def at_address(self, address: str) -> "PersonQuerySet":
        """Everybody who has this mail address, in whatever convening; capitals do not count."""
        return self.alias(address=Lower("email")).filter(address=address.strip().lower()).exclude(email="")


class Person(models.Model):
    """Somebody who takes part in one convening and signs in by private link: coordinator, signatory, attendee."""

    convening_id = models.BigIntegerField(db_index=True)
    name = models.CharField(_("name"), max_length=200)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)  # a guest at the door may have told none
    folded_name = models.CharField(max_length=200, db_index=True)  # casefolded, accents off: SQLite cannot search else
    language = models.CharField(max_length=10, default="en")

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(Lower("email"), name="accounts_person_address")]

    def __str__(self) -> str:
        return self.name

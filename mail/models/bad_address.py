from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from mail.states import ReturnKind


class BadAddressQuerySet(models.QuerySet["BadAddress"]):
    def known(self) -> "BadAddressQuerySet":
        """Addresses to which mail is not sent: nobody has said “try again”."""
        return self.filter(cleared_at__isnull=True)

    def among(self, addresses: Iterable[str]) -> "BadAddressQuerySet":
        """Those of these that are known as bad; capitals do not count."""
        return self.known().filter(address__in={fold_address(address) for address in addresses})


class BadAddress(models.Model):
    """A mail address from which mail came back for good, or whose reader wants none. One row an address."""

    address = models.CharField(max_length=254)  # as fold_address writes it
    reason = models.CharField(max_length=12, choices=ReturnKind)
    said = models.CharField(max_length=500, blank=True)  # by the mail server, in its own words
    noted_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)  # an organizer said “try again”; what was known before is forgotten

    objects: ClassVar[BadAddressQuerySet] = BadAddressQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], name="mail_bad_address_once"),
            models.CheckConstraint(condition=models.Q(reason__in=ReturnKind.values), name="mail_bad_address_reason"),
        ]

    def __str__(self) -> str:
        return self.address


def fold_address(address: str) -> str:
    """The address as it is compared."""
    return address.strip().casefold()

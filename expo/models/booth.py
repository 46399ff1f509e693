import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models.hall import Hall
from expo.states import Feature, Use

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that people confuse
CODE_LENGTH = 10
SPACIOUS = 150  # square feet: half as much again as the usual ten by ten


def new_code() -> str:
    """What a booth's QR code leads to: opaque, and short enough to be typed from the sign."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Booth(models.Model):
    """A numbered booth on the floor; `x`, `y` of its upper left corner, `width` and `depth` in feet.

    `code` stays when the booth gets another number: signs that hang go on leading here.
    `version`: the id of the newest FloorStep that drew it; 0 where it was drawn before steps were kept.
    """

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="booths")
    number = models.PositiveIntegerField(_("number"))
    x = models.PositiveIntegerField(_("feet from the left"))
    y = models.PositiveIntegerField(_("feet from the top"))
    width = models.PositiveIntegerField(_("width, feet"), default=10)
    depth = models.PositiveIntegerField(_("depth, feet"), default=10)
    features = models.JSONField(_("features"), default=list, blank=True)  # values that are ticked
    zone = models.CharField(_("zone"), max_length=40, blank=True)  # what teams call a part of the hall
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    use = models.CharField(_("for"), max_length=8, choices=Use, default=Use.TEAMS)
    version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="expo_booth_number_once"),
            models.CheckConstraint(condition=models.Q(width__gte=1, depth__gte=1), name="expo_booth_has_size"),
            models.CheckConstraint(condition=models.Q(use__in=Use.values), name="expo_booth_use_known"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def offers(self) -> frozenset[Feature]:
        """The features as a set, with what follows from the size."""
        by_size = {Feature.SPACE} if self.width * self.depth >= SPACIOUS else set()
        return frozenset(Feature(value) for value in self.features) | by_size

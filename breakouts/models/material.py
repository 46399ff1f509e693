from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from breakouts.models.session import Session
from breakouts.states import MaterialPhase


class MaterialQuerySet(models.QuerySet["Material"]):
    def published(self) -> Self:
        """Those that everybody may see."""
        return self.filter(published_at__isnull=False)


class Material(models.Model):
    """A file or a link that belongs to a session; seen by its presenters and organizers alone until it is published."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    phase = models.CharField(max_length=10, choices=MaterialPhase)
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(max_length=500, blank=True)
    file = models.CharField(max_length=200, blank=True)  # its name in the private storage
    file_name = models.CharField(max_length=150, blank=True)  # as it was called where it came from
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects: ClassVar = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["-phase", "pk"]  # before, then after
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url="", file__gt="") | models.Q(url__gt="", file=""),
                name="breakouts_material_file_or_link",
            ),
            models.CheckConstraint(
                condition=models.Q(phase__in=MaterialPhase.values), name="breakouts_material_phase_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def domain(self) -> str:
        """Where a link leads, for people to see before they follow it."""
        return self.url.removeprefix("https://").partition("/")[0]

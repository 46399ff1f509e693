from django.db import models

from convenings.models import Convening


class TeamType(models.Model):
    """A kind of team, such as a district team, and through its offices who must promise."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="team_types")
    code = models.SlugField()  # "district"
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "code"], name="registration_team_type_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

from django.db import models

from convenings.models import Convening


class Programme(models.Model):
    """One convening's programme as a whole: whoever changes any part of it holds this row's lock.

    `version` counts the changes, so that a page that was sent once need not be made again.
    """

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="programme")
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.convening)

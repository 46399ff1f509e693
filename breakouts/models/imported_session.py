from django.db import models

from breakouts.models.session import Session
from convenings.models import Convening


class ImportedSession(models.Model):
    """The key by which a session is known where it was imported from, so that the next file changes it.

    `credits` are presenters as the file names them whom the convening does not know.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="+")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="imported")
    key = models.CharField(max_length=100)
    credits = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["convening", "key"], name="breakouts_imported_key_once")]

    def __str__(self) -> str:
        return self.key

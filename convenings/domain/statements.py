"""The statement of a convening."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agreements.domain import statements
from agreements.models import StatementVersion
from convenings.models import Convening


@transaction.atomic
def publish_statement(
    *,
    convening: Convening,
    opening: str,
    promises: Sequence[dict[str, str]],
    closing: str,
    by: str,
    at: datetime,
    material: bool = False,
    title: str = "",
) -> StatementVersion:
    """Publishes the convening's text: the first version, or the next. promises: [{"title", "text"}].

    Takes the convening's lock before the statement's, as whoever promises does.
    """
    locked = Convening.objects.locked(convening.pk)
    if locked.statement is None:
        locked.statement = statements.make_statement(
            convening_id=locked.pk, title=title or locked.name, by=by, at=at
        )
        locked.save(update_fields=["statement"])
    convening.statement = locked.statement
    return statements.publish_version(
        statement=locked.statement,
        opening=opening,
        promises=promises,
        closing=closing,
        material=material,
        by=by,
        at=at,
    )

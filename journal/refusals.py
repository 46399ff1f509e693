"""The parent of everything that a user can be refused."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """A rule said no. `code` is stable and meant for machines; `words` say what is wrong and how to mend it.

    A page shows the words (beside `field` where one is named), the API answers with code and words, a task logs.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409  # 403 where the actor may not
    words: "str | Promise" = _("This cannot be done.")
    field: str | None = None

    def __init__(self, words: "str | Promise | None" = None, *, field: str | None = None) -> None:
        if words is not None:
            self.words = words
        if field is not None:
            self.field = field
        super().__init__(self.words)

    def __str__(self) -> str:
        return str(self.words)

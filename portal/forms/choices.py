"""What an attendee wants in each round: one control for each session, which works without scripts."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from breakouts.domain.choice_sheet import Option, Round
from breakouts.domain.choices import Wish
from breakouts.templatetags.ranks import RANKS
from convenings.forms.refusable import RefusableForm
from registration.models import Attendee

NOT = "not"
NO_WISH = pgettext_lazy("of a session", "No wish")


class CompanionForm(RefusableForm):
    """With whom of the own team somebody wants to sit."""

    mate = forms.TypedChoiceField(
        label=gettext_lazy("I want to sit with"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("In every round. It holds when both of you choose each other."),
    )

    def __init__(self, *args: Any, mates: Sequence[Attendee], mate: Attendee | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"mate": mate.pk if mate else ""}})
        field = self.fields["mate"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Nobody in particular")), *((one.pk, str(one)) for one in mates)]


class ChoicesForm(RefusableForm):
    def __init__(self, *args: Any, rounds: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = [round_ for round_ in rounds if round_.presents is None]
        for round_ in self.rounds:
            ranks = [(str(rank), words) for rank, words in enumerate(RANKS[: len(round_.options)], 1)]
            for option in round_.options:
                self.fields[_name(option)] = forms.ChoiceField(
                    label=_("My wish for “%(session)s”") % {"session": option.line.title}, required=False,
                    choices=[("", NO_WISH), *ranks, (NOT, gettext_lazy("Not that one"))], initial=_chosen(option),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each rank once in a round; and no session that is not on the page any more."""
        data = super().clean() or {}
        if any(name.startswith("wish_") and name not in self.fields for name in self.data):
            self.add_error(None, _("The programme has changed since this page was made. Look at it once more."))
        for round_ in self.rounds:
            ranked: dict[str, Option] = {}
            for option in round_.options:
                rank = data.get(_name(option), "")
                if rank.isdigit() and rank in ranked:
                    other = ranked[rank].line.title
                    words = _("“%(other)s” has this rank already. Give each session of a round its own.")
                    self.add_error(_name(option), words % {"other": other})
                ranked.setdefault(rank, option)
        return data

    def wishes(self) -> list[Wish]:
        """What the domain takes; a rank that was left out moves the later ones up."""
        data = self.cleaned_data
        found = []
        for round_ in self.rounds:
            said = {option.line.id: data[_name(option)] for option in round_.options}
            ranked = sorted((rank, session) for session, rank in said.items() if rank.isdigit())
            never = frozenset(session for session, rank in said.items() if rank == NOT)
            found.append(Wish(round_.slot.id, tuple(session for _rank, session in ranked), never))
        return found

    def shown(self, rounds: Sequence[Round]) -> Iterator[tuple[Round, list[tuple[Option, Any]]]]:
        """Each round, its sessions with their controls; None where the attendee presents."""
        for round_ in rounds:
            yield round_, [
                (option, None if round_.presents else self[_name(option)]) for option in round_.options
            ]


def _name(option: Option) -> str:
    return f"wish_{option.line.id}"


def _chosen(option: Option) -> str:
    return NOT if option.not_that_one else str(option.rank or "")

"""What a session asks of its room and time, and for whom it is."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.states import Side
from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.rooms import FeatureUnknown, known_features, known_set_up
from breakouts.models import Session
from journal.domain.entries import record
from journal.refusals import Refusal

MOST_PEOPLE = 100_000
CONTRARY = gettext_lazy("At least more people than at most. Change one of the two numbers.")
FIELDS = ("needs", "set_up", "audience", "track", "topic", "demand", "least", "most", "comes_after")


class SideUnknown(Refusal):
    code = "side_unknown"
    field = "audience"


class NumbersWrong(Refusal):
    code = "people_wrong"
    field = "most"


class OrderWrong(Refusal):
    code = "order_wrong"
    field = "comes_after"


@dataclass(frozen=True)
class Terms:
    """`needs`: values of Feature; `audience`: values of Side, empty for all; `comes_after`: the id of a session."""

    needs: tuple[str, ...] = ()
    set_up: str = ""
    audience: tuple[str, ...] = ()
    track: str = ""
    topic: str = ""
    demand: int | None = None
    least: int | None = None
    most: int | None = None
    comes_after: int | None = None


def terms_of(session: Session) -> Terms:
    """What it asks for now."""
    return Terms(
        needs=tuple(session.needs), set_up=session.set_up, audience=tuple(session.audience), track=session.track,
        topic=session.topic, demand=session.demand, least=session.least, most=session.most,
        comes_after=session.comes_after_id,
    )  # fmt: skip


@transaction.atomic
def set_terms(*, session: Session, terms: Terms, by: str, at: datetime) -> Session:
    """Change what a session asks for; where it is held stays. Again the same is harmless.

    Refusals: need_unknown, set_up_unknown, side_unknown, people_wrong, order_wrong.
    """
    programme = hold_programme(convening=session.convening)
    session = Session.objects.select_related("convening").get(pk=session.pk)
    known = _known(session, terms)
    if known == terms_of(session):
        return session
    facts = asdict(known)
    session.comes_after_id = facts.pop("comes_after")
    for name, value in facts.items():
        setattr(session, name, list(value) if isinstance(value, tuple) else value)
    session.save(update_fields=FIELDS)
    count_change(programme=programme, at=at)
    record(kind="session.changed", by=by, at=at, subject=f"session:{session.pk}", convening_id=session.convening_id)
    return session


def _known(session: Session, terms: Terms) -> Terms:
    """The terms in their order, free of what nobody knows."""
    _check_numbers(terms)
    _check_order(session, terms.comes_after)
    return Terms(
        needs=_needs(terms.needs), set_up=known_set_up(terms.set_up), audience=_sides(terms.audience),
        track=" ".join(terms.track.split())[:60], topic=" ".join(terms.topic.split())[:100], demand=terms.demand,
        least=terms.least, most=terms.most, comes_after=terms.comes_after,
    )  # fmt: skip


def _needs(needs: Iterable[str]) -> tuple[str, ...]:
    try:
        return tuple(known_features(needs))
    except FeatureUnknown as refusal:
        raise FeatureUnknown(str(refusal), field="needs") from None


def _sides(sides: Iterable[str]) -> tuple[str, ...]:
    given = set(sides)
    unknown = sorted(given - set(Side.values))
    if unknown:
        raise SideUnknown(_("There is no side “%(side)s”. Choose from the list.") % {"side": unknown[0]})
    return tuple(side.value for side in Side if side.value in given)


def _check_numbers(terms: Terms) -> None:
    named = {"demand": terms.demand, "least": terms.least, "most": terms.most}
    for field, people in named.items():
        if people is not None and not (field == "most") <= people <= MOST_PEOPLE:
            words = _("That is no number of people for a session. Give one up to %(most)s, or leave it empty.")
            raise NumbersWrong(words % {"most": MOST_PEOPLE}, field=field)
    if terms.least is not None and terms.most is not None and terms.least > terms.most:
        raise NumbersWrong(CONTRARY)


def _check_order(session: Session, earlier: int | None) -> None:
    """What it comes after is of the same convening, and does not come after it in turn."""
    follows = dict(
        Session.objects.filter(convening=session.convening_id, comes_after__isnull=False).values_list(
            "pk", "comes_after"
        )
    )
    if earlier is not None and not Session.objects.filter(pk=earlier, convening=session.convening_id).exists():
        raise OrderWrong(_("This session is not of this convening. Choose one from the list."))
    seen = {session.pk}
    while earlier is not None:
        if earlier in seen:
            raise OrderWrong(_("Then each of them would come after the other. Choose another session, or none."))
        seen.add(earlier)
        earlier = follows.get(earlier)

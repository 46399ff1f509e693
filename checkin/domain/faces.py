"""What stands on the front of a badge, by the design of its kind: the same for print, for preview, and to tell whether
a printed badge is out of date."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from hashlib import blake2b

from django.conf import settings
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from checkin.domain.designs import Designs
from checkin.models import BadgeDesign
from expo.domain.booth_news import TOLD
from registration.domain.details import shows_access, shows_no_photo
from registration.models import Attendee
from registration.states import KEPT_PLACES, AttendeeKind

SALT = "checkin.badge_face"
UNBROKEN = 22  # letters of one word that fit a line in a size that reads


@dataclass(frozen=True)
class Face:
    """The words and signs. An empty text leaves its line out."""

    first: str
    family: str
    said: str
    about: str
    group: str
    place: str
    side: str
    ribbon: str
    colour: str
    no_photo: str
    access: bool
    logos: bool
    booth: str = ""

    def digests(self) -> tuple[str, ...]:
        """Equal for equal fronts, under each of the project's keys, the present one first. No booth: as before them."""
        shown = astuple(self) if self.booth else astuple(self)[:-1]
        return keyed(blake2b(repr(shown).encode(), digest_size=16).hexdigest())


def keyed(digest: str) -> tuple[str, ...]:
    """A digest of what is personal, under the present key and those before it: without them nobody can guess names
    and compare."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(salted_hmac(SALT, digest, secret=key, algorithm="sha256").hexdigest()[:32] for key in keys)


def face_of(attendee: Attendee, designs: Designs) -> Face:
    """The front of an attendee's badge. Reads nothing where person, team and details were loaded with them."""
    design = designs[attendee.kind]
    first, family = names_of(attendee)
    group, place = group_of(attendee, design)
    details = getattr(attendee, "details", None)
    return Face(
        first=breakable(first),
        family=breakable(family),
        said=details.pronunciation if details is not None and design.shows_pronunciation else "",
        about=", ".join(part for part in (attendee.job, attendee.organization) if part) if design.shows_job else "",
        group=group,
        place=place,
        side=attendee.side if attendee.office and design.shows_side else "",
        ribbon=design.ribbon,
        colour=design.colour,
        no_photo=_("No photo") if shows_no_photo(attendee) else "",
        access=shows_access(attendee),
        logos=design.shows_logos,
        booth=booth_of(attendee) if design.shows_booth else "",
    )


def digests_of(attendees: Iterable[Attendee], designs: Designs) -> dict[int, tuple[str, ...]]:
    """The digests of each one's front, by attendee; the same whatever language is in force."""
    with translation.override("en"):
        return {attendee.pk: face_of(attendee, designs).digests() for attendee in attendees}


def names_of(attendee: Attendee) -> tuple[str, str]:
    """What stands large, and what stands below it; the second may be empty."""
    person = attendee.person
    if person.given_name or person.family_name:
        return person.given_name or person.family_name, person.family_name if person.given_name else ""
    first, _space, family = person.name.rpartition(" ")
    return (first, family) if first else (family, "")


def breakable(words: str) -> str:
    """The words with a soft hyphen in the middle of each that no badge is wide enough for."""
    halves = ((word[: len(word) // 2], word[len(word) // 2 :]) for word in words.split())
    return " ".join("\u00ad".join(half) if len("".join(half)) > UNBROKEN else "".join(half) for half in halves)


def group_of(attendee: Attendee, design: BadgeDesign) -> tuple[str, str]:
    """The team and where it is from; of who is on none and bears no ribbon, what they come as."""
    team = attendee.team
    if team is None:
        ask = _("Ask me") if attendee.kind == AttendeeKind.STAFF else ""
        label = "" if design.ribbon else str(AttendeeKind(attendee.kind).label)
        return label[:1].upper() + label[1:], ask
    if not design.shows_team:
        return "", ""
    parts: Iterable[str] = (team.place_name if team.place_name != team.name else "", team.us_state)
    return team.name, ", ".join(part for part in parts if part)


def booth_of(attendee: Attendee) -> str:
    """Booth 12, of a team that stands at one and has its place, once booths are told; else empty."""
    placement = getattr(attendee.team, "placement", None)
    told = attendee.convening.state in TOLD and attendee.team is not None and attendee.team.place in KEPT_PLACES
    return _("Booth %(number)s") % {"number": placement.booth.number} if placement is not None and told else ""

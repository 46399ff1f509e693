"""What a door hands in about people and places, before anything is written."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class PersonDraft:
    name: str
    email: str
    language: str = "en"
    given_name: str = ""
    family_name: str = ""


@dataclass(frozen=True)
class HolderDraft:
    """Who holds an office."""

    name: str
    email: str
    organization: str = ""
    language: str = "en"
    shares: bool = False  # the same person holds an office before this one: an organizer looks at it

    @property
    def person(self) -> PersonDraft:
        return PersonDraft(name=self.name, email=self.email, language=self.language)


@dataclass(frozen=True)
class MemberDraft:
    """Who else comes with the team."""

    name: str
    email: str
    job: str = ""
    side: str = ""
    organization: str = ""
    language: str = "en"

    @property
    def person(self) -> PersonDraft:
        return PersonDraft(name=self.name, email=self.email, language=self.language)


@dataclass(frozen=True)
class Profile:
    """Figures of a place. Percentages are of students, 0 to 100; None: the source does not state it."""

    enrollment: int | None = None
    poverty_percent: Decimal | float | None = None
    diversity_percent: Decimal | float | None = None
    diversity_groups: dict[str, float] = field(default_factory=dict)
    source: str = ""
    year: int | None = None
    locale: str = ""  # registration.states.Locale

"""Who may sign in to the demonstration. Known to everybody, so the demonstration never runs in production."""

from dataclasses import dataclass

from convenings.models import Grant
from convenings.permissions import Role

PASSWORD = "promise-together"  # noqa: S105  (printed at the start of every demonstration)


@dataclass(frozen=True)
class SignIn:
    """One organizer of the demonstration."""

    email: str
    name: str
    role: Role


ORGANIZERS = (
    SignIn("june@example.org", "June Abernathy", Role.OWNER),
    SignIn("ravi@example.org", "Ravi Castellanos", Role.REGISTRAR),
    SignIn("hana@example.org", "Hana Lindqvist", Role.PROGRAMME),
    SignIn("emeka@example.org", "Emeka Holloway", Role.EXPO),
    SignIn("ruth@example.org", "Ruth Begay", Role.DESK),
)


def sign_ins() -> list[SignIn]:
    """Those of the organizers who are there, in the order of ORGANIZERS; empty before the demo is loaded."""
    there = set(
        Grant.objects.filter(user__email__in=[o.email for o in ORGANIZERS]).values_list("user__email", flat=True)
    )
    return [organizer for organizer in ORGANIZERS if organizer.email in there]

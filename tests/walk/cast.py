"""Whom the walk plays, and the names that they type."""

from dataclasses import dataclass, field

from rehearsal.domain.sign_ins import ORGANIZERS, PASSWORD

OWNER, OWNER_PASSWORD = ORGANIZERS[0], PASSWORD
CONVENING, ANOTHER = "cincinnati", "cleveland"
NAME = "The Cincinnati Convening"


@dataclass(frozen=True)
class Played:
    """Somebody with a name and an address."""

    name: str
    email: str


@dataclass(frozen=True)
class PlayedTeam:
    """What a coordinator types. `leaders` by the words of their office, in the form's order."""

    name: str
    place: str
    us_state: str
    coordinator: Played
    leaders: dict[str, Played]
    members: tuple[Played, ...] = field(default=())


WALKED = PlayedTeam(
    name="O’Fallon & Cañon Creek Schools",
    place="Cañon Creek",
    us_state="Colorado",
    coordinator=Played("Zoë Müller-Ångström", "zoe@canoncreek.example.org"),
    leaders={
        "Union or association president": Played("Siobhán O'Brien-Nuñez", "siobhan@canoncreek.example.org"),
        "Superintendent": Played("Đặng Thị Hương", "huong@canoncreek.example.org"),
        "Board president": Played("王小明", "wang@canoncreek.example.org"),
    },
    members=(Played("José María Ibáñez", "jose@canoncreek.example.org"),),
)
DECLINING = PlayedTeam(
    name="Quiet Harbor Schools",
    place="Quiet Harbor",
    us_state="Maine",
    coordinator=Played("Ida Lund", "ida@quietharbor.example.org"),
    leaders={
        "Union or association president": Played("Tom Rowe", "tom@quietharbor.example.org"),
        "Superintendent": Played("Ann Brook", "ann@quietharbor.example.org"),
        "Board president": Played("Lee Fox", "lee@quietharbor.example.org"),
    },
)
REASON = "We vote on a new contract in March; ask us after it."

"""Invented people, each with an address at example.org."""

import re
from dataclasses import dataclass
from random import Random

from accounts.domain.folding import fold
from rehearsal.domain.facts import read

_WHOLE_NAME_EVERY = 23  # one person in so many has a name that does not split into given and family


@dataclass(frozen=True)
class Player:
    """Somebody invented; `given` and `family` are empty where the name does not split."""

    name: str
    given: str
    family: str
    email: str


class Cast:
    """Draws players from the seed; no two share a name or an address."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._drawn: set[str] = set()
        self._count = 0

    def player(self) -> Player:
        """One more person."""
        self._count += 1
        names = read("names")
        if self._count % _WHOLE_NAME_EVERY == 0:
            name = self._rng.choice(names["whole"])
            return Player(name, "", "", self._address(name))
        given, family = (
            self._rng.choice(names["given"]),
            self._rng.choice(names["family"]),
        )
        return Player(f"{given} {family}", given, family, self._address(f"{given} {family}"))

    def job(self) -> str:
        """The work of a member who holds no office."""
        return str(self._rng.choice(read("names")["jobs"]))

    def _address(self, name: str) -> str:
        words = re.findall(r"[a-z]+", fold(name)) or ["guest"]
        stem = address = ".".join(dict.fromkeys((words[0], words[-1])))
        number = 1
        while address in self._drawn:
            number += 1
            address = f"{stem}{number}"
        self._drawn.add(address)
        return f"{address}@example.org"

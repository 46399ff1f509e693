"""Sessions by file: what it would change is shown first, and the same file again changes nothing.

A session is known by the key that it has where it comes from. Rooms and times are no part of it: those are this
convening's own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from accounts.domain.people import AddressUnusable, clean_address
from breakouts.domain import session_cells
from breakouts.domain.presenters import add_presenter, remove_presenter
from breakouts.domain.programmes import hold_programme
from breakouts.domain.session_cells import SEPARATOR, split
from breakouts.domain.session_files import NEEDED, read_sessions
from breakouts.domain.sessions import change_session, make_session
from breakouts.domain.terms import set_terms
from breakouts.models import ImportedSession, Presentation, Session
from breakouts.states import SessionKind
from convenings.models import Convening
from jobs.domain.imports import RowRefused, Values
from jobs.domain.tables import Row, Table
from registration.domain.attendees import add_attendee
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from registration.states import AttendeeKind

NAME = "sessions"
TITLES = {
    "title": _("title"), "abstract": _("what it is about"), "kind": _("kind"), "elements": _("themes"),
    "presenters": _("presenters"), **session_cells.TITLES,
}  # fmt: skip
FIELDS = {
    "TITLE": "title", "ABSTRACT": "abstract", "KIND": "kind", "THEMES": "elements", "PRESENTERS": "presenters",
}  # fmt: skip
MOST_PRESENTERS = 10


class SessionImport:
    """The sessions of one convening. Columns that the file does not have stay as they are."""

    name = NAME
    needed: Sequence[str] = NEEDED

    def __init__(self, options: Values, by: str) -> None:
        self.convening = Convening.objects.get(pk=options["convening"])
        self.by = by

    def read(self, data: bytes) -> Table:
        """CSV, Excel, frab XML or frab JSON."""
        return read_sessions(data)

    def parse(self, row: Row, options: Values) -> tuple[str, Values]:
        """The key, and what the row says."""
        key = row.get("KEY").lstrip("'")
        if not 0 < len(key) <= 100:
            raise RowRefused(_("The key by which it is known, in 100 letters at most."), field="KEY")
        readers = {
            "title": self._title, "abstract": self._abstract, "kind": self._kind, "elements": self._elements,
            "presenters": self._presenters,
        }  # fmt: skip
        said = {field: readers[field](row) for column, field in FIELDS.items() if column in row.cells}
        return key, {**said, **session_cells.read_terms(row)}

    def standing(self) -> Mapping[str, Values]:
        """Those that were imported before, as they are now. Four statements."""
        return {key: _facts(one) for key, one in self._imported().items()}

    def unfit(self, changes: Mapping[str, Values], standing: Mapping[str, Values]) -> Mapping[str, RowRefused]:
        """Who would have to present twice at a time; numbers that contradict each other."""
        imported, refused = self._imported(), dict[str, RowRefused]()
        for key, values in changes.items():
            try:
                session_cells.refuse_contrary({**EMPTY, **standing.get(key, {}), **values})
            except RowRefused as refusal:
                refused[key] = refusal
                continue
            session = imported[key].session if key in imported else None
            if session is None or session.slot_id is None or "presenters" not in values:
                continue
            named = [known.pk for _name, known in self._named(values["presenters"]) if known is not None]
            clash = Presentation.objects.filter(slot=session.slot_id, presenter__in=named).exclude(session=session)
            taken = clash.select_related("presenter__person", "session").first()
            if taken is not None:
                words = _("%(who)s presents “%(other)s” at that time.")
                facts = {"who": taken.presenter, "other": taken.session}
                refused[key] = RowRefused(words % facts, field="PRESENTERS")
        return refused

    def shown(self, field: str) -> Any:
        """A field in words."""
        return TITLES[field]

    def write(self, rows: Mapping[str, Values], *, at: datetime) -> None:
        """New or changed sessions; nothing that the rows do not say. Refusals: those of the domain."""
        hold_programme(convening=self.convening)  # two files at once: the second sees what the first made
        imported = self._imported()
        for key, values in rows.items():
            self._write(key, values, imported.get(key), at=at)

    def _write(self, key: str, values: Values, before: ImportedSession | None, *, at: datetime) -> None:
        facts = {**_facts(before), **values} if before else {**EMPTY, **values}
        elements = [one for one in self._themes.values() if one.name in split(facts["elements"])]
        about: dict[str, Any] = {
            "title": facts["title"], "kind": SessionKind(facts["kind"]), "abstract": facts["abstract"],
            "elements": elements, "by": self.by, "at": at,
        }  # fmt: skip
        if before is None:
            session = make_session(convening=self.convening, **about)
            before = ImportedSession.objects.create(convening=self.convening, session=session, key=key)
        else:
            session = change_session(session=before.session, **about)
        set_terms(session=session, terms=session_cells.terms_with(session, facts), by=self.by, at=at)
        if "presenters" in values:
            self._present(before, session, values["presenters"], at=at)

    def _present(self, imported: ImportedSession, session: Session, named: str, *, at: datetime) -> None:
        """Whom the file names presents it, and nobody else; who is not known and has no address is kept as a credit."""
        wanted: list[Attendee] = []
        unknown: list[str] = []
        for entry, known in self._named(named):
            name, address = _parts(entry)
            if known is not None:
                wanted.append(known)
            elif address:
                wanted.append(self._new_presenter(name, address, at=at))
            else:
                unknown.append(name)
        for presentation in session.presentations.select_related("presenter"):
            if presentation.presenter not in wanted:
                remove_presenter(session=session, attendee=presentation.presenter, by=self.by, at=at)
        for attendee in wanted:
            add_presenter(session=session, attendee=attendee, by=self.by, at=at)
        imported.credits = SEPARATOR.join(unknown)[:500]
        imported.save(update_fields=["credits"])

    def _new_presenter(self, name: str, address: str, *, at: datetime) -> Attendee:
        draft, kind = PersonDraft(name=name, email=address), AttendeeKind.PRESENTER
        made = add_attendee(convening=self.convening, draft=draft, kind=kind, by=self.by, at=at)
        self._people.append(made)
        return made

    def _imported(self) -> dict[str, ImportedSession]:
        found = ImportedSession.objects.filter(convening=self.convening).select_related("session__convening")
        related = ("session__elements", "session__presentations__presenter__person")
        return {one.key: one for one in found.prefetch_related(*related)}

    @cached_property
    def _people(self) -> list[Attendee]:
        coming = Attendee.objects.coming().filter(convening=self.convening)
        return list(coming.select_related("person").order_by("pk"))

    @cached_property
    def _themes(self) -> dict[str, Any]:
        return {fold(element.name): element for element in self.convening.elements.all()}

    def _named(self, presenters: str) -> list[tuple[str, Attendee | None]]:
        """Each who is named, and who of those who come that is: by address, else by a name that is one's alone."""
        found = []
        for entry in split(presenters):
            name, address = _parts(entry)
            if address:
                fitting = [one for one in self._people if one.person.email.casefold() == address.casefold()][:1]
            else:
                fitting = [one for one in self._people if fold(one.person.name) == fold(name)]
            found.append((entry, fitting[0] if len(fitting) == 1 else None))
        return found

    def _title(self, row: Row) -> str:
        title = " ".join(row.get("TITLE").lstrip("'").split())
        if not 0 < len(title) <= 200:
            raise RowRefused(_("A title, in 200 letters at most."), field="TITLE")
        return title

    def _abstract(self, row: Row) -> str:
        text = row.get("ABSTRACT").replace("\r\n", "\n").lstrip("'")
        if len(text) > 5_000:
            raise RowRefused(_("At most 5,000 letters."), field="ABSTRACT")
        return text

    def _kind(self, row: Row) -> str:
        kind = row.get("KIND").lower() or SessionKind.BREAKOUT.value
        if kind not in SessionKind.values:
            known = ", ".join(SessionKind.values)
            raise RowRefused(_("One of %(known)s.") % {"known": known}, field="KIND")
        return kind

    def _elements(self, row: Row) -> str:
        names = split(row.get("THEMES"))
        unknown = [name for name in names if fold(name) not in self._themes]
        if unknown:
            words = _("“%(unknown)s” is no theme of this convening.")
            raise RowRefused(words % {"unknown": unknown[0][:60]}, field="THEMES")
        chosen = {fold(name) for name in names}
        return SEPARATOR.join(element.name for folded, element in self._themes.items() if folded in chosen)

    def _presenters(self, row: Row) -> str:
        """In one form, whichever way they were written: with the name and address that we know."""
        entries = split(row.get("PRESENTERS"))
        if len(entries) > MOST_PRESENTERS:
            raise RowRefused(_("At most %(most)d people.") % {"most": MOST_PRESENTERS}, field="PRESENTERS")
        for entry in entries:
            _check_person(entry)
        return SEPARATOR.join(sorted(
            {_entry(known) if known else " ".join(entry.split()) for entry, known in self._named(row.get("PRESENTERS"))}
        ))


EMPTY = {"title": "", "abstract": "", "kind": SessionKind.BREAKOUT.value, "elements": "", **session_cells.EMPTY}


def _facts(imported: ImportedSession) -> dict[str, str]:
    """How an imported session stands, in the form of `parse`."""
    session = imported.session
    people = [_entry(one.presenter) for one in session.presentations.all()]
    return {
        "title": session.title, "abstract": session.abstract, "kind": session.kind,
        "elements": SEPARATOR.join(element.name for element in session.elements.all()),
        **session_cells.facts_of(session),
        "presenters": SEPARATOR.join(sorted([*people, *split(imported.credits)])),
    }  # fmt: skip


def _entry(attendee: Attendee) -> str:
    return f"{attendee.person.name} <{attendee.person.email}>"


def _parts(entry: str) -> tuple[str, str]:
    """Name and address of "Ann Teller <ann@example.org>"."""
    name, _sign, rest = entry.partition("<")
    return " ".join(name.split()), rest.rstrip("> ").strip()


def _check_person(entry: str) -> None:
    name, address = _parts(entry)
    if not any(sign.isalnum() for sign in name) or len(name) > 200 or not name.isprintable():
        words = _("Write each as Name <name@example.org>, with a semicolon between two.")
        raise RowRefused(words, field="PRESENTERS")
    if not address:
        return
    try:
        clean_address(address)
    except AddressUnusable as refusal:
        raise RowRefused(refusal.words, field="PRESENTERS") from None

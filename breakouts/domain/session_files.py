"""Files of sessions: CSV and Excel by their columns, and the frab schedule of other systems as XML and JSON."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.handler import ContentHandler

from django.utils.translation import gettext_lazy as _

from jobs.domain.sheets import is_sheet, read_sheet
from jobs.domain.tables import LONGEST_CELL, FileRefused, Misfit, Row, Table, is_unprintable, read_table

NEEDED = ("KEY", "TITLE")
FRAB = ("KEY", "TITLE", "ABSTRACT", "TRACK", "PRESENTERS")
MOST_BYTES = 10 * 1024 * 1024
MOST_EVENTS = 2_000
TOO_LARGE = _("The file is larger than %(most)d MB. Please send it in parts.")
DEEPEST = 40
Event = tuple[int, Mapping[str, str], list[str]]  # line, texts by name, presenters
TEXTS = ("title", "subtitle", "track", "abstract", "description")


def read_sessions(data: bytes) -> Table:
    """The rows of a file, whichever of the four it is. Refusal: file_refused."""
    if is_sheet(data):
        return read_sheet(data, needed=NEEDED)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start not in (b"<", b"{"):
        return read_table(data, needed=NEEDED)
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_LARGE % {"most": MOST_BYTES // 1024 // 1024})
    return _table(_xml_events(data) if start == b"<" else _json_events(data))


def _table(events: list[Event]) -> Table:
    """Rows of events: line, texts by name, presenters."""
    if len(events) > MOST_EVENTS:
        words = _("The file has more than %(most)d sessions. Please send it in parts.")
        raise FileRefused(words % {"most": MOST_EVENTS})
    if not events:
        raise FileRefused(_("There is no session in this file. It has to be a schedule as frab writes it."))
    rows: list[Row] = []
    misfits: list[Misfit] = []
    for line, texts, people in events:
        title = ": ".join(filter(None, (texts.get("title", "").strip(), texts.get("subtitle", "").strip())))
        abstract = "\n\n".join(filter(None, (texts.get("abstract", "").strip(), texts.get("description", "").strip())))
        cells = (texts.get("key", ""), title, abstract, texts.get("track", ""), "; ".join(people))
        if any(len(cell) > LONGEST_CELL or is_unprintable(cell) for cell in cells):
            misfits.append(Misfit(line, _("A cell holds characters that cannot be printed, or far too many.")))
        else:
            rows.append(Row(line, dict(zip(FRAB, cells, strict=True))))
    return Table(FRAB, tuple(rows), tuple(misfits))


def _xml_events(data: bytes) -> list[Event]:
    """Without document types and entities, by which a small file becomes a large one, or reads files of ours."""
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    reader = _Reader()
    try:
        parseString(data, reader, forbid_dtd=True)
    except DefusedXmlException as error:
        words = _("This XML declares a document type or entities, which is refused. Leave them out.")
        raise FileRefused(words) from error
    except Exception as error:  # SAXParseException, UnicodeDecodeError and what else a broken file raises
        raise FileRefused(_("This XML cannot be read: it is not well-formed.")) from error
    return reader.events


class _Reader(ContentHandler):
    """Events of a schedule by the line on which each begins."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self._path: list[str] = []
        self._texts: dict[str, str] | None = None
        self._people: list[str] = []
        self._line = 0
        self._said: list[str] = []
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 (SAX's own name)
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self._path.append(name)
        self._said = []
        if len(self._path) > DEEPEST:
            raise ValueError
        if name == "event" and self._texts is None:
            self._line = self._locator.getLineNumber()
            self._texts = {"key": str(attrs.get("guid") or attrs.get("id") or "")}
            self._people = []

    def characters(self, content: str) -> None:
        self._said.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        said, self._said = "".join(self._said), []
        self._path.pop()
        if self._texts is None:
            return
        if name == "event":
            self.events.append((self._line, self._texts, self._people))
            self._texts = None
        elif name == "person" and said.strip():
            self._people.append(_plain(said))
        elif name in TEXTS and self._path[-1:] == ["event"]:
            self._texts[name] = said


def _json_events(data: bytes) -> list[Event]:
    """The number in the file stands for the line."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("This JSON cannot be read.")) from error
    return [(number, *_of_json(event)) for number, event in enumerate(_walk(found), 1)]


def _walk(found: Any) -> Iterator[Mapping[str, Any]]:
    schedule = found.get("schedule") if isinstance(found, dict) else None
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    days = conference.get("days") if isinstance(conference, dict) else None
    for day in days if isinstance(days, list) else []:
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for events in rooms.values() if isinstance(rooms, dict) else []:
            yield from (event for event in (events if isinstance(events, list) else []) if isinstance(event, dict))


def _of_json(event: Mapping[str, Any]) -> tuple[Mapping[str, str], list[str]]:
    texts = {name: str(event[name]) for name in TEXTS if isinstance(event.get(name), str)}
    texts["key"] = str(event.get("guid") or event.get("id") or "")
    listed = event.get("persons")
    people = [one for one in (listed if isinstance(listed, list) else []) if isinstance(one, dict)]
    named = [str(one.get("public_name") or one.get("name") or one.get("full_public_name") or "") for one in people]
    return texts, [_plain(name) for name in named if name.strip()]


def _plain(name: str) -> str:
    """A name without the signs by which our columns tell one presenter from the next."""
    return " ".join(name.replace(";", " ").replace("<", " ").replace(">", " ").split())

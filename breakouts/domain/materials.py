"""What a session gives people to read before and to take home: files and links, private until they are published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from breakouts.domain.programmes import count_change, hold_programme
from breakouts.models import Material, Session
from breakouts.states import MaterialPhase
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.domain.answer_files import ENDINGS, keep_file

MOST = 12  # of one session
UNFIT = _(
    "Please send a PDF, PNG, JPEG, Word, PowerPoint or Excel file without macros. This one is none of them, "
    "whatever its name."
)


class NotYourSession(Refusal):
    code = "not_your_session"
    status = 403
    words = _("Only who presents this session, or an organizer, does this.")


class TooManyMaterials(Refusal):
    code = "too_many_materials"

    def __init__(self) -> None:
        super().__init__(_("A session has %(most)d files and links at most. Take one away first.") % {"most": MOST})


class TitleMissing(Refusal):
    code = "title_missing"
    words = _("Give it a title, as people should read it.")
    field = "title"


class LinkUnfit(Refusal):
    code = "link_unfit"
    words = _("This is no address that begins with https:// and can be opened by everybody. Copy it from your browser.")
    field = "url"


class MaterialGone(Refusal):
    code = "material_gone"
    words = _("This was taken away meanwhile.")


class OnlyUnpublished(Refusal):
    code = "material_published"
    words = _("It is published. Ask the organizers to take it away.")


def may_add(session: Session, by: str) -> bool:
    """Organizers, and who presents the session."""
    kind, _colon, number = by.partition(":")
    return is_organizer(by) or (
        kind == "person" and number.isdecimal() and session.presentations.filter(presenter__person=int(number)).exists()
    )


@dataclass(frozen=True)
class MaterialDraft:
    phase: MaterialPhase
    title: str


@transaction.atomic
def add_link(*, session: Session, draft: MaterialDraft, url: str, by: str, at: datetime) -> Material:
    """A link that everybody can open. The same again is harmless.

    Refusals: not_your_session, title_missing, link_unfit, too_many_materials.
    """
    address = _fit(url)
    return _add(session, draft, {"url": address}, {"url": address}, by=by, at=at)


def add_file(*, session: Session, draft: MaterialDraft, data: bytes, name: str, by: str, at: datetime) -> Material:
    """A file, judged by what is in it. The same again is harmless.

    It is judged and stored before the transaction begins, and goes again where it is refused.
    Refusals: not_your_session, title_missing, file_unfit, too_many_materials.
    """
    if not may_add(session, by):
        raise NotYourSession
    kept = keep_file(data=data, name=name, folder=f"materials/{session.convening_id}", kinds=ENDINGS, unfit=UNFIT)
    facts = {"file": kept.file, "file_name": kept.name, "media_type": kept.type, "size": len(data)}
    made = None
    try:
        made = _add(session, draft, facts, {"file_name": kept.name, "size": len(data)}, by=by, at=at)
    finally:
        if made is None or made.file != kept.file:
            storages["private"].delete(kept.file)
    return made


@transaction.atomic
def publish(*, material: Material, by: str, at: datetime) -> Material:
    """Let everybody see it. Organizers only; again is harmless. Refusals: not_your_session, material_gone."""
    if not is_organizer(by) and by != "system":
        raise NotYourSession
    programme = hold_programme(convening=material.session.convening)
    found = _current(material)
    if found.published_at is not None:
        return found
    found.published_at = at
    found.save(update_fields=["published_at"])
    count_change(programme=programme, at=at)  # pages that were sent before show it
    _note("material.published", found.session, by=by, at=at)
    return found


@transaction.atomic
def publish_all(*, convening: Convening, ids: Collection[int], by: str, at: datetime) -> int:
    """Let everybody see these of those that wait, which were looked at; how many. Refusals: not_your_session."""
    waiting = Material.objects.filter(session__convening=convening, published_at=None, pk__in=ids)
    return len([publish(material=one, by=by, at=at) for one in waiting.select_related("session__convening")])


@transaction.atomic
def remove(*, material: Material, by: str, at: datetime) -> None:
    """Take it away for good, with its file. What is published organizers alone take away. Again is harmless.

    Refusals: not_your_session, material_published.
    """
    session = material.session
    programme = hold_programme(convening=session.convening)
    if not may_add(session, by):
        raise NotYourSession
    found = Material.objects.filter(pk=material.pk).first()
    if found is None:
        return
    if found.published_at is not None and not is_organizer(by):
        raise OnlyUnpublished
    found.delete()
    count_change(programme=programme, at=at)
    _note("material.removed", session, by=by, at=at)


def drop_file(name: str) -> None:
    """Delete a stored file once the row that named it is gone for certain."""
    transaction.on_commit(lambda: storages["private"].delete(name))


@transaction.atomic
def _add(
    session: Session, draft: MaterialDraft, facts: Mapping[str, Any], same: Mapping[str, Any], *, by: str, at: datetime
) -> Material:
    """`same`: what the same one once more would have."""
    hold_programme(convening=session.convening)
    if not may_add(session, by):
        raise NotYourSession
    title = " ".join(draft.title.split())[:150]
    if not any(sign.isalnum() for sign in title):
        raise TitleMissing
    there = session.materials.filter(phase=draft.phase, title=title, added_by=by, **same).first()
    if there is not None:
        return there
    if session.materials.count() >= MOST:
        raise TooManyMaterials
    made = Material.objects.create(
        session=session, phase=draft.phase, title=title, added_by=by, added_at=at, **facts
    )
    _note("material.added", session, by=by, at=at)
    return made


def _current(material: Material) -> Material:
    found = Material.objects.select_related("session").filter(pk=material.pk).first()
    if found is None:
        raise MaterialGone
    return found


def _fit(url: str) -> str:
    """An https address with a domain of letters that anybody can reach; nobody's name and password in it."""
    url = url.strip()
    try:
        URLValidator(schemes=["https"])(url)
        parts = urlsplit(url)
        host = parts.hostname or ""
    except (ValidationError, ValueError):
        raise LinkUnfit from None
    last = host.rpartition(".")[2]
    if parts.username or parts.password or len(url) > 500 or "." not in host or not last.isalnum() or last.isdigit():
        raise LinkUnfit
    if host.endswith((".local", ".localhost", ".internal", ".test", ".invalid")):
        raise LinkUnfit
    return url


def _note(kind: str, session: Session, *, by: str, at: datetime) -> None:
    record(kind=kind, by=by, at=at, subject=f"session:{session.pk}", convening_id=session.convening_id)

"""Files that people hand in: judged by what is in them, kept privately under a name of ours."""

import io
import secrets
import warnings
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_PARTS = 3_000  # of an office file: far more than slides and pictures make
_LISTED = b"PK\x01\x02"  # begins each name in the list of a zip
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
PPTX = f"{_OFFICE}presentationml.presentation"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
OFFICE_PARTS = {DOCX: "word/document.xml", PPTX: "ppt/presentation.xml", XLSX: "xl/workbook.xml"}
ENDINGS = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", DOCX: "docx", PPTX: "pptx", XLSX: "xlsx",
}  # fmt: skip
ANSWERS = frozenset(ENDINGS) - {PPTX, XLSX}
UNFIT_ANSWER = _("Please send a PDF, PNG, JPEG or Word file. This one is none of them, whatever its name.")


class FileUnfit(Refusal):
    code = "file_unfit"
    status = 400
    field = "file"


@dataclass(frozen=True)
class KeptFile:
    """A file in the private storage; `name` is as it was called where it came from, for people to read."""

    file: str
    name: str
    type: str


def type_of(data: bytes, *, kinds: Collection[str] = ANSWERS, unfit: Any = UNFIT_ANSWER) -> str:
    """What a file is, by its content. Refusal file_unfit: too large, or none of the kinds, which `unfit` says."""
    if len(data) > MOST_BYTES:
        raise FileUnfit(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024})
    if not data:
        raise FileUnfit(_("The file is empty."))
    found = _found(data)
    if found not in kinds:
        raise FileUnfit(unfit)
    return found


def _found(data: bytes) -> str:
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and _is_picture(data, "PNG"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff") and _is_picture(data, "JPEG"):
        return "image/jpeg"
    return _office(data) if data.startswith(b"PK\x03\x04") else ""


def keep_file(
    *, data: bytes, name: str, folder: str, kinds: Collection[str] = ANSWERS, unfit: Any = UNFIT_ANSWER
) -> KeptFile:
    """Store a file under a name that nobody can guess. Refusal: file_unfit."""
    kind = type_of(data, kinds=kinds, unfit=unfit)
    stored = storages["private"].save(f"{folder}/{secrets.token_hex(16)}.{ENDINGS[kind]}", ContentFile(data))
    shown = "".join(character for character in PurePath(name).name if character.isprintable())[-150:]
    return KeptFile(stored, shown or f"file.{ENDINGS[kind]}", kind)


def forget_files(names: Iterable[str]) -> None:
    """Delete these from the private storage; empty names are none."""
    for name in filter(None, names):
        storages["private"].delete(name)


def _is_picture(data: bytes, form: str) -> bool:
    from PIL import Image  # slow to load, and rarely needed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                fits = picture.width * picture.height <= MOST_PIXELS
                picture.verify()
    except Exception:  # noqa: BLE001 (whatever a broken picture raises)
        return False
    return fits


def _office(data: bytes) -> str:
    """Which kind of office file, without macros; "" where it is none.

    A zip of ten megabytes may list 180,000 names, which take seconds to read: they are counted before.
    """
    if data.count(_LISTED) > MOST_PARTS:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
    except zipfile.BadZipFile:
        return ""
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return next((kind for kind, part in OFFICE_PARTS.items() if part in names), "")

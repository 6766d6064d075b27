"""Any file a roadmap may come in, told by its content rather than by its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.readers.decoding import decoded
from workflows.roadmaps.readers.excel import read_excel
from workflows.roadmaps.readers.packages import OLE, package_parts
from workflows.roadmaps.readers.pasted import read_text
from workflows.roadmaps.readers.separated import read_separated
from workflows.roadmaps.readers.strict import as_transitional
from workflows.roadmaps.readers.unfolding import unfolded
from workflows.roadmaps.readers.word import read_word
from workflows.roadmaps.refusing import LARGEST_FILE, LARGEST_TEXT, MOST_LINES, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workflows.roadmaps.cells import SourceDocument

_OTHERS = {
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\xff\xd8\xff": "picture",
    b"\x89PNG": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
    b"\x1f\x8b": "archive",
    b"MIME-Version:": "web_archive",
}


def read_path(path: Path) -> SourceDocument:
    """The document of a file; a file too large is refused without being read."""
    if path.stat().st_size > LARGEST_FILE:
        raise RoadmapUnreadable(reason="too_large", megabytes=LARGEST_FILE // 2**20)
    with path.open("rb") as file:
        # A file may grow, or be a pipe without a size.
        return read_bytes(file.read(LARGEST_FILE + 1), path.name)


def read_bytes(data: bytes, name: str = "") -> SourceDocument:
    """The document of a file's bytes; the name only helps to tell texts apart."""
    if len(data) > LARGEST_FILE:
        raise RoadmapUnreadable(reason="too_large", megabytes=LARGEST_FILE // 2**20)
    if not data.strip():
        raise RoadmapUnreadable(reason="empty")
    return unfolded(_read(data, name))


def _read(data: bytes, name: str) -> SourceDocument:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(data)
    if data.startswith(OLE):
        # An encrypted package is such a file with one stream of this name.
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise RoadmapUnreadable(reason="encrypted" if locked else "old_office")
    for magic, reason in _OTHERS.items():
        if data.startswith(magic):
            raise RoadmapUnreadable(reason=reason)
    return _read_text(data, name)


def _read_package(data: bytes) -> SourceDocument:
    parts = package_parts(data)
    readers = {"word/document.xml": read_word, "xl/workbook.xml": read_excel}
    for part, read in readers.items():
        if part in parts:
            return _written(read, data, parts)
    if "content.xml" in parts and "mimetype" in parts:
        raise RoadmapUnreadable(reason="open_document")
    raise RoadmapUnreadable(reason="archive")


def _written(
    read: Callable[[bytes], SourceDocument], data: bytes, parts: Iterable[str]
) -> SourceDocument:
    """The document; one that shows pictures and no letter is a scan, not an empty file."""
    try:
        return read(as_transitional(data))
    except RoadmapUnreadable as refusal:
        pictured = any(one.startswith(("word/media/", "xl/media/")) for one in parts)
        if refusal.fields["reason"] == "empty" and pictured:
            raise RoadmapUnreadable(reason="scan") from refusal
        raise


def _read_text(data: bytes, name: str) -> SourceDocument:
    # Two bytes a letter in UTF-16.
    if len(data) > 2 * LARGEST_TEXT:
        raise RoadmapUnreadable(reason="too_much_text", megabytes=LARGEST_TEXT // 2**20)
    text = decoded(data)
    if len(text) > LARGEST_TEXT:
        raise RoadmapUnreadable(reason="too_much_text", megabytes=LARGEST_TEXT // 2**20)
    if text.count("\n") > MOST_LINES:
        raise RoadmapUnreadable(reason="too_many_rows", most=MOST_ROWS)
    if name.lower().endswith((".csv", ".tsv")):
        return read_separated(text)
    return read_text(text)

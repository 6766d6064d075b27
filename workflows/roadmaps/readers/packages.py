"""Office packages looked at before they are opened: sizes, macros, entities, encryption."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.refusing import LARGEST_PART, LARGEST_WHOLE, MOST_MARKS, MOST_PARTS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 2**20
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_TAIL = 16
# What zipfile raises of a package that is cut off, mangled or packed in a way it does not know.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def package_parts(data: bytes) -> dict[str, int]:
    """The parts of a package with their real sizes, once nothing in it is dangerous."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            infos = package.infolist()
            _refuse_declared(infos)
            return {one.filename: _read_through(package, one) for one in infos}
    except _DAMAGE as error:
        raise RoadmapUnreadable(reason="damaged") from error
    except RuntimeError as error:  # what zipfile says of a part under a password
        raise RoadmapUnreadable(reason="encrypted") from error


def _refuse_declared(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_PARTS or sum(one.file_size for one in infos) > LARGEST_WHOLE:
        raise RoadmapUnreadable(reason="bomb")
    names = [one.filename for one in infos]
    # Two parts of one name are read differently by different programs.
    if len(set(names)) != len(names):
        raise RoadmapUnreadable(reason="damaged")
    for one in infos:
        if one.flag_bits & 1:
            raise RoadmapUnreadable(reason="encrypted")
        if one.file_size > LARGEST_PART and _is_text(one.filename):
            raise RoadmapUnreadable(reason="bomb")
        if one.filename.lower().endswith("vbaproject.bin"):
            raise RoadmapUnreadable(reason="macros")


def _is_text(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _read_through(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Unpack a part piece by piece, keeping nothing; its real size."""
    size, marks, before = 0, 0, b""
    with package.open(info) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            marks += chunk.count(b"<")
            if (size > LARGEST_PART or marks > MOST_MARKS) and _is_text(info.filename):
                raise RoadmapUnreadable(reason="bomb")
            if _is_text(info.filename):
                # In UTF-16 every other byte is zero.
                seen = (before + chunk).replace(b"\0", b"")
                if _DECLARATION.search(seen):
                    raise RoadmapUnreadable(reason="entities")
                before = chunk[-_TAIL:]
    return size

"""Packages saved as «Strict Open XML»: the same parts under other names of their vocabularies."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_RENAMED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_FIRST = "_rels/.rels"


def as_transitional(data: bytes) -> bytes:
    """A package whose parts were looked at before, under the names that every program knows."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        if _FIRST not in package.namelist() or not _STRICT.search(package.read(_FIRST)):
            return data
        kept = BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as renamed:
            for one in package.infolist():
                part = package.read(one)
                if one.filename.lower().endswith((".xml", ".rels")):
                    part = _STRICT.sub(_usual, part)
                renamed.writestr(one.filename, part)
        return kept.getvalue()


def _usual(found: re.Match[bytes]) -> bytes:
    name = _RENAMED.get(found[2], found[2])
    return b"http://schemas.openxmlformats.org/%b/2006/%b" % (found[1], name)

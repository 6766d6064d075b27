"""The letters of a text file whose encoding nobody wrote down."""

from __future__ import annotations

import codecs
import re

from engine.domain.errors import RoadmapUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1251", "cp866", "koi8-r", "mac_cyrillic")
_FREQUENT = set("оеаинтсрвлкмдпу ")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 20_000
_MOST_CONTROLS = 0.001


def decoded(data: bytes) -> str:
    """The text of some bytes; what is no text at all is refused."""
    text = _decoded(data)
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise RoadmapUnreadable(reason="binary")
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding)
        wide = _wide(data)
        if wide:
            return data.decode(wide)
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _old(data)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark shows by its bytes: every other one is 0 or 4, by Latin or Russian."""
    sample = data[: _SAMPLE * 2]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        if len(high) > 1 and high.count(0) + high.count(4) > 0.9 * len(high):
            return encoding
    return ""


def _old(data: bytes) -> str:
    """The one-byte encoding in which the frequent Russian letters are the frequent ones."""

    def likeness(encoding: str) -> int:
        sample = data[:_SAMPLE].decode(encoding, errors="replace")
        return sum(letter in _FREQUENT for letter in sample)

    best = max(_OLD, key=likeness)
    if likeness(best) < len(data[:_SAMPLE]) // 5:
        raise RoadmapUnreadable(reason="binary")
    return data.decode(best, errors="replace")

"""A code for a Russian title, so that nobody has to think of one."""

from __future__ import annotations

import re
from collections.abc import Container

from engine.domain.checks.naming import LONGEST_CODE

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p"),
            *(
                "r",
                "s",
                "t",
                "u",
                "f",
                "kh",
                "ts",
                "ch",
                "sh",
                "shch",
                "",
                "y",
                "",
                "e",
                "yu",
                "ya",
            ),
        ),
        strict=True,
    )
)
_ROOM = 6
"""Left for a number where the code is taken."""


def code_of(title: str, taken: Container[str]) -> str:
    """«Анализ динамики» becomes `analiz_dinamiki`, with a number where that is taken."""
    latin = "".join(_LETTERS.get(sign, sign) for sign in title.lower())
    words = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")
    code = words if words[:1].isalpha() else f"x_{words}".rstrip("_")
    code = code[: LONGEST_CODE - _ROOM].rstrip("_")
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code}_{number}"
    return free

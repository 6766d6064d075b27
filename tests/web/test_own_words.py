"""Codes of closed lists under the names a region gives them; the shipped ones in both languages."""

from __future__ import annotations

from engine.domain.operations import RenameWord
from engine.domain.overlay import resolve
from web.wording.demands import demand_text
from web.wording.own_words import ground_title, level_title, mode_title
from workflows.loader import load_shipped

BASE = load_shipped()["base"].definition
OWN = resolve(
    BASE,
    [
        RenameWord("risk_level", "high", "критический"),
        RenameWord("listing_ground", "vpr_low", "низкая ВПР"),
        RenameWord("school_mode", "effective", "режим роста"),
    ],
)


def test_a_region_calls_levels_grounds_and_modes_as_it_likes() -> None:
    assert level_title(OWN, "high") == "критический"
    assert ground_title(OWN, "vpr_low") == "низкая ВПР"
    assert mode_title(OWN, "effective") == "режим роста"
    asked = demand_text("tutor_active", (("modes", ("effective",)),), OWN)
    assert "режим роста" in asked


def test_what_is_not_renamed_or_not_known_is_called_as_everywhere() -> None:
    assert [level_title(one, "high") for one in (BASE, OWN, None)] == [
        "высокий",
        "критический",
        "высокий",
    ]
    assert ground_title(None, "vpr_low") == "низкие результаты ВПР"
    assert ground_title(BASE, "strange") == "strange"

"""What a municipality may not loosen in its region's path, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOSENINGS: Mapping[str, Any] = {
    "loosens_effects": lazy_gettext("при переходе происходит не то, что у региона"),
    "loosens_move_added": lazy_gettext("нового перехода муниципалитет не добавляет"),
    "loosens_move_removed": lazy_gettext("переход региона муниципалитет не убирает"),
    "loosens_requirement": lazy_gettext("условие региона «%(fact)s» снято или стало слабее"),
    "loosens_roles": lazy_gettext("роль «%(role)s» у региона этого перехода не делает"),
    "loosens_setting": lazy_gettext("настройка «%(new)s» мягче, чем у региона"),
    "loosens_stage_added": lazy_gettext("нового этапа муниципалитет не добавляет"),
    "loosens_stage_changed": lazy_gettext("фаза или вид этапа не такие, как у региона"),
    "loosens_stage_removed": lazy_gettext("этап региона муниципалитет не убирает"),
    "loosens_subject": lazy_gettext("маршрут не того, для кого он у региона"),
    "loosens_term": lazy_gettext("срок длиннее или слабее, чем у региона"),
    "loosens_term_removed": lazy_gettext("срок региона муниципалитет не убирает"),
    "loosens_ways": lazy_gettext("переход ведёт не так, как у региона"),
    "loosens_word_removed": lazy_gettext("слово региона муниципалитет не убирает"),
}
"""A sentence for every loosening of `engine.domain.tightening`."""

"""What may be done to the stays, the clock's duties, the calendar and the files, and what is found.

None of them has values of its own in the journal: they follow from its entries.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from engine.storage.tables import CalendarDayRow, DocumentRow, DutyRow, FileRow, SpellRow
from engine.storage.types import new_id
from tests.storage.vandal import Vandal
from tests.storage.vandalism import Deed

DEEDS_ON_STAYS: dict[str, Deed] = {}

_ONE_DAY = date(2022, 2, 2)
_THEN = datetime(2022, 2, 2, tzinfo=UTC)
_AWAY = datetime(2099, 1, 1, tzinfo=UTC)


def deed(act: Deed) -> Deed:
    """Add a deed to the list, by its name."""
    DEEDS_ON_STAYS[act.__name__] = act
    return act


def _stay_changed(code: str = "state", **values: Any) -> Deed:
    def act(v: Vandal) -> str:
        v.do(sa.update(SpellRow).where(*_stay(v)).values(values))
        return v.at(3, code)

    return act


def _stay(v: Vandal) -> tuple[Any, ...]:
    return SpellRow.case_id == v.case.subject_id, SpellRow.seq == 3


DEEDS_ON_STAYS |= {
    "stay_renamed": _stay_changed(stage="mentoring"),
    "stay_in_another_round": _stay_changed(round=2),
    "stay_begun_earlier": _stay_changed(entered_on=_ONE_DAY),
    "stay_entered_earlier": _stay_changed(entered_at=_THEN),
    "stay_ended_earlier": _stay_changed(left_on=_ONE_DAY),
    "stay_left_earlier": _stay_changed(left_at=_THEN),
    "stay_moved": _stay_changed("row_missing", seq=4),
    "stay_without_end": _stay_changed(left_on=None, left_at=None),
}


@deed
def stay_deleted(v: Vandal) -> str:
    v.do(sa.delete(SpellRow).where(*_stay(v)))
    return v.at(3, "row_missing")


@deed
def stay_added(v: Vandal) -> str:
    like = dict(
        v.connection.execute(sa.select(SpellRow.__table__).where(*_stay(v))).mappings().one()
    )
    v.connection.execute(sa.insert(SpellRow).values(like | {"seq": 4}))
    return "row_unknown: -"


def _duty_changed(which: str, code: str = "state", /, **values: Any) -> Deed:
    def act(v: Vandal) -> str:
        v.do(sa.update(DutyRow).where(DutyRow.id == _duty(v, which)).values(values))
        return v.at(_SEQ[which], code)

    return act


def _duty(v: Vandal, status: str) -> Any:
    of_case = (DutyRow.case_id == v.case.subject_id, DutyRow.status == status)
    query = sa.select(DutyRow.id).where(*of_case, DutyRow.term_code.in_(_TERMS))
    return v.connection.execute(query.order_by(DutyRow.due_at.desc(), DutyRow.id)).scalars().first()


_TERMS = ("final_start", "suspension_review", "listing_due")
_SEQ = {"open": 34, "paused": 31, "cancelled": 1}
"""The entries that set the last duty of each: of the suspension, of mentoring, of the opening."""

DEEDS_ON_STAYS |= {
    "duty_silenced": _duty_changed("open", status="cancelled"),
    "duty_said_to_be_done": _duty_changed("open", status="done", outcome="reminded", done_at=_THEN),
    "duty_put_off": _duty_changed("open", due_at=_AWAY),
    "duty_put_off_with_its_day": _duty_changed("open", due_at=_AWAY, due_on=_AWAY.date()),
    "duty_of_the_past": _duty_changed("open", retroactive=True),
    "duty_started_again": _duty_changed("paused", status="open"),
    "duty_with_another_move": _duty_changed("paused", move="exit"),
    "duty_of_another_stage": _duty_changed("paused", "row_missing", stage="listed"),
    "duty_of_another_kind": _duty_changed("paused", "row_missing", kind="escalate"),
    "duty_called_back": _duty_changed("cancelled", status="open"),
}


@deed
def duty_deleted(v: Vandal) -> str:
    v.do(sa.delete(DutyRow).where(DutyRow.id == _duty(v, "open")))
    return v.at(_SEQ["open"], "row_missing")


@deed
def duty_added(v: Vandal) -> str:
    return v.copy(DutyRow, status="open")


@deed
def calendar_day_added(v: Vandal) -> str:
    day = {"id": new_id(), "region_id": None, "day": _ONE_DAY, "working": False, "act": "Приказ"}
    v.connection.execute(sa.insert(CalendarDayRow).values(day))
    return "row_unknown: -"


def _its_file(v: Vandal) -> Any:
    query = sa.select(DocumentRow.sha256).where(DocumentRow.sha256.is_not(None))
    return v.connection.execute(query.order_by(DocumentRow.id).limit(1)).scalar_one()


@deed
def file_replaced(v: Vandal) -> str:
    found = FileRow.sha256 == _its_file(v)
    v.do(sa.update(FileRow).where(found).values(content=b"Another programme", size=17))
    return v.at(0, "file_changed")

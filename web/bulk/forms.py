"""The form of a bulk move: which cases, which move, why, on what order, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.bulk import MOST_CASES, BulkRequest
from engine.domain.bulk import BulkMode, BulkOrder, NewOrder, OrderName
from web.cases.papers import order_of
from web.parsing import LONGEST_LINE, Form, as_uuid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.actions.filing import FilePaper
    from engine.queries.selecting import SelectedCase

Chosen = tuple[tuple[UUID, int | None], ...]
"""The cases that were ticked, or looked at, each with the revision it was looked at."""


NEW = "new"
"""The basis that is not in the cases yet: an order that the bulk registers."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the cases, and what is asked of them as far as it was said."""

    form: Form
    chosen: Chosen
    order: BulkOrder | None
    mode: BulkMode
    file: FilePaper | None

    @property
    def with_new_order(self) -> bool:
        """Whether an order is to be registered, filled in or not."""
        return self.form.value("basis") == NEW

    @property
    def awaits_order(self) -> bool:
        """Whether a new order was only asked for: what would come of the cases is not known yet."""
        return self.with_new_order and not (self.order and self.order.registers)

    def request(self, order: BulkOrder) -> BulkRequest:
        """What the engine is asked to plan."""
        return BulkRequest(self.chosen, order, self.mode, self.file)


def read_sent(form: Form) -> Sent:
    """The form as it was sent; without a move nothing is asked yet."""
    chosen = _chosen(form)
    move = form.line("move", most=LONGEST_LINE)
    basis, new = _basis(form)
    order = BulkOrder(
        move,
        form.text("reason"),
        basis,
        form.day("happened_on"),
        new,
        form.line("end_code"),
        form.day("expected_on"),
    )
    known = form.value("mode") in set(BulkMode)
    mode = BulkMode(form.value("mode")) if known else BulkMode.EACH
    return Sent(form, chosen, order if move else None, mode, form.upload("file") if new else None)


def packed(cases: Iterable[SelectedCase]) -> str:
    """The cases and their revisions as one hidden field: a form with hundreds stays small."""
    return " ".join(f"{case.line.id.hex}.{case.line.revision}" for case in cases)


def order_value(name: OrderName) -> str:
    """An order as an option of the form."""
    return f"{name.kind}/{name.signed_on.isoformat()}/{name.number}"


def _chosen(form: Form) -> Chosen:
    """The boxes that were ticked and the cases that were carried along, each once."""
    found: dict[UUID, int | None] = {}
    for typed in (*form.value("cases").split(), *form.values.get("case", ())):
        case, _, revision = typed.partition(".")
        case_id = as_uuid(case)
        if case_id is None:
            form.refuse("cases", "unknown")
        else:
            found[case_id] = int(revision) if _is_number(revision) else None
    if len(found) > MOST_CASES:
        form.refuse("cases", "too_many_cases", MOST_CASES)
    return tuple(found.items())


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 10  # noqa: PLR2004


def _basis(form: Form) -> tuple[OrderName | None, NewOrder | None]:
    """The order the moves rest on, and what more is said of one that is to be registered."""
    if form.has("with", NEW):
        # Asked for by the button of the preview: its fields have yet to be filled in.
        form.values["basis"] = [NEW]
        return None, None
    typed = form.line("basis")
    if typed == NEW:
        return _new_order(form)
    if not typed:
        return None, None
    kind, _, rest = typed.partition("/")
    day, _, number = rest.partition("/")
    try:
        return OrderName(kind, number, date.fromisoformat(day)), None
    except ValueError:
        form.refuse("basis", "unknown")
        return None, None


def _new_order(form: Form) -> tuple[OrderName, NewOrder]:
    paper = order_of(form)
    name = OrderName(paper.kind, paper.number, paper.signed_on)
    return name, NewOrder(paper.body, paper.title)

"""The quarters of the school year: four stretches of days, with what is counted by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.layers import FIRST_YEAR, LAST_YEAR, LayerPages
from admin.reading import typed_day, typed_line
from engine.actions.quarters import QUARTERS, QuartersRequest, set_quarters
from engine.domain.calendar import Span, school_year_of
from engine.domain.definition import QUARTER
from engine.domain.errors import InvalidInput, NotFound
from engine.queries.quarters import CountedPath, paths_by_quarter, quarters_of_year
from engine.queries.roadmaps.moved import moved_roadmaps
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask.typing import ResponseReturnValue

    from engine.domain.requirements import Requirement


class QuarterPages(LayerPages):
    """The quarters of a region; they belong to the view of the calendar."""

    @expose("/quarters")
    def quarters(self) -> str:
        """The quarters of a school year as they are set."""
        return self._quarters(self._layer(request.args.get("layer")), {})

    @expose("/quarters", methods=("POST",))
    def change_quarters(self) -> ResponseReturnValue:
        """Set the four quarters of a school year."""
        form = request.form
        region_id = self._layer(form.get("layer"))
        self._require_own(region_id)
        if region_id is None:
            # The quarters are the region's: none are set for the whole country.
            raise NotFound
        year = self._school_year()
        try:
            order = QuartersRequest(region_id, year, _spans(form), typed_line(form, "act"))
            set_quarters(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._quarters(region_id, self.refused(refusal)), 422
        flash(_("Четверти установлены: счёт за четверть идёт по ним."), "success")
        self._recount_roadmaps(moved_roadmaps(self.bench, region_id))
        return redirect(url_for(".quarters", layer=region_id, year=year), 303)

    def _quarters(self, region_id: UUID | None, refused: dict[str, str]) -> str:
        year, regions = self._school_year(), self._regions()
        region_id = region_id or (regions[0].id if regions else None)
        rows = quarters_of_year(self.bench, region_id, year) if region_id else []
        counted = paths_by_quarter(self.bench, region_id) if region_id else []
        return self.page(
            "quarters.html",
            region_id=region_id,
            regions=regions,
            own=region_id is not None and self._is_own(region_id),
            year=year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
            rows=_rows(rows, request.form),
            act=request.form.get("act", rows[0].act if rows else ""),
            counted=[(one, list(_asked(one))) for one in counted],
            refused=refused,
        )

    def _school_year(self) -> int:
        """The year in which the school year begins."""
        text = request.values.get("year", "")
        this = school_year_of(reading_day(self.bench.now()))[0].year
        year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this  # noqa: PLR2004
        return min(max(year, FIRST_YEAR), LAST_YEAR)


def _spans(form: Mapping[str, str]) -> tuple[Span, ...]:
    spans = []
    for number in range(1, QUARTERS + 1):
        first, last = (typed_day(form, f"{name}-{number}") for name in ("starts_on", "ends_on"))
        if first is None or last is None:
            raise InvalidInput(field=f"starts_on-{number}", rule="required")
        spans.append((first, last))
    return tuple(spans)


def _rows(rows: list[Any], form: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """The number of each quarter with its days, as typed where the form was sent."""
    known = {row.number: row for row in rows}
    listed = []
    for number in range(1, QUARTERS + 1):
        row = known.get(number)
        days = [
            form.get(f"{name}-{number}", getattr(row, name).isoformat() if row else "")
            for name in ("starts_on", "ends_on")
        ]
        listed.append((number, days[0], days[1]))
    return listed


def _asked(path: CountedPath) -> Iterator[tuple[str, Requirement]]:
    """The moves that ask for something by the quarter, with what they ask for."""
    for move in path.definition.moves:
        conditions = [way.when for way in move.ways if way.when]
        for one in (*move.requirements, *conditions):
            yield from ((move.title, part) for part in _parts(one))


def _parts(requirement: Requirement) -> Iterator[Requirement]:
    if ("period", QUARTER) in requirement.params:
        yield requirement
    for part in requirement.parts:
        yield from _parts(part)

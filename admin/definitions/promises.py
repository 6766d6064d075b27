"""The promises of a path in the console: which hold, and giving one up with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit
from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions.amending import Writing
from admin.definitions.manuscript import Manuscript
from admin.definitions.sheet import Sheet
from admin.definitions.work import Work, open_work
from admin.reading import typed_number
from admin.views import ConsoleView, needs
from engine.domain.errors import StaleRevision
from engine.domain.roles import Permission
from engine.domain.scenario_operations import AddScenario, DropScenario

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from engine.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Promise:
    """A scenario as the page shows it: own or inherited, and what is wrong with it."""

    scenario: Scenario
    own: bool
    problems: tuple[str, ...]


class PromisePages(ConsoleView):
    """The page of scenarios; it belongs to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/promises")
    @needs(Permission.PUBLISH_DEFINITION)
    def promises(self, stream_id: UUID) -> str:
        """Every promise of the draft, those that do not hold first."""
        return self._promises(open_work(self.host, stream_id), {})

    @expose("/stream/<uuid:stream_id>/promises", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def give_up(self, stream_id: UUID) -> ResponseReturnValue:
        """Give a promise up, or take one of the base back."""
        work = open_work(self.host, stream_id)
        writing = work.written()
        deed, _colon, code = request.form.get("do", "").partition(":")
        if deed == "back":
            return self._promised(work, taken_back(writing, code))
        if code in own_promises(writing):
            return self._promised(work, without_own(writing, code))
        sheet = Sheet.of(dict(request.form.lists()))
        missing, long = _("Назовите причину."), _("Причина длиннее 200 знаков.")
        reason = sheet.line(f"reason-{code}", missing, long)
        if sheet.faults:
            return self._promises(work, sheet.faults), 422
        return self._promised(work, given_up(writing, code, reason))

    def _promised(self, work: Work, writing: Writing) -> ResponseReturnValue:
        seen = typed_number(request.form, "revision") if "revision" in request.form else None
        try:
            work.keep(writing.text, seen)
        except StaleRevision:
            late = _("Черновик тем временем изменён в другой вкладке. Это изменение не внесено.")
            flash(late, "danger")
        else:
            flash(_("Сохранено в черновик."), "success")
        return redirect(url_for(".promises", stream_id=work.stream_id), 303)

    def _promises(self, work: Work, refused: dict[str, str]) -> str:
        told = [*work.trial.errors, *work.trial.notes]
        changes = work.writing.parsed.changes if work.writing else ()
        own = own_promises(work.writing) if work.writing else frozenset()
        shown = [
            Promise(
                scenario,
                scenario.code in own,
                tuple(
                    one.sentence
                    for one in told
                    if one.finding and one.finding.element == f"scenarios.{scenario.code}"
                ),
            )
            for scenario in (work.definition.scenarios if work.definition else ())
        ]
        return self.page(
            "promises.html",
            work=work,
            region=work.region,
            tab="promises",
            broken=[one for one in shown if one.problems],
            kept=[one for one in shown if not one.problems],
            dropped=[one for one in changes if isinstance(one, DropScenario)],
            titles={one.code: one.title for one in work.inherited_scenarios()},
            refused=refused,
        )


def own_promises(writing: Writing) -> frozenset[str]:
    """The scenarios that stand in the text itself."""
    if writing.base is None:
        return frozenset(one.code for one in writing.definition.scenarios)
    return frozenset(
        one.added.code for one in writing.parsed.changes if isinstance(one, AddScenario)
    )


def without_own(writing: Writing, code: str) -> Writing:
    """The text without a promise of its own."""
    document = tomlkit.parse(writing.text)
    tables: Any = document["scenario"]
    place = next(place for place, one in enumerate(tables) if one["code"] == code)
    del tables[place]
    if not tables:
        document.remove("scenario")
    return Writing.of(document.as_string(), writing.bases)


def given_up(writing: Writing, code: str, reason: str) -> Writing:
    """The text that drops a promise of its base."""
    manuscript = Manuscript(writing.text)
    dropped = ("drop_scenario", {"reason": reason})
    manuscript.settle({"scenario": code}, ("drop_scenario",), [dropped])
    return writing.next(manuscript)


def taken_back(writing: Writing, code: str) -> Writing:
    """The text that keeps a promise of the base again."""
    manuscript = Manuscript(writing.text)
    manuscript.settle({"scenario": code}, ("drop_scenario",), [])
    return writing.next(manuscript)

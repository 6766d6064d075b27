"""A new version of the base under a path: what it means for the path, and taking it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions.ground import newest_ground
from admin.definitions.manuscript import CannotAmend
from admin.definitions.path_view import PathPages
from admin.definitions.taking_over import text_on_new_base
from admin.definitions.trial import try_text
from admin.definitions.work import Work, open_work
from admin.views import needs
from engine.domain.difference import difference
from engine.domain.errors import DefinitionInvalid, StaleRevision
from engine.domain.overlay import resolve
from engine.domain.rebasing import Choice, Entry, Outcome, Report, part_of, rebase, rebased
from engine.domain.roles import Permission
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from admin.host import Wording
    from engine.domain.definition import Definition
    from engine.domain.difference import Difference
    from engine.domain.rebasing import Settled
    from engine.queries.footing import Footing

LIKELY = (Choice.OURS, Choice.THEIRS, Choice.HAND)
"""What a conflict without an answer is drawn as, the first that is offered."""


@dataclass(frozen=True, slots=True)
class Told:
    """An element in words: what the base changed, what the path does, and how it came out."""

    entry: Entry
    title: str
    base: tuple[str, ...]
    ours: tuple[str, ...]
    outcome: str
    choices: tuple[tuple[str, str], ...]
    answer: str
    fault: bool


@dataclass(frozen=True, slots=True)
class Rebasing:
    """A path on the newest version of its base, with the answers given so far."""

    work: Work
    footing: Footing
    report: Report
    answers: Mapping[str, Choice]

    @property
    def settled(self) -> Settled:
        """The operations with the answers; what is not answered as it would be drawn."""
        likely = {one.key: _likely(one) for one in self.report.conflicts}
        old, new = self.footing.old.definition, self.footing.new.definition
        changes = self.work.written().parsed.changes
        return rebased(old, new, changes, {**likely, **self.answers}, stricter=stricter_setting)

    @property
    def result(self) -> Definition | None:
        """What it would be; nothing where something is left to be mended by hand."""
        try:
            return resolve(
                self.footing.new.definition, self.settled.changes, stricter=stricter_setting
            )
        except DefinitionInvalid:
            return None


class RebasePages(PathPages):
    """The page of a rebase; it belongs to the view of definitions."""

    @expose("/stream/<uuid:stream_id>/rebase")
    @needs(Permission.PUBLISH_DEFINITION)
    def rebase(self, stream_id: UUID) -> str:
        """What the newest version of the base means for the draft, else for what is in force."""
        return self._rebase(open_work(self.host, stream_id), {})

    @expose("/stream/<uuid:stream_id>/rebase", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def take_over(self, stream_id: UUID) -> ResponseReturnValue:
        """Show what the answers give, or keep it as the draft; nothing is published."""
        work = open_work(self.host, stream_id)
        answers = _answers(request.form)
        rebasing = rebasing_of(work, answers)
        if rebasing is None or request.form.get("do") != "accept":
            return self._rebase(work, answers)
        if rebasing.report.unanswered(answers):
            return self._rebase(work, answers, asked=True), 422
        return self._taken(work, rebasing)

    def _taken(self, work: Work, rebasing: Rebasing) -> ResponseReturnValue:
        new = rebasing.footing.new
        try:
            text = text_on_new_base(
                work.desk.text, work.written().parsed, rebasing.settled, new.definition
            )
            work.keep(text, self._seen(), newest_ground(work.desk.ground))
        except CannotAmend:
            return self._rebase(work, rebasing.answers, unwritable=True), 422
        except StaleRevision:
            late = _("Черновик тем временем изменён в другой вкладке. Это изменение не внесено.")
            flash(late, "danger")
            return redirect(url_for(".rebase", stream_id=work.stream_id), 303)
        said = _(
            "Версия %(n)s основы принята в черновик. Проверьте маршрут и опубликуйте его.",
            n=new.version,
        )
        flash(said, "success")
        page = ".edit" if rebasing.result is None else ".path"
        return redirect(url_for(page, stream_id=work.stream_id), 303)

    def _rebase(
        self,
        work: Work,
        answers: Mapping[str, Choice],
        *,
        asked: bool = False,
        unwritable: bool = False,
    ) -> str:
        rebasing = rebasing_of(work, answers)
        told = _told(rebasing, self.host.wording, asked=asked) if rebasing else []
        return self.page(
            "rebase.html",
            work=work,
            region=work.region,
            footing=work.desk.ground.footing,
            rebasing=rebasing,
            conflicts=[one for one in told if one.entry.outcome is Outcome.CONFLICT],
            merged=[one for one in told if one.entry.outcome is Outcome.MERGED],
            clean=[one for one in told if one.entry.outcome is Outcome.CLEAN and one.base],
            left=_left(self.host, rebasing),
            result=rebasing.result if rebasing else None,
            asked=asked,
            unwritable=unwritable,
            tab="path",
        )


def rebasing_of(work: Work, answers: Mapping[str, Choice]) -> Rebasing | None:
    """The rebase of a path that is behind; nothing for one that is not, or cannot be read."""
    footing = work.desk.ground.footing
    if footing is None or not footing.behind or work.writing is None:
        return None
    changes = work.writing.parsed.changes
    report = rebase(
        footing.old.definition, footing.new.definition, changes, stricter=stricter_setting
    )
    known = {one.key: answers[one.key] for one in report.conflicts if one.key in answers}
    return Rebasing(work, footing, report, known)


def _answers(form: Mapping[str, str]) -> dict[str, Choice]:
    """The answers of a form by the keys of their conflicts; strange ones are none."""
    known = set(Choice)
    return {
        name.removeprefix("choice-"): Choice(value)
        for name, value in form.items()
        if name.startswith("choice-") and value in known
    }


def _likely(entry: Entry) -> Choice:
    return next(choice for choice in LIKELY if choice in entry.choices)


def _told(rebasing: Rebasing, wording: Wording, *, asked: bool) -> list[Told]:
    old, new = rebasing.footing.old.definition, rebasing.footing.new.definition
    own = rebasing.work.written().definition
    ours: dict[str, list[Difference]] = {}
    for one in difference(old, own):
        ours.setdefault(one.element, []).append(one)
    unanswered = {one.key for one in rebasing.report.unanswered(rebasing.answers)}
    return [
        Told(
            entry,
            _title(entry.element, wording, (own, new, old)),
            tuple(wording.difference(one, old, new) for one in entry.base),
            tuple(
                wording.difference(one, old, own)
                for one in ours.get(entry.element, ())
                if not entry.part or part_of(one) == entry.part
            ),
            wording.rebased(entry),
            tuple((choice.value, wording.choice(entry, choice)) for choice in entry.choices),
            rebasing.answers[entry.key].value if entry.key in rebasing.answers else "",
            asked and entry.key in unanswered,
        )
        for entry in rebasing.report.entries
    ]


def _title(element: str, wording: Wording, known: tuple[Definition, ...]) -> str:
    """As the path calls it, else as one of the bases does."""
    bare = wording.element(element, None)
    titles = (wording.element(element, one) for one in known)
    return next((title for title in titles if title != bare), bare)


def _left(host: Any, rebasing: Rebasing | None) -> list[str]:
    """What stands against publishing the result, in sentences."""
    if rebasing is None:
        return []
    work, new = rebasing.work, rebasing.footing.new.definition
    try:
        text = text_on_new_base(work.desk.text, work.written().parsed, rebasing.settled, new)
    except CannotAmend:
        return []
    bases = newest_ground(work.desk.ground).bases
    return [one.sentence for one in try_text(host, text, bases).errors]

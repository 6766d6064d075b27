"""What the forms of stages and moves share: lists of small forms, the preview, and keeping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from admin.definitions.beside import Beside, beside, concerns, told
from admin.definitions.manuscript import CannotAmend
from admin.definitions.path_view import PathPages
from admin.definitions.sheet import Sheet
from engine.domain.errors import StaleRevision

if TYPE_CHECKING:
    from admin.definitions.amending import Writing
    from admin.definitions.work import Work
    from engine.domain.checks import Finding

Placing = Callable[["Finding", Sheet], str]


@dataclass(slots=True)
class Form:
    """A form on its page: the fields, the element they are of, and what the text would mean.

    `shown` is the work as it would be with this form kept; where a field is at fault it is the work
    as it stands. `place` says beside which field a finding belongs.
    """

    work: Work
    sheet: Sheet
    group: str
    code: str
    place: Placing
    shown: Work
    stale: bool = False

    @property
    def element(self) -> str:
        """The element as findings name it."""
        return f"{self.group}.{self.code}"

    def found(self) -> dict[str, list[Beside]]:
        """What was found about this element, by the field it stands beside."""
        trial = self.shown.trial
        listed: dict[str, list[Beside]] = {}
        for one in beside(trial.errors, trial.notes, self.group, self.code):
            if one.finding is not None:
                field = self.place(one.finding, self.sheet)
                listed.setdefault(field, []).append(told(one, error=one in trial.errors))
        return listed

    def others(self) -> list[str]:
        """The errors about anything else."""
        return [
            one.sentence
            for one in self.shown.trial.errors
            if one.finding is None or not concerns(one.finding, self.group, self.code)
        ]


class FormPages(PathPages):
    """A form beside the picture of what it makes; the preview follows it while it is filled in."""

    def _sent(self) -> tuple[Sheet, str, str]:
        """The form with the deed it asks for, and what the deed is done to."""
        sheet = Sheet.of(dict(request.form.lists()))
        deed, _colon, argument = sheet.get("do", "save").partition(":")
        return sheet, deed, argument

    def _form_page(
        self, template: str, form: Form, status: int = 200, **values: Any
    ) -> tuple[str, int]:
        """The page of a form, or only what follows it."""
        values |= {"form": form, "sheet": form.sheet, "found": form.found(), "work": form.work}
        values |= {"former": form.work.former, "others": form.others()}
        values.setdefault("tab", "path")
        if request.form.get("do") == "preview":
            values |= {"wording": self.host.wording, "drawing": self.host.drawing}
            return render_template("console/preview.html", **values), 200
        return self.page(template, **values), status

    def _keep_form(self, form: Form, writing: Writing) -> bool:
        """Keep what the form wrote; False where another tab was quicker."""
        try:
            form.work.keep(writing.text, self._seen())
        except StaleRevision:
            form.stale = True
            return False
        return True

    def _cannot(self, form: Form) -> None:
        said = _("Формы не могут изменить этот текст. Измените его на вкладке «Текстом».")
        form.sheet.refuse("form", said)

    def _attempt(self, form: Form, write: Callable[[], Writing]) -> Writing | None:
        """What the form writes, shown at once; nothing where the forms cannot write it."""
        try:
            writing = write()
        except CannotAmend:
            self._cannot(form)
            return None
        form.shown = form.work.tried(writing)
        return writing

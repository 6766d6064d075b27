"""Why a case of a bulk was not moved: every reason as a sentence, with where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from engine.domain.bulk import unmet_of
from web.cases.steps import told
from web.errors import ENGINE_ANSWERS
from web.permissions import may
from web.wording.fields import Fields
from web.wording.grammar import capitalised, moment_text, quoted
from web.wording.paths import stage_title
from web.wording.refusals import FIELDS, refused_text
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor, Permission

CONFLICT = "case.stale"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: what is lacking, what to do, and the part of the card where it is done."""

    lack: str
    remedy: str = ""
    href: str = ""
    here: bool = False

    @property
    def text(self) -> str:
        """Both sentences, as a table to keep holds them."""
        return f"{self.lack} {self.remedy}".strip()


def why_not(
    code: str | None,
    reasons: Sequence[Any],
    definition: Definition,
    line: Any,
    *,
    actor: Actor,
    today: date,
    changed_by: str = "",
) -> tuple[Why, ...]:
    """Every reason why a case was not moved; nothing for one that was not refused."""
    if code is None:
        return ()
    if code == CONFLICT:
        return (_conflict(reasons, definition, line, changed_by),)
    if reasons and "mend" in reasons[0]:
        return tuple(_unmet(one, definition, line, actor, today) for one in reasons)
    return (Why(_other(code, Fields(reasons[0]) if reasons else Fields())),)


def _unmet(reason: Any, definition: Definition, line: Any, actor: Actor, today: date) -> Why:
    def allowed(permission: Permission) -> bool:
        return may(actor, permission)

    one = told(unmet_of(reason), definition, line.id, today, allowed)
    return Why(one.sentence.lack, one.sentence.remedy, one.href, one.here)


def _conflict(reasons: Sequence[Any], definition: Definition, line: Any, changed_by: str) -> Why:
    fields = reasons[0] if reasons else {}
    if "changed_at" not in fields:
        return Why(gettext("Дело изменил кто-то другой."))
    lack = gettext(
        "После проверки дело изменилось: %(who)s, %(at)s; этап тогда — %(stage)s.",
        who=changed_by or gettext("кто-то другой"),
        at=moment_text(datetime.fromisoformat(fields["changed_at"]), line.zone),
        stage=quoted(stage_title(definition, fields["stage"])),
    )
    return Why(lack, gettext("Посмотрите, что изменилось, и повторите, если перевод ещё нужен."))


def _other(code: str, fields: Fields) -> str:
    if code == "input.invalid":
        name, rule = fields.text("field"), fields.text("rule")
        if (name, rule) == ("move", "unknown"):
            return gettext("На маршруте этого дела такого перехода нет.")
        label = capitalised(str(FIELDS.get(name, name)))
        return f"{label}. {invalid_text(rule, fields.values.get('value'))}"
    if code in ("forbidden", "not_found"):
        permission = fields.text("permission")
        said = refused_text(code, permission, [fields.values])
        return f"{capitalised(said)}."
    answer = ENGINE_ANSWERS.get(code, ENGINE_ANSWERS["engine.error"])
    return f"{answer.sentence}"

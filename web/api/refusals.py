"""The engine's refusals as problems of the API: every reason with its sentence, who and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request
from flask_babel import gettext
from werkzeug import exceptions as http

from engine.domain.canonical import plain
from engine.domain.errors import (
    DatabaseBusy,
    DefinitionInvalid,
    EngineError,
    InvalidInput,
    KeyReused,
    MoveRefused,
    NotFound,
    PlanInvalid,
    StaleRevision,
    TutorSchoolIneligible,
)
from engine.queries.telling import CasePath, account_title, case_path
from web.api.problems import Fault, Problem, http_problem, told_faults
from web.current import current_bench
from web.wording.fields import Fields
from web.wording.findings import finding_sentence
from web.wording.grammar import moment_text, quoted
from web.wording.paths import stage_title
from web.wording.reasons import Sentence, unmet_sentence
from web.wording.refusals import ineligible_text
from web.wording.succession import plan_finding_sentence

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition
    from engine.domain.requirements import Unmet

_PRECONDITION_FAILED = 412


def engine_problem(error: EngineError, status: int, title: str, advice: str) -> Problem:
    """What a refusal of the engine is told as; status and sentences are those of the pages."""
    if isinstance(error, NotFound):
        return http_problem(http.NotFound())
    if isinstance(error, MoveRefused):
        return _refused_move(error, status, title)
    if isinstance(error, StaleRevision):
        return _stale(error)
    fields: dict[str, Any] = plain(error.fields)
    if isinstance(error, InvalidInput):
        fault = Fault(fields.get("field", ""), fields.get("rule", ""), fields.get("value"))
        return Problem(status, error.code, title, told_faults([fault]), fields, (fault,))
    if isinstance(error, TutorSchoolIneligible):
        return Problem(status, error.code, title, ineligible_text(Fields(error.fields)), fields)
    if isinstance(error, DefinitionInvalid):
        advice = " ".join(map(finding_sentence, error.fields["findings"])) or advice
    if isinstance(error, PlanInvalid):
        advice = " ".join(plan_finding_sentence(one) for one in error.fields["findings"])
    if isinstance(error, KeyReused):
        advice = gettext("Для нового запроса возьмите новый ключ Idempotency-Key.")
    return Problem(status, error.code, title, advice, fields)


def unmet_told(
    unmet: Unmet, definition: Definition | None, today: date | None = None
) -> dict[str, Any]:
    """An unmet requirement with its sentence; the branches of an `any` likewise."""
    told = plain(unmet)
    sentence: Sentence = unmet_sentence(unmet, definition, today=today)
    return {
        **told,
        "fields": plain(dict(unmet.fields)),
        "sentence": sentence.text,
        "alternatives": [
            [unmet_told(part, definition, today) for part in branch]
            for branch in unmet.alternatives
        ],
    }


def _refused_move(error: MoveRefused, status: int, title: str) -> Problem:
    path = _path()
    definition, today = (path.definition, path.today) if path else (None, None)
    unmet = tuple(unmet_told(one, definition, today) for one in error.unmet)
    detail = " ".join(one["sentence"] for one in unmet) or title
    return Problem(status, error.code, title, detail, plain(error.fields), unmet=unmet)


def _stale(error: StaleRevision) -> Problem:
    """Who changed the case meanwhile, when, and where it stands now."""
    title = gettext("Дело изменилось с тех пор, как вы его читали. Ничего не сделано.")
    fields: dict[str, Any] = plain(error.fields)
    path = _path()
    if path is None or "stage" not in error.fields:
        return Problem(_PRECONDITION_FAILED, error.code, title, title, fields)
    changed_at: datetime = error.fields["changed_at"]
    person = _title(error.fields["changed_by"])
    stage = stage_title(path.definition, error.fields["stage"])
    fields["changed_by"] = {"id": str(error.fields["changed_by"]), "title": person}
    fields["stage_title"] = stage
    detail = gettext(
        "Последнее изменение: %(person)s, %(moment)s. Сейчас дело на этапе %(stage)s.",
        person=person or gettext("неизвестно кто"),
        moment=moment_text(changed_at, path.zone),
        stage=quoted(stage),
    )
    return Problem(_PRECONDITION_FAILED, error.code, title, detail, fields)


def _path() -> CasePath | None:
    """The path of the case this request is about; a refusal is told even without it."""
    case_id = (request.view_args or {}).get("case_id")
    if not isinstance(case_id, UUID):
        return None
    try:
        return case_path(current_bench(), case_id)
    except DatabaseBusy:
        return None


def _title(account_id: UUID) -> str:
    try:
        return account_title(current_bench(), account_id)
    except DatabaseBusy:
        return ""

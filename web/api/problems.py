"""RFC 9457 problem details: the one form in which the API refuses anything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException

from web.api.rules import rule_sentence
from web.current import request_id

MEDIA_TYPE = "application/problem+json"
NAMESPACE = "urn:marshrut:problem:"


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a value breaks; `place` names the field, from the outside in: `order.number`."""

    place: str
    rule: str
    value: Any = None

    def told(self) -> dict[str, Any]:
        """The fault with its sentence."""
        name = self.rule.partition(":")[0]
        return {"field": self.place, "rule": name, "message": rule_sentence(self.rule, self.value)}


class Refusal(HTTPException):
    """The API does not take the request as it was sent; nothing was asked of the engine."""

    def __init__(self, status: int, problem: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__()
        self.code = status
        self.problem = problem
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal before it becomes an answer."""

    status: int
    code: str
    title: str
    detail: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    unmet: tuple[Mapping[str, Any], ...] = ()


_HTTP: dict[int, tuple[str, Any, Any]] = {
    400: ("request.malformed", _("Запрос составлен неверно."), _("Тело запроса не читается.")),
    401: (
        "token.required",
        _("Нужен действующий ключ API."),
        _("Ключ не указан, неизвестен, отозван или истёк: «Authorization: Bearer <ключ>»."),
    ),
    403: ("forbidden", _("На это действие у вас нет прав."), _("Ни одна ваша роль его не даёт.")),
    404: ("not_found", _("Такой записи нет."), _("Её нет, или она вне вашей области.")),
    405: ("method.not_allowed", _("Этот адрес так не вызывают."), _("Методы в заголовке Allow.")),
    408: ("request.slow", _("Запрос пришёл слишком медленно."), _("Повторите его.")),
    413: ("body.too_large", _("Запрос слишком велик."), _("Файлы принимаются до 20 МБ.")),
    415: (
        "body.media_type",
        _("Такой вид данных не принимается."),
        _("Отправьте тело как application/json без сжатия."),
    ),
    422: ("input.invalid", _("Одно из значений не принято."), _("Исправьте названные поля.")),
    428: (
        "precondition.required",
        _("Нужен заголовок If-Match."),
        _("Прочтите дело и укажите его ETag: изменение делается с известного состояния."),
    ),
    429: ("requests.too_many", _("Слишком много запросов."), _("Подождите и повторите.")),
    500: ("internal", _("В системе произошла ошибка."), _("Она записана под номером обращения.")),
    503: ("database.busy", _("База данных занята. Ничего не изменено."), _("Повторите позже.")),
}


def http_problem(error: HTTPException) -> Problem:
    """What a refusal of the request itself is told as."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    others = 400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500
    code, title, detail = _HTTP.get(status) or _HTTP[others]
    if isinstance(error, Refusal):
        code, faults = error.problem, error.faults
        return Problem(status, code, str(title), told_faults(faults) or str(detail), faults=faults)
    return Problem(status, code, str(title), str(detail))


def told_faults(faults: Iterable[Fault]) -> str:
    """The faults as one line of text."""
    parts = (fault.told() for fault in faults)
    return " ".join(": ".join(filter(None, (one["field"], one["message"]))) for one in parts)


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as an answer of the API."""
    body = {
        "type": NAMESPACE + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "fields": dict(problem.fields),
        "errors": [fault.told() for fault in problem.faults],
        "unmet": list(problem.unmet),
        "request_id": request_id(),
    }
    # What was sent may stand in the fields; whatever it is, the answer can be written.
    text = json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace")
    response: Response = current_app.response_class(text, problem.status, mimetype=MEDIA_TYPE)
    response.headers.update(headers or {})
    return response

"""Every refusal as a status, a Russian sentence and what to do next.

Pages get an HTML answer, the API gets problem details with the same code and sentence. Neither
ever carries a trace, SQL or a value of the database; both carry the request id that stands in the
log.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from flask import current_app, make_response, render_template
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from engine.domain.errors import EngineError
from web.api import problems
from web.api.refusals import engine_problem
from web.current import is_api, request_id
from web.logs import what_failed

if TYPE_CHECKING:
    from flask import Flask, Response

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a refusal is told as: the status, what happened, and what to do next."""

    status: int
    sentence: Any
    advice: Any


_RETRY = _("Обновите страницу и повторите действие.")
_CORRECT = _("Исправьте отмеченное и отправьте снова.")
_ASK_ADMIN = _("Если доступ нужен для работы, обратитесь к администратору региона.")
_SEE_CASE = _("Откройте карточку дела: там названо, чего не хватает и кто это вносит.")

ENGINE_ANSWERS: dict[str, Answer] = {
    "engine.error": Answer(409, _("Действие не выполнено."), _RETRY),
    "not_found": Answer(
        404,
        _("Страница или запись не найдена."),
        _("Проверьте адрес или вернитесь к списку школ."),
    ),
    "forbidden": Answer(403, _("На это действие у вас нет прав."), _ASK_ADMIN),
    "input.invalid": Answer(422, _("Одно из значений не принято."), _CORRECT),
    "case.stale": Answer(
        409,
        _("Пока страница была открыта, запись изменил кто-то другой. Ваше действие не выполнено."),
        _("Откройте запись заново, посмотрите, что изменилось, и повторите, если ещё нужно."),
    ),
    "idempotency.key_reused": Answer(
        422, _("Ключ повторного запроса уже использован для другого запроса."), _RETRY
    ),
    "database.busy": Answer(
        503,
        _("База данных сейчас занята. Ничего не изменено."),
        _("Подождите несколько секунд и повторите."),
    ),
    "database.full": Answer(
        503,
        _("В хранилище данных кончилось место. Ничего не записано."),
        _("Сообщите администратору системы: он освободит место. Потом повторите."),
    ),
    "move.refused": Answer(409, _("Перевод сейчас невозможен."), _SEE_CASE),
    "move.unavailable": Answer(409, _("С этого этапа такого перевода нет."), _SEE_CASE),
    "move.forbidden": Answer(403, _("Этот перевод выполняет другая роль."), _SEE_CASE),
    "move.requirements_unmet": Answer(
        409, _("Для перевода выполнено ещё не всё, что требуется."), _SEE_CASE
    ),
    "tutor_school.ineligible": Answer(
        409,
        _("Эта школа не может быть школой-тьютором в этом деле."),
        _("Выберите другую школу."),
    ),
    "attachment.exists": Answer(
        409,
        _("На эти дни такое закрепление уже есть."),
        _("Сначала завершите действующее закрепление."),
    ),
    "case.exists": Answer(
        409,
        _("У школы уже есть открытое дело по этому маршруту."),
        _("Продолжите открытое дело."),
    ),
    "definition.invalid": Answer(
        422, _("Маршрут нельзя опубликовать: проверка нашла ошибки."), _CORRECT
    ),
    "definition.unreadable": Answer(422, _("Текст маршрута не читается."), _CORRECT),
    "definition.approval_required": Answer(
        409,
        _("В этом регионе новую версию утверждает другой администратор."),
        _("Сдайте версию на утверждение."),
    ),
    "definition.own_approval": Answer(
        403,
        _("Автор не утверждает свою версию маршрута."),
        _("Утвердить её может другой администратор региона."),
    ),
    "definition.waiting": Answer(
        409,
        _("Одна версия этого маршрута уже ждёт утверждения."),
        _("Дождитесь решения или отзовите её."),
    ),
    "definition.in_use": Answer(
        409,
        _("Эту версию вывести нельзя: она действует или по ней идут дела."),
        _("Переведите дела на другую версию."),
    ),
    "roadmap.unreadable": Answer(422, _("Дорожная карта в этом файле не читается."), _CORRECT),
    "roadmap.known": Answer(
        409,
        _("Эта дорожная карта уже загружена."),
        _("Откройте её в списке или загрузите документ как её исправленную версию."),
    ),
    "roadmap.unchanged": Answer(
        409,
        _("Документ ничего не меняет: дорожная карта уже говорит то же самое."),
        _("Загружать его ещё раз не нужно."),
    ),
    "roadmap.stale": Answer(
        409,
        _("Пока страница была открыта, дорожную карту изменил кто-то другой."),
        _("Откройте её заново, посмотрите, что изменилось, и повторите, если ещё нужно."),
    ),
    "succession.plan_invalid": Answer(
        422, _("План перевода на новую версию нельзя выполнить."), _CORRECT
    ),
    "succession.unmapped": Answer(
        409,
        _("В плане не указано, на какой этап новой версии идёт это дело."),
        _("Укажите этап в плане и повторите перевод."),
    ),
    "succession.papers_missing": Answer(
        409, _("По новым правилам в деле не хватает документов."), _SEE_CASE
    ),
    "succession.undo_refused": Answer(
        409,
        _("Перевод этого дела отменить уже нельзя."),
        _("Если нужно, переведите дело на следующую версию новым планом."),
    ),
    "sign_in.refused": Answer(
        401,
        _("Имя и пароль не подошли."),
        _(
            "Проверьте раскладку и регистр. После десяти неудач за 15 минут вход в учётную "
            "запись закрывается на 15 минут даже для верного пароля."
        ),
    ),
    "sign_in.locked": Answer(
        429,
        _("С вашего адреса слишком много неудачных попыток входа."),
        _("Подождите 15 минут и попробуйте снова."),
    ),
}

HTTP_ANSWERS: dict[int, Answer] = {
    400: Answer(
        400,
        _("Запрос составлен неверно."),
        _("Вернитесь на предыдущую страницу и повторите действие."),
    ),
    401: Answer(
        401,
        _("Вход закончился: отправленное не записано."),
        _(
            "Войдите в новой вкладке, потом вернитесь сюда, нажмите в браузере «Назад» и отправьте "
            "ещё раз: набранное останется на месте."
        ),
    ),
    403: Answer(403, _("На это действие у вас нет прав."), _ASK_ADMIN),
    404: ENGINE_ANSWERS["not_found"],
    405: Answer(405, _("Этот адрес так не открывают."), _("Вернитесь к списку школ.")),
    408: Answer(408, _("Запрос пришёл слишком медленно."), _RETRY),
    409: Answer(409, _("Действие не выполнено: данные успели измениться."), _RETRY),
    412: Answer(412, _("Запись изменилась с тех пор, как вы её читали."), _RETRY),
    413: Answer(
        413,
        _("Файл слишком велик: принимается не больше 20 МБ."),
        _(
            "Ничего не записано. Нажмите в браузере «Назад», уменьшите файл или разделите его на "
            "части и отправьте ещё раз: набранное останется на месте."
        ),
    ),
    415: Answer(415, _("Такой вид данных не принимается."), _CORRECT),
    422: ENGINE_ANSWERS["input.invalid"],
    429: Answer(
        429, _("Слишком много запросов подряд."), _("Подождите немного и повторите действие.")
    ),
    500: Answer(
        500,
        _("В системе произошла ошибка. Она записана."),
        _("Повторите позже. Если не поможет, сообщите администратору номер обращения."),
    ),
    503: ENGINE_ANSWERS["database.busy"],
}

_FORGED = Answer(
    400,
    _("Форма устарела или отправлена не с нашей страницы."),
    _(
        "Ничего не записано. Нажмите в браузере «Назад»; если набрано много, скопируйте набранное, "
        "потом обновите страницу и отправьте форму снова."
    ),
)

RULES = {
    "common": _("слишком распространённое значение"),
    "exists": _("такое уже есть"),
    "future": _("день ещё не наступил"),
    "length": _("недопустимая длина"),
    "level": _("роль даётся на другом уровне"),
    "mismatch": _("не соответствует выбранному"),
    "order": _("даты идут в обратном порядке"),
    "range": _("вне допустимых границ"),
    "required": _("нужно заполнить"),
    "too_long": _("слишком длинное значение"),
    "too_short": _("слишком короткое значение"),
    "unknown": _("такого значения нет"),
}
"""What the rules of InvalidInput mean; a page that knows the field says more."""


def install(app: Flask) -> None:
    """Answer every error; called last, so that no extension's handlers stand in the way."""
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def answer_of(error: EngineError) -> Answer:
    """What an engine's refusal is told as; subclasses without an own entry take their base's."""
    for kind in type(error).__mro__:
        found = ENGINE_ANSWERS.get(getattr(kind, "code", ""))
        if found is not None:
            return found
    return ENGINE_ANSWERS["engine.error"]


def rule_text(rule: str) -> str:
    """What a broken rule of the field means, for the message beside the field."""
    return str(RULES.get(rule, _("значение не принято")))


def _engine_error(error: EngineError) -> Response:
    answer = answer_of(error)
    _log.info("deed.refused", code=error.code, status=answer.status)
    headers = {"Retry-After": "2"} if answer.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if is_api():
        told = engine_problem(error, answer.status, str(answer.sentence), str(answer.advice))
        return problems.answer(told, headers)
    return _respond(answer, headers)


def _http_error(error: HTTPException) -> Response | HTTPException:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:
        return error
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    answer = HTTP_ANSWERS.get(status) or HTTP_ANSWERS[500 if ours else 400]
    if isinstance(error, CSRFError):
        answer = _FORGED
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    if status == HTTPStatus.UNAUTHORIZED and is_api():
        headers["WWW-Authenticate"] = 'Bearer realm="marshrut"'
    if is_api():
        return problems.answer(problems.http_problem(error), headers)
    return _respond(answer, headers, status)


def _unexpected(error: Exception) -> Response:
    if current_app.testing:
        raise error
    _log.error("request.failed", **what_failed(error))
    if is_api():
        return problems.answer(problems.http_problem(InternalServerError()))
    return _respond(HTTP_ANSWERS[500], {})


def _respond(answer: Answer, headers: dict[str, str], status: int | None = None) -> Response:
    number = int(status or answer.status)
    page = render_template("error.html", answer=answer, status=number, request_id=request_id())
    response = make_response(page)
    response.status_code = number
    response.headers.update(headers)
    return response

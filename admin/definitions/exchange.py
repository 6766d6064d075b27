"""Paths as files: a version downloaded as it was written or as it reads, and a file taken in.

What comes from a file is a draft of whoever brought it; nothing of it is published here.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions.ground import BASE, ground_of
from admin.definitions.trial import Trial, try_text
from admin.views import ConsoleView, needs
from engine.actions.definitionwork import definition_stream
from engine.actions.drafting import DraftRequest, keep_draft
from engine.domain.definition_form import stored_form
from engine.domain.errors import InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Permission
from engine.queries.authoring import VersionText, regions_to_author, version_by_id, version_text
from engine.queries.drafts import own_draft
from workflows.loader import LARGEST_TEXT

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_CODE = 100


class FilePages(ConsoleView):
    """Files in and out; part of the view of definitions."""

    @expose("/<uuid:version_id>/text.toml")
    def text_file(self, version_id: UUID) -> Response:
        """A version as it was written: for a base that is changed, the changes only."""
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        if not shown.text:
            raise NotFound
        return _file(shown.text, f"{_name(shown)}.toml", "application/toml")

    @expose("/<uuid:version_id>/path.json")
    def path_file(self, version_id: UUID) -> Response:
        """A version as it reads with everything it stands on, and its digest."""
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        form = {
            "digest": shown.definition.digest,
            "version": shown.version,
            **stored_form(shown.definition),
        }
        text = json.dumps(form, ensure_ascii=False, indent=2) + "\n"
        return _file(text, f"{_name(shown)}.json", "application/json")

    @expose("/region/<uuid:region_id>/import")
    @needs(Permission.PUBLISH_DEFINITION)
    def choose_file(self, region_id: UUID) -> str:
        """The form that takes a file for a path of the region."""
        return self._choosing(region_id)

    @expose("/region/<uuid:region_id>/import", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def take_file(self, region_id: UUID) -> ResponseReturnValue:
        """Keep the text of a file as one's draft, or say why it cannot be read."""
        self._region_to_author(region_id)
        try:
            text = _read()
        except InvalidInput as fault:
            return self._choosing(region_id, said=_unreadable(fault)), 422
        trial = try_text(self.host, text, ground_of(self.host, region_id).bases)
        if _torn(trial):
            return self._choosing(region_id, trial=trial), 422
        code = _code_of(text, trial)
        if code is None:
            nameless = _("В файле не назван код маршрута (code), или он занят основой.")
            return self._choosing(region_id, said=nameless), 422
        try:
            stream_id = self._drafted(region_id, code, text, trial)
        except StaleRevision:
            said = _("У вас уже есть черновик этого маршрута. Отметьте, что его можно заменить.")
            return self._choosing(region_id, said=said, taken=True), 409
        flash(_("Файл принят как ваш черновик. Ничего не опубликовано."), "success")
        return redirect(url_for(".edit", stream_id=stream_id), 303)

    def _drafted(self, region_id: UUID, code: str, text: str, trial: Trial) -> UUID:
        """The draft of a path of this code; raises StaleRevision where another one stands."""
        stream_id = definition_stream(region_id, code).subject_id
        draft = own_draft(self.bench, stream_id, actor=self.actor)
        if draft is not None and draft.text != text and request.form.get("replace") != "yes":
            raise StaleRevision(expected=0, revision=draft.revision)
        current = self._current(stream_id)
        ground = ground_of(self.host, region_id, current, draft)
        order = DraftRequest(
            stream_id,
            region_id,
            text,
            current.version if current else 0,
            None,
            ground.digest_of(trial.extends),
            ground.municipality_id,
        )
        keep_draft(self.bench, order, actor=self.actor)
        return stream_id

    def _current(self, stream_id: UUID) -> VersionText | None:
        try:
            return version_text(self.bench, stream_id, actor=self.actor)
        except NotFound:
            return None

    def _choosing(
        self, region_id: UUID, said: str = "", trial: Trial | None = None, *, taken: bool = False
    ) -> str:
        region = self._region_to_author(region_id)
        return self.page("import.html", region=region, said=said, trial=trial, taken=taken)

    def _region_to_author(self, region_id: UUID) -> Any:
        for region in regions_to_author(self.bench, actor=self.actor):
            if region.id == region_id:
                return region
        raise NotFound


def _read() -> str:
    """The text of the file that was sent; raises InvalidInput with the rule it breaks."""
    sent = request.files.get("file")
    content = sent.stream.read(LARGEST_TEXT + 1) if sent else b""
    if sent:
        # A large one lies in a file of its own until somebody lets it go.
        sent.close()
    if not content.strip():
        raise InvalidInput(field="file", rule="empty_file")
    if len(content) > LARGEST_TEXT:
        raise InvalidInput(field="file", rule="large")
    if content.startswith(_BOM):
        raise InvalidInput(field="file", rule="mark")
    if content.startswith(_UTF_16):
        raise InvalidInput(field="file", rule="encoding", value=1)
    try:
        text = content.decode()
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise InvalidInput(field="file", rule="encoding", value=line) from fault
    return text.replace("\r\n", "\n")


def _unreadable(fault: InvalidInput) -> str:
    rule, line = fault.fields["rule"], fault.fields.get("value")
    if rule == "large":
        return _("Файл слишком велик: можно до %(size)s КБ.", size=LARGEST_TEXT // 1024)
    if rule == "mark":
        return _(
            "Файл начинается с метки BOM. Сохраните его как «UTF-8 без BOM» и загрузите снова."
        )
    if rule == "encoding":
        return _(
            "Файл не в кодировке UTF-8 (строка %(line)s), похоже на Windows-1251 или UTF-16. "
            "Сохраните его как «UTF-8 без BOM» и загрузите снова.",
            line=line,
        )
    return _("Выберите файл с текстом маршрута: этот пуст.")


def _torn(trial: Trial) -> bool:
    """Whether the text is none that could be mended in a draft."""
    return any(one.finding is None for one in trial.errors)


def _code_of(text: str, trial: Trial) -> str | None:
    """The code that a text names; errors in it are for the draft."""
    if trial.definition is not None:
        return trial.definition.code
    code = tomllib.loads(text).get("code")
    fits = isinstance(code, str) and 0 < len(code) <= _LONGEST_CODE and code != BASE
    return code if fits else None


def _name(shown: VersionText) -> str:
    return f"{shown.code}-{shown.version}"


def _file(text: str, name: str, media_type: str) -> Response:
    answer = Response(text, content_type=f"{media_type}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

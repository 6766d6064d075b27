"""Beginning a path: the region's own on the base of all, or a municipality's on its region's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _

from admin.definitions import editing
from admin.definitions.ground import BASE, Ground, bases_of, ground_of
from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from admin.definitions.text_view import TextPages
from admin.definitions.writing import header
from admin.views import needs
from engine.actions.definitionwork import definition_stream
from engine.actions.drafting import DraftRequest, keep_draft
from engine.domain.definition import Definition, Level
from engine.domain.roles import Permission
from engine.queries.authoring import list_current
from engine.queries.drafts import own_draft
from engine.queries.managed import managed_regions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from admin.host import Host


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality that may have a path of its own."""

    id: UUID
    title: str


class BeginningPages(TextPages):
    """The page that begins a path; it belongs to the view of definitions."""

    @expose("/region/<uuid:region_id>/new")
    @needs(Permission.PUBLISH_DEFINITION)
    def new(self, region_id: UUID) -> str:
        """The name of a new path and whose it is, or its whole text."""
        region = self._region(region_id)
        sheet = Sheet()
        sheet.put("title", _("Маршрут: %(region)s", region=region.title))
        return self._beginning(region, sheet)

    @expose("/region/<uuid:region_id>/new", methods=("POST",))
    @needs(Permission.PUBLISH_DEFINITION)
    def create(self, region_id: UUID) -> ResponseReturnValue:
        """Begin a draft under a name, or do the deeds of a text that was never published."""
        region = self._region(region_id)
        if request.form.get("do") == "begin":
            return self._begun(region)
        desk = editing.sent_desk(self.host, region_id, None, request.form)
        if request.form.get("do") == "publish":
            return self._publish(desk, None)
        return self._editor(desk, None), 200 if desk.definition else 422

    def _beginning(self, region: Any, sheet: Sheet) -> str:
        text = header(f"{region.code}_path", sheet.get("title"), BASE)
        return self.page(
            "new_path.html",
            desk=editing.opened_desk(self.host, region.id, None, text),
            region=region,
            sheet=sheet,
            towns=self._towns(region.id),
            paths=paths_to_tighten(self.host, region.id),
        )

    def _towns(self, region_id: UUID) -> list[Town]:
        permission = Permission.PUBLISH_DEFINITION
        regions = managed_regions(self.bench, permission, actor=self.actor)
        found = next((one for one in regions if one.id == region_id), None)
        return [Town(*one) for one in (found.municipalities if found else ())]

    def _begun(self, region: Any) -> ResponseReturnValue:
        """A draft with nothing but a name: the path it changes, to be changed by forms."""
        sheet = Sheet.of(dict(request.form.lists()))
        missing, long = _("Впишите название."), _("Название длиннее 200 знаков.")
        title = sheet.line("title", missing, long)
        base, ground = self._what_it_changes(region.id, sheet)
        if sheet.faults:
            return self._beginning(region, sheet), 422
        taken = {row.code for row in list_current(self.bench, actor=self.actor)}
        code = code_of(title, taken | {BASE})
        stream_id = definition_stream(region.id, code).subject_id
        if own_draft(self.bench, stream_id, actor=self.actor) is None:
            text = header(code, title, base.code, base.subject.value)
            order = DraftRequest(
                stream_id, region.id, text, 0, 0, base.digest, ground.municipality_id
            )
            keep_draft(self.bench, order, actor=self.actor)
        said = (
            _("Черновик начат: пока это маршрут региона. Сделайте строже то, что нужно.")
            if ground.municipality_id
            else _("Черновик начат: пока это базовый маршрут. Измените в нём что нужно.")
        )
        flash(said, "success")
        return redirect(url_for(".path", stream_id=stream_id), 303)

    def _what_it_changes(self, region_id: UUID, sheet: Sheet) -> tuple[Definition, Ground]:
        """What the path changes: the base, or for a municipality one of its region's paths."""
        ground = ground_of(self.host, region_id)
        town = sheet.get("municipality")
        if not town:
            return ground.bases[BASE], ground
        known = {str(one.id): one.id for one in self._towns(region_id)}
        paths = paths_to_tighten(self.host, region_id)
        base = paths.get(sheet.get("extends")) or (
            next(iter(paths.values())) if len(paths) == 1 else None
        )
        if town not in known:
            sheet.refuse("municipality", _("Выберите муниципалитет из списка."))
        if base is None:
            sheet.refuse("extends", _("Выберите маршрут региона."))
        if sheet.faults or base is None:
            return ground.bases[BASE], ground
        return base, ground_of(self.host, region_id, municipality_id=known[town])


def paths_to_tighten(host: Host, region_id: UUID) -> dict[str, Definition]:
    """The region's paths that a municipality may have its own version of, by code."""
    return {
        code: one for code, one in bases_of(host, region_id).items() if one.level is Level.REGION
    }

"""The register of schools: found as people call them, added, and changed at a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from admin.reading import typed_choice, typed_id, typed_line, typed_number
from admin.views import ConsoleView
from engine.actions.registering import (
    MunicipalityRequest,
    SchoolChange,
    SchoolRequest,
    change_school,
    register_municipality,
    register_school,
)
from engine.domain.errors import InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Permission, Place
from engine.domain.situation import SchoolMode
from engine.queries.managed import managed_regions
from engine.queries.places import school_line
from engine.queries.schools import SchoolPlace, find_schools
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


class SchoolsView(ConsoleView):
    """Schools in sight; a stale form shows both states and loses nothing typed."""

    permission = frozenset({Permission.MANAGE_SCHOOLS})
    about = lazy_gettext("Реестр школ и муниципалитетов: названия, режимы, закрытие.")

    @expose("/")
    def index(self) -> str:
        """A page of schools whose titles have all the words."""
        words = request.args.get("words", "").replace("\x00", "")
        page = find_schools(self.bench, words, actor=self.actor, after=self._after())
        return self.page("schools.html", rows=page.rows, next=page.next, words=words)

    @expose("/new")
    def new(self) -> str:
        """The form of a new school."""
        return self._new_form({})

    @expose("/new", methods=("POST",))
    def create(self) -> ResponseReturnValue:
        """Add a school to a municipality of one's own."""
        try:
            order = self._order()
            made = register_school(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._new_form(self.refused(refusal)), 422
        flash(_("Школа внесена."), "success")
        return redirect(url_for(".school", school_id=made.created_id), 303)

    @expose("/municipality", methods=("POST",))
    def municipality(self) -> ResponseReturnValue:
        """Add a municipality to a region of one's own."""
        try:
            title = typed_line(request.form, "municipality_title")
            order = MunicipalityRequest(self._whole_region(), title)
            register_municipality(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._new_form(self.refused(refusal)), 422
        except self.bench.database.source.dialect.loaded_dbapi.IntegrityError:
            taken = InvalidInput(field="municipality_title", rule="exists")
            return self._new_form(self.refused(taken)), 422
        flash(_("Муниципалитет внесён."), "success")
        return redirect(url_for(".new"), 303)

    @expose("/<uuid:school_id>")
    def school(self, school_id: UUID) -> str:
        """A school and the form of its change."""
        return self._card(school_id, {})

    @expose("/<uuid:school_id>", methods=("POST",))
    def change(self, school_id: UUID) -> ResponseReturnValue:
        """Rename a school, change its mode, close it; as it was read at a revision."""
        self._line(school_id)
        form = request.form
        try:
            order = SchoolChange(
                school_id,
                typed_number(form, "revision"),
                typed_line(form, "title"),
                typed_choice(form, "mode", SchoolMode),
                bool(form.get("closed")),
                typed_line(form, "reason", required=False),
            )
            change_school(self.bench, order, actor=self.actor)
        except InvalidInput as refusal:
            return self._card(school_id, self.refused(refusal)), 422
        except StaleRevision:
            return self._card(school_id, {}, conflict=True), 409
        flash(_("Сведения о школе изменены."), "success")
        return redirect(url_for(".school", school_id=school_id), 303)

    def _order(self) -> SchoolRequest:
        form = request.form
        municipality_id = typed_id(form, "municipality_id")
        for region in self._regions():
            if municipality_id in dict(region.municipalities):
                return SchoolRequest(
                    region.id,
                    municipality_id,
                    typed_line(form, "title"),
                    typed_choice(form, "mode", SchoolMode),
                    typed_line(form, "code", required=False) or None,
                )
        raise InvalidInput(field="municipality_id", rule="unknown")

    def _whole_region(self) -> UUID:
        region_id = typed_id(request.form, "region_id")
        if region_id not in {one.id for one in self._regions() if one.whole}:
            raise InvalidInput(field="region_id", rule="unknown")
        return region_id

    def _line(self, school_id: UUID) -> Any:
        line = school_line(self.bench, school_id, actor=self.actor)
        place = Place(line.region_id, line.municipality_id, line.id)
        today = reading_day(self.bench.now())
        if not any(one.covers(place) for one in self.actor.scopes(self._manages, today)):
            raise NotFound
        return line

    def _card(self, school_id: UUID, refused: dict[str, str], *, conflict: bool = False) -> str:
        sent = request.method == "POST"
        return self.page(
            "school.html",
            school=self._line(school_id),
            typed=request.form,
            sent=sent,
            refused=refused,
            conflict=conflict,
            modes=list(SchoolMode),
        )

    def _new_form(self, refused: dict[str, str]) -> str:
        return self.page(
            "new_school.html",
            regions=self._regions(),
            typed=request.form,
            refused=refused,
            modes=list(SchoolMode),
        )

    def _regions(self) -> list[Any]:
        return list(managed_regions(self.bench, self._manages, actor=self.actor))

    def _after(self) -> SchoolPlace | None:
        try:
            school_id = UUID(request.args.get("after", ""))
        except ValueError:
            return None
        return SchoolPlace(request.args.get("key", "").replace("\x00", ""), school_id)

    _manages = Permission.MANAGE_SCHOOLS

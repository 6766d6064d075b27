"""The pages of definitions: what is in force, former versions, and everything that edits one."""

from __future__ import annotations

import tomllib
from typing import Any
from uuid import UUID

from flask_admin.base import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from admin.definitions.beginning import BeginningPages
from admin.definitions.comparison import ComparisonPages
from admin.definitions.exchange import FilePages
from admin.definitions.move_view import MovePages
from admin.definitions.promises import PromisePages
from admin.definitions.rebase_view import RebasePages
from admin.definitions.settings_view import SettingsPages
from admin.definitions.stage_view import StagePages
from admin.definitions.words_view import WordPages
from admin.succession.pages import SuccessionPages
from engine.domain.difference import difference
from engine.domain.roles import Permission
from engine.queries.authoring import (
    VersionText,
    cases_behind,
    cases_on,
    list_current,
    list_versions,
    regions_to_author,
    version_by_id,
    version_day,
    version_text,
)
from engine.queries.drafts import own_drafts
from engine.queries.footing import behind_streams
from engine.queries.proposals import waiting_proposals
from engine.queries.successions import list_successions
from workflows.vocabulary import DICTIONARIES

SHOWN_VERSIONS = 200


class DefinitionsView(
    StagePages,
    MovePages,
    SettingsPages,
    WordPages,
    BeginningPages,
    PromisePages,
    RebasePages,
    ComparisonPages,
    FilePages,
    SuccessionPages,
):
    """A definition is published version by version; what was published is never changed."""

    permission = frozenset({Permission.READ_DEFINITION})
    about = lazy_gettext(
        "Этапы, переходы, сроки и требования регионов: схема, правка по формам, версии."
    )

    @expose("/")
    def index(self) -> str:
        """The versions in force in the actor's sight."""
        regions = regions_to_author(self.bench, actor=self.actor)
        rows = list_current(self.bench, actor=self.actor)
        drafts = own_drafts(self.bench, actor=self.actor)
        known = {row.stream_id for row in rows}
        return self.page(
            "definitions.html",
            rows=rows,
            mine={region.id for region in regions},
            regions=regions,
            behind=behind_streams(self.bench, actor=self.actor),
            drafted={draft.stream_id for draft in drafts},
            begun=[draft for draft in drafts if draft.stream_id not in known],
            waiting=waiting_proposals(self.bench, actor=self.actor),
            now_leading=self._leading(rows),
            titles={draft.stream_id: _title_of(draft.text) for draft in drafts},
        )

    @expose("/<uuid:version_id>")
    def version(self, version_id: UUID) -> str:
        """A version as it was written, with what it changed in the one before."""
        shown = version_by_id(self.bench, version_id, actor=self.actor)
        rows = list_versions(self.bench, shown.stream_id, actor=self.actor)
        regions = regions_to_author(self.bench, actor=self.actor)
        former = self._former(shown, {row.version for row in rows})
        return self.page(
            "version.html",
            shown=shown,
            rows=rows[:SHOWN_VERSIONS],
            former=former,
            changes=self._changes(shown, former),
            dictionaries=[
                (name, [word for word in shown.definition.words if word.dictionary == name])
                for name in DICTIONARIES
            ],
            today=version_day(self.bench, shown),
            cases=cases_on(self.bench, shown.id),
            behind=cases_behind(self.bench, shown),
            runs=list_successions(self.bench, actor=self.actor, stream_id=shown.stream_id)[:10],
            editable=shown.region_id in {region.id for region in regions},
        )

    def _leading(self, rows: list[Any]) -> dict[UUID, int]:
        """Of paths whose newest version has yet to begin: which one leads till then."""
        found: dict[UUID, int] = {}
        for row in rows:
            if not row.in_force:
                versions = list_versions(self.bench, row.stream_id, actor=self.actor)
                found.update((row.stream_id, one.version) for one in versions if one.in_force)
        return found

    def _former(self, shown: VersionText, versions: set[int]) -> VersionText | None:
        if shown.version - 1 not in versions:
            return None
        return version_text(self.bench, shown.stream_id, shown.version - 1, actor=self.actor)

    def _changes(self, shown: VersionText, former: VersionText | None) -> list[str] | None:
        if former is None:
            return None
        old, new = former.definition, shown.definition
        return [self.host.wording.difference(one, old, new) for one in difference(old, new)]


def _title_of(text: str) -> str:
    """The name a text gives itself, for the list of what was begun."""
    try:
        title = tomllib.loads(text).get("title")
    except (ValueError, RecursionError):
        title = None
    return title if isinstance(title, str) and title else _("Без названия")

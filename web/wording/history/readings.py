"""What an auditor or an admin has read of other people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.wording.history.story import Story

PAGES: Mapping[str, Any] = {
    "case_file": lazy_gettext("файл документа"),
    "case_history": lazy_gettext("история дела"),
    "case_past": lazy_gettext("дело на дату"),
    "case_proof": lazy_gettext("выгрузка истории дела (JSON)"),
    "case_table": lazy_gettext("выгрузка истории дела (CSV)"),
    "journal_entry": lazy_gettext("запись журнала целиком"),
    "journal_table": lazy_gettext("выгрузка журнала (CSV)"),
    "people": lazy_gettext("список людей"),
    "people_search": lazy_gettext("поиск людей"),
    "person": lazy_gettext("карточка человека"),
    "person_sight": lazy_gettext("что видит человек"),
    "roadmap_history": lazy_gettext("история дорожной карты"),
    "roadmap_proof": lazy_gettext("выгрузка истории дорожной карты (JSON)"),
    "roadmap_table": lazy_gettext("выгрузка истории дорожной карты (CSV)"),
    "school_history": lazy_gettext("история школы"),
    "school_past": lazy_gettext("дела школы на дату"),
    "school_proof": lazy_gettext("выгрузка истории школы (JSON)"),
    "school_table": lazy_gettext("выгрузка истории школы (CSV)"),
}
"""What is read, by the page; a test walks them."""


def personal_data_read(story: Story) -> str:
    """Which page, and whom or what it was about; several visits of a day are one entry."""
    page = title_of(PAGES, story.fields.text("page"))
    subject = story.name(story.fields.text("subject"))
    if not subject:
        return gettext("Прочитано: %(page)s.", page=page)
    return gettext("Прочитано: %(page)s — %(subject)s.", page=page, subject=subject)

"""What the verification of the journal found, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from web.wording.grammar import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.storage.verification import Finding, Report
    from engine.storage.verification.exported import ExportReport

FOUND: Mapping[str, Any] = {
    "checksum": lazy_gettext("контрольная сумма файла не сходится"),
    "column": lazy_gettext("запись не совпадает с тем, что было скреплено"),
    "definition": lazy_gettext("маршрут не тот, что был опубликован"),
    "differs": lazy_gettext("запись в базе данных не та, что в файле"),
    "file_changed": lazy_gettext("файл не тот, что был внесён"),
    "file_missing": lazy_gettext("внесённого файла больше нет"),
    "foreign": lazy_gettext("файл выгружен другой установкой"),
    "format": lazy_gettext("это не выгрузка истории"),
    "gone": lazy_gettext("записи из файла в базе данных нет"),
    "guard_missing": lazy_gettext("снята защита журнала в базе данных"),
    "hash": lazy_gettext("запись изменена после внесения"),
    "head": lazy_gettext("в конце журнала не хватает записей"),
    "installation": lazy_gettext("номер установки удалён или подменён"),
    "key": lazy_gettext("запись скреплена неизвестным ключом"),
    "mac": lazy_gettext("запись скреплена не этой установкой"),
    "path": lazy_gettext("такого перехода в маршруте нет"),
    "place": lazy_gettext("запись пропущена или повторена"),
    "prev": lazy_gettext("запись не следует за предыдущей"),
    "row_missing": lazy_gettext("данных, внесённых записью, больше нет"),
    "row_unknown": lazy_gettext("есть данные, которых нет в журнале"),
    "state": lazy_gettext("данные не совпадают с журналом"),
    "table_missing": lazy_gettext("в базе данных нет таблицы"),
    "text_changed": lazy_gettext("текст изменён после внесения"),
    "text_missing": lazy_gettext("текст стёрт"),
    "text_unknown": lazy_gettext("есть текст, которого нет в журнале"),
    "unreadable": lazy_gettext("запись не читается"),
}
"""A sentence for every code of the verifier's findings."""


def finding_text(finding: Finding) -> str:
    """What is wrong, and at which place of the chain."""
    said = str(FOUND.get(finding.code, finding.code))
    return gettext("№ %(seq)d: %(said)s", seq=finding.seq, said=said) if finding.seq else said


def report_text(report: Report) -> str:
    """The mark of a verification: how many entries were checked, and whether they hold."""
    entries = counted(report.entries, "запись|записи|записей")
    if not report.findings and not report.entries:
        return gettext("Записей нет.")
    if not report.findings:
        return gettext(
            "Журнал проверен: %(entries)s, изменений после внесения нет.", entries=entries
        )
    return gettext(
        "Проверка журнала нашла нарушения: %(found)d (записей %(entries)d).",
        found=len(report.findings),
        entries=report.entries,
    )


def export_text(report: ExportReport) -> str:
    """What became of checking an exported history: alone, and against the database."""
    entries = counted(report.entries, "запись|записи|записей")
    if report.findings:
        found = len(report.findings)
        return gettext(
            "Файл не сходится: %(entries)s, нарушений %(found)d.", entries=entries, found=found
        )
    if not report.compared:
        return gettext(
            "Файл цел сам по себе: %(entries)s. С базой данных он не сверялся.", entries=entries
        )
    said = [gettext("Файл цел и совпадает с базой данных: %(entries)s.", entries=entries)]
    if report.since:
        since = counted(report.since, "запись|записи|записей")
        said.append(gettext("После выгрузки в журнал добавлено: %(since)s.", since=since))
    if report.erased:
        erased = counted(report.erased, "текст|текста|текстов")
        said.append(gettext("После выгрузки в базе стёрто: %(erased)s.", erased=erased))
    return " ".join(said)

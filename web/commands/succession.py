"""`marshrut definition impact` and `migrate`: what a version means for running cases."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from engine.actions.service_accounts import command_actor
from engine.actions.succession import (
    SuccessionRequest,
    UndoRequest,
    begin_succession,
    begin_undo,
    carry_on_succession,
    retry_succession,
)
from engine.domain.canonical import plain
from engine.domain.roles import Role
from engine.domain.succession import plan_from_plain, plan_to_plain
from engine.domain.succession.counting import Figure
from engine.domain.succession.results import ResultStatus
from engine.queries.impact import Candidate, ImpactReport, every_impact_case, impact_report
from engine.queries.places import list_regions
from engine.queries.successions import succession_card
from web.commands.opening import installation
from web.commands.refusals import REFUSED, Refused
from web.commands.sources import SOURCE, published_version, read_source
from web.wording.grammar import counted
from web.wording.succession import FIGURES, RESULTS, impact_rows, plan_finding_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.domain.succession import SuccessionPlan
    from engine.domain.succession.counting import StageCount
    from engine.workbench import Workbench

BATCH = 1_000
"""Cases after which the command says how far it is."""

_PLAN = click.option(
    "--plan", "plan_file", metavar="ФАЙЛ", help="План перевода в виде JSON; без него — по отличиям."
)


@click.command(help="Сказать, что новая версия значит для идущих дел региона.")
@click.argument("source", metavar=SOURCE)
@click.option("--region", required=True, metavar="КОД", help="Регион, чьи дела считать.")
@_PLAN
@click.option("--write-plan", metavar="ФАЙЛ", help="Записать план, чтобы его исправить.")
@click.option("--cases", is_flag=True, help="Назвать каждое дело.")
@click.option("--json", "as_json", is_flag=True, help="В виде JSON.")
def impact(
    *,
    source: str,
    region: str,
    plan_file: str | None,
    write_plan: str | None,
    cases: bool,
    as_json: bool,
) -> None:
    """Count the running cases by stage and by what the version means for them."""
    definition = read_source(source).definition
    with installation() as bench:
        actor = migrating_actor(bench)
        plan = _read_plan(plan_file) if plan_file else None
        candidate = Candidate(region_named(bench, region, actor), definition, plan)
        report = impact_report(bench, candidate, actor=actor)
        if write_plan:
            _write_plan(write_plan, report.plan)
        if as_json:
            click.echo(json.dumps(_report_form(report), ensure_ascii=False, indent=2))
            return
        _tell(report, definition)
        if cases:
            for row in impact_rows(every_impact_case(bench, candidate, actor=actor), definition):
                click.echo("; ".join(cell for cell in row if cell))


@click.command(
    help="Перевести идущие дела региона на действующую версию маршрута. "
    "ВЕРСИЯ — РЕГИОН/КОД@. Сначала посмотрите, что будет: --dry-run."
)
@click.argument("version", metavar="ВЕРСИЯ", required=False)
@_PLAN
@click.option("--dry-run", is_flag=True, help="Только сказать, что будет.")
@click.option("--carry-on", metavar="НОМЕР", help="Продолжить начатый перевод или возврат.")
@click.option("--retry", metavar="НОМЕР", help="Повторить для дел, которым отказано.")
@click.option("--undo", metavar="НОМЕР", help="Вернуть дела на прежнюю версию.")
@click.option("--reason", default="", metavar="ТЕКСТ", help="Причина возврата.")
def migrate(
    *,
    version: str | None,
    plan_file: str | None,
    dry_run: bool,
    carry_on: str | None,
    retry: str | None,
    undo: str | None,
    reason: str,
) -> None:
    """Take cases over by a plan, go on with it, or bring them back; killed, it is carried on."""
    named = [one for one in (version, carry_on, retry, undo) if one]
    if len(named) != 1:
        raise Refused("Назовите одно: ВЕРСИЮ, --carry-on, --retry или --undo.")
    with installation() as bench:
        actor = migrating_actor(bench)
        if version:
            if dry_run:
                _dry_run(bench, version, plan_file, actor)
                return
            succession_id = _begun(bench, version, plan_file, actor)
        elif undo:
            request = UndoRequest(_id(undo), reason)
            succession_id = _named(begin_undo(bench, request, actor=actor).created_id)
        elif retry:
            succession_id = _id(retry)
            retry_succession(bench, succession_id, actor=actor)
        else:
            succession_id = _id(carry_on or "")
        _run(bench, succession_id, actor)


def migrating_actor(bench: Workbench) -> Actor:
    """The command line where it publishes and takes cases over: an admin of every region."""
    command = command_actor(bench)
    admin = tuple(replace(one, role=Role.REGIONAL_ADMIN) for one in command.grants)
    return replace(command, grants=(*command.grants, *admin))


def _begun(bench: Workbench, version: str, plan_file: str | None, actor: Actor) -> UUID:
    if plan_file is None:
        raise Refused(
            "Нужен план с документом, который разрешает перевод: --plan ФАЙЛ. Заготовку пишет "
            "marshrut definition impact ... --write-plan ФАЙЛ."
        )
    found = published_version(bench, version)
    request = SuccessionRequest(found.id, _read_plan(plan_file))
    return _named(begin_succession(bench, request, actor=actor).created_id)


def _dry_run(bench: Workbench, version: str, plan_file: str | None, actor: Actor) -> None:
    found = published_version(bench, version)
    definition = read_source(version).definition
    plan = _read_plan(plan_file) if plan_file else None
    candidate = Candidate(found.region_id, definition, plan)
    _tell(impact_report(bench, candidate, actor=actor), definition)


def _run(bench: Workbench, succession_id: UUID, actor: Actor) -> None:
    click.echo(f"Номер: {succession_id}")
    while True:
        counts = carry_on_succession(bench, succession_id, actor=actor, limit=BATCH)
        if ResultStatus.PLANNED not in counts:
            break
        left = counted(counts[ResultStatus.PLANNED], "дело|дела|дел")
        click.echo(f"Осталось: {left}.", err=True)
    card = succession_card(bench, succession_id, actor=actor)
    for status, number in sorted(card.counts.items()):
        click.echo(f"{str(RESULTS[status]).capitalize()}: {counted(number, 'дело|дела|дел')}.")
    if card.refused:
        click.echo(f"Повторить: marshrut definition migrate --retry {succession_id}", err=True)
        raise click.exceptions.Exit(REFUSED)


def _tell(report: ImpactReport, definition: Definition) -> None:
    for finding in report.findings:
        click.echo(plan_finding_sentence(finding, report.olds, definition))
    for one in report.stages:
        click.echo(
            f"{_stage(report, one)}: {counted(one.cases, 'дело|дела|дел')}; {_figures(one.by)}."
        )
    total = report.total
    if not total.cases:
        click.echo("Идущих дел на других версиях нет.")
        return
    click.echo(f"Всего: {counted(total.cases, 'дело|дела|дел')}; {_figures(total.by)}.")


def _stage(report: ImpactReport, one: StageCount) -> str:
    known = (old.stage_by_code[one.stage] for old in report.olds if one.stage in old.stage_by_code)
    stage = next(known, None)
    return f"«{stage.title}»" if stage else one.stage


def _figures(by: Mapping[Figure, int]) -> str:
    told = (f"{FIGURES[figure]} {by[figure]}" for figure in Figure if by.get(figure))
    return ", ".join(told)


def _report_form(report: ImpactReport) -> dict[str, Any]:
    return {
        "plan": plan_to_plain(report.plan),
        "plan_digest": report.plan.digest,
        "findings": [plain(one) for one in report.findings],
        "stages": [_count_form(one) for one in report.stages],
        "total": _count_form(report.total),
    }


def _count_form(one: StageCount) -> dict[str, Any]:
    return {"stage": one.stage, "cases": one.cases, "by": {k.value: v for k, v in one.by.items()}}


def _read_plan(name: str) -> SuccessionPlan:
    try:
        return plan_from_plain(json.loads(Path(name).read_text(encoding="utf-8")))
    except ValueError as error:
        raise Refused(f"{name}: план не читается, нужен JSON в кодировке UTF-8.") from error


def _write_plan(name: str, plan: SuccessionPlan) -> None:
    text = json.dumps(plan_to_plain(plan), ensure_ascii=False, indent=2)
    Path(name).write_text(f"{text}\n", encoding="utf-8")


def region_named(bench: Workbench, code: str, actor: Actor) -> UUID:
    """The id of a region by its code; refuses one that is not there."""
    known = {row.code: row.id for row in list_regions(bench, actor=actor)}
    if code not in known:
        raise Refused(f"Региона «{code}» нет. Есть: {', '.join(sorted(known))}.")
    found: UUID = known[code]
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused(f"Это не номер перевода: {text}.") from error


def _named(created: UUID | None) -> UUID:
    if created is None:
        raise Refused("Перевод не начат.")
    return created

"""`marshrut roadmap import`: documents taken in on the server, by the same review and actions."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.importing import ImportRequest, import_roadmap
from engine.actions.roadmaps.reviewing import ReviewRequest, begin_review, keep_decisions
from engine.domain.errors import RoadmapKnown
from engine.queries.identity import account_holder
from engine.queries.roadmaps.directory import authorities, names_of_place
from engine.storage.database import Reader, reading
from engine.storage.people import account_by_login
from engine.storage.roadmap_imports import kept_mapping
from web.commands.opening import installation
from web.commands.refusals import Refused
from web.wording.reviewing import choices, question_text
from workflows.roadmaps.mapping import parse_mapping, plain_mapping
from workflows.roadmaps.readers.opening import read_path
from workflows.roadmaps.review.directory import Directory, KnownPerson, KnownSchool
from workflows.roadmaps.review.questions import NONE, QuestionKind
from workflows.roadmaps.review.reviewing import Review, review_document

if TYPE_CHECKING:
    from engine.domain.roles import Actor, Place
    from engine.queries.roadmaps.directory import Authority
    from engine.workbench import Workbench
    from workflows.roadmaps.review.questions import Question

LARGEST_ANSWERS = 1_000_000
_NAMES = (QuestionKind.SCHOOL, QuestionKind.PERSON)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How documents are taken in: for whom, with which answers, and whether in earnest."""

    authority: Authority
    actor: Actor
    answers: dict[str, str]
    confirm: bool
    dry_run: bool


@click.command(name="import", help="Загрузить дорожные карты из файлов.")
@click.argument("files", metavar="ФАЙЛ", nargs=-1, required=True)
@click.option("--as", "login", metavar="ИМЯ", required=True, help="От чьего имени: имя для входа.")
@click.option("--place", metavar="НАЗВАНИЕ", help="Чья карта, если у человека несколько мест.")
@click.option("--answers", metavar="JSON", help="Файл с ответами на вопросы проверки.")
@click.option("--confirm-names", is_flag=True, help="Подтвердить точные совпадения имён.")
@click.option("--dry-run", is_flag=True, help="Только показать, что понято и о чём спросят.")
def import_(*, files: tuple[str, ...], login: str, place: str | None, **given: Any) -> None:
    """Each document becomes a roadmap; one with open questions waits for review in the browser."""
    with installation() as bench:
        actor = _actor(bench, login)
        wanted = Wanted(
            _authority(bench, actor, place),
            actor,
            _answers(given["answers"]),
            given["confirm_names"],
            given["dry_run"],
        )
        for name in files:
            _take_in(bench, _path(name), wanted)


def _take_in(bench: Workbench, path: Path, wanted: Wanted) -> None:
    answers = dict(wanted.answers)
    found = _reviewed(bench, path, wanted, answers)
    if wanted.confirm:
        answers |= {one.key: one.proposed for one in found.names if _is_same(one)}
        found = _reviewed(bench, path, wanted, answers)
    click.echo(f"{path.name}: мероприятий {len(found.measures)}, требует решения {found.open}.")
    for question in (one for one in found.questions if one.open):
        _ask(question)
    if wanted.dry_run:
        return
    file = FilePaper.of(path.name, "", path.read_bytes())
    if found.open or found.content is None:
        _leave(bench, file, wanted, answers)
        return
    place = wanted.authority.place
    assert place.region_id is not None  # noqa: S101 - every authority lies in a region
    request = ImportRequest(
        place.region_id,
        place.municipality_id,
        found.content,
        file,
        found.aliases,
        plain_mapping(found.mapping) if found.mapping else None,
    )
    try:
        created = import_roadmap(bench, request, actor=wanted.actor).created_id
    except RoadmapKnown as known:
        said = "этот файл уже загружен" if known.fields["same_file"] else "этот приказ уже загружен"
        click.echo(f"    Ничего не изменено: {said} ({known.fields['roadmap_id']}).")
        return
    click.echo(f"    Сохранена как проект: {created}.")


def _is_same(question: Question) -> bool:
    """A name of a school or a person that is spelt as one of the directory, or is in none."""
    return question.open and question.kind in _NAMES and bool(question.proposed)


def _ask(question: Question) -> None:
    click.echo(f"  ? {question.key}")
    click.echo(f"    {question_text(question)}")
    if question.kind in _NAMES:
        shown = [(one.value, one.text) for one in question.options if one.near]
        shown.append((NONE, "нет в справочнике"))
    else:
        shown = choices(question)
    for value, title in shown:
        click.echo(f"      {value}" if value == title else f"      {value} — {title}")


def _leave(bench: Workbench, file: FilePaper, wanted: Wanted, answers: dict[str, str]) -> None:
    """A document with open questions waits for whoever answers them."""
    place = wanted.authority.place
    assert place.region_id is not None  # noqa: S101 - every authority lies in a region
    asked = ReviewRequest(place.region_id, place.municipality_id, file)
    review = begin_review(bench, asked, actor=wanted.actor)
    keep_decisions(bench, review, answers, actor=wanted.actor)
    click.echo(f"    Ждёт проверки: /roadmaps/import/{review}")


def _reviewed(bench: Workbench, path: Path, wanted: Wanted, answers: dict[str, str]) -> Review:
    place = wanted.authority.place
    names = names_of_place(bench, place, actor=wanted.actor)
    directory = Directory(
        tuple(KnownSchool(one.id, one.title, one.aliases) for one in names.schools),
        tuple(KnownPerson(one.id, one.title) for one in names.people),
    )
    kept = _mapping(bench, place)
    return review_document(
        read_path(path), answers, directory, parse_mapping(kept) if kept else None
    )


def _mapping(bench: Workbench, place: Place) -> dict[str, Any] | None:
    with reading(bench.database) as connection:
        return kept_mapping(Reader(bench.database, connection), place)


def _actor(bench: Workbench, login: str) -> Actor:
    """Whoever is named, with the roles that person has; the journal says it was a command."""
    with reading(bench.database) as connection:
        account = account_by_login(Reader(bench.database, connection), login.strip().lower())
    holder = account_holder(bench, account.id) if account else None
    if holder is None:
        raise Refused(f"Нет действующей учётной записи «{login}».")
    return replace(holder.actor, auth="command", origin="command")


def _authority(bench: Workbench, actor: Actor, title: str | None) -> Authority:
    found = authorities(bench, actor=actor)
    named = [one for one in found if title is None or one.title == title]
    if len(named) == 1:
        return named[0]
    if not found:
        raise Refused("Этот человек не загружает дорожных карт: нужна роль координатора.")
    places = "; ".join(one.title for one in found)
    raise Refused(f"Назовите место ключом --place. Можно: {places}.")


def _answers(name: str | None) -> dict[str, str]:
    if name is None:
        return {}
    path = _path(name)
    if path.stat().st_size > LARGEST_ANSWERS:
        raise Refused(f"{path}: файл слишком велик.")
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refused(f"{path}: это не JSON в кодировке UTF-8.") from error
    if not isinstance(read, dict) or not all(isinstance(one, str) for one in read.values()):
        raise Refused(f"{path}: нужен объект, где каждому вопросу отвечает строка.")
    return read


def _path(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise Refused(f"Нет файла «{name}».")
    return path

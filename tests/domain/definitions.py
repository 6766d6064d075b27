"""A small sound path, and short ways to spoil it in one place."""

from dataclasses import replace

from engine.domain.checks import inspect_definition
from engine.domain.definition import (
    RESUME,
    Definition,
    Move,
    Phase,
    Stage,
    StageKind,
    StageTerm,
    Way,
    Word,
)
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from workflows.facts import CATALOGUE

COORDINATOR = (Role.MUNICIPAL_COORDINATOR,)


def stage(code, kind=StageKind.OPEN, phase=Phase.MENTORING, **fields):
    return Stage(code, fields.pop("title", "Этап"), phase, kind, **fields)


def move(code, source, target, **fields):
    sources = (source,) if isinstance(source, str) else source
    ways = fields.pop("ways", (Way(sources, target),))
    return Move(
        code, fields.pop("title", "Перейти"), ways, fields.pop("roles", COORDINATOR), **fields
    )


def fact(name, /, **params):
    return Requirement(name, tuple(sorted(params.items())))


def term(code="term", due=None, **fields):
    return StageTerm(code, "Срок", due or Term(TermKind.CALENDAR_DAYS, days=30), **fields)


SOUND = Definition(
    code="sound",
    title="Малый маршрут",
    subject=SubjectKind.SCHOOL,
    stages=(
        stage("listed", StageKind.START, Phase.IDENTIFICATION, order=10),
        stage("mentoring", order=20),
        stage("exited", StageKind.END, Phase.EXIT, order=30),
        stage("suspended", StageKind.PAUSE, Phase.OUTSIDE, order=40),
        stage("closed_other", StageKind.END, Phase.OUTSIDE, order=50),
    ),
    moves=(
        move("start_mentoring", "listed", "mentoring", order=10),
        move("approve_exit", "mentoring", "exited", order=20),
        move(
            "suspend",
            (),
            "",
            ways=(Way(("listed", "mentoring"), "suspended", everywhere=True),),
            order=30,
        ),
        move("resume", "suspended", RESUME, order=40),
        move("close_other", ("listed", "mentoring", "suspended"), "closed_other", order=50),
    ),
    words=(
        Word("decision", "exit_order", "Приказ об исключении из перечня"),
        Word("document", "self_diagnosis", "Самодиагностика"),
        Word("document", "midterm_programme", "Среднесрочная программа развития"),
    ),
    settings=(("tutor_school_capacity", 3),),
)


def with_stage(code, definition=SOUND, **fields):
    stages = tuple(replace(s, **fields) if s.code == code else s for s in definition.stages)
    return replace(definition, stages=stages)


def with_move(code, definition=SOUND, **fields):
    moves = tuple(replace(m, **fields) if m.code == code else m for m in definition.moves)
    return replace(definition, moves=moves)


def and_stages(*stages, definition=SOUND):
    return replace(definition, stages=definition.stages + stages)


def and_moves(*moves, definition=SOUND):
    return replace(definition, moves=definition.moves + moves)


def without(*moves, definition=SOUND):
    return replace(definition, moves=tuple(m for m in definition.moves if m.code not in moves))


def requiring(*requirements):
    return with_move("approve_exit", requirements=requirements)


def findings(definition):
    return [
        (finding.severity.value, finding.code, finding.element, dict(finding.fields))
        for finding in inspect_definition(definition, CATALOGUE)
    ]

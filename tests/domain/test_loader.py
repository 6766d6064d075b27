"""From the text of a definition to its value."""

import pytest

from engine.domain.definition import (
    Definition,
    Effect,
    Move,
    OnDue,
    Phase,
    Stage,
    StageKind,
    StageTerm,
    Way,
    Word,
)
from engine.domain.operations import AddMove, AddStage, Identify, Waive
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.scenario_operations import DropScenario
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from tests.domain.definitions import fact
from tests.domain.path_texts import COMPLETE, HEAD, OVERLAY, changed, faults, parse
from workflows.loader import Parsed, load_shipped, parse_definition
from workflows.schema_changes import OPERATIONS


def test_a_complete_text_is_a_definition():
    expected = Definition(
        "amur",
        "Амурская область",
        SubjectKind.SCHOOL,
        (
            Stage(
                "listed",
                "Включена в перечень",
                Phase.IDENTIFICATION,
                StageKind.START,
                10,
                "Назначьте куратора.",
                (
                    StageTerm(
                        "exit_due",
                        "Срок",
                        Term(TermKind.MONTH_WINDOW, from_month=12, month=1),
                        OnDue.MOVE,
                        "approve_exit",
                        (7, 1),
                    ),
                ),
            ),
            Stage("exited", "Вышла из перечня", Phase.EXIT, StageKind.END, 20),
        ),
        (
            Move(
                "approve_exit",
                "Исключить из перечня",
                (Way(("listed",), "exited", fact("years_in_status", at_least=1), everywhere=True),),
                (Role.MUNICIPAL_COORDINATOR, Role.SCHEDULER),
                (
                    Requirement(
                        "not",
                        parts=(fact("document_present", kind="roadmap", status="approved"),),
                    ),
                    Requirement(
                        "any",
                        parts=(
                            fact("tutor_active", by_order=True),
                            fact("actor_not", of=("author",)),
                        ),
                    ),
                ),
                (Effect.END_ATTACHMENTS,),
                5,
            ),
        ),
        (
            Word("document", "roadmap", "Дорожная карта"),
            Word("document", "analytic_note", "Аналитическая справка"),
            Word("monitoring", "interim", "Промежуточный мониторинг"),
        ),
        (
            ("curator_case_limit", 2),
            ("source", "Приказ № 120"),
            ("tutor_school_modes", ("effective",)),
        ),
    )

    parsed = parse(COMPLETE)

    assert parsed == Parsed(expected, (), None)


def test_a_text_may_name_no_source():
    parsed = parse(COMPLETE.replace('source = "Приказ № 120"', ""))

    assert [name for name, _ in parsed.definition.settings] == [
        "curator_case_limit",
        "tutor_school_modes",
    ]


def test_from_and_to_stand_for_one_way():
    made = changed(
        'op = "add_move"\nmove = "skip"\ntitle = "Пропустить"\n'
        'from = ["listed", "mentoring"]\nto = "exited"\nroles = ["curator"]\n'
    )

    expected = Move(
        "skip", "Пропустить", (Way(("listed", "mentoring"), "exited"),), (Role.CURATOR,)
    )
    assert made == AddMove(expected)


def test_an_overlay_is_its_header_and_its_operations():
    parsed = parse(
        OVERLAY
        + 'source = "Приказ № 120"\n'
        + '[[change]]\nop = "add_stage"\nstage = "site"\ntitle = "Площадка"\nphase = "exit"\n'
        + 'kind = "end"\norder = 31\n'
    )

    assert parsed.extends == "sound"
    assert parsed.changes == (
        Identify("amur", "Амурская область", SubjectKind.SCHOOL, "Приказ № 120"),
        AddStage(Stage("site", "Площадка", Phase.EXIT, StageKind.END, 31)),
    )
    assert parsed.definition.code == "amur"
    assert [stage.code for stage in parsed.definition.stages] == [
        "listed",
        "mentoring",
        "exited",
        "site",
        "suspended",
        "closed_other",
    ]


def test_the_other_keys_of_a_waiver_are_parameters_of_the_fact():
    base = {"base": load_shipped()["base"].definition}
    text = (
        HEAD + 'extends = "base"\n[[change]]\nop = "waive"\nmove = "submit_self_diagnosis"\n'
        'fact = "document_present"\nstatus = "submitted"\nkind = "self_diagnosis"\n'
    )

    parsed = parse_definition(text, bases=base)

    params = (("kind", "self_diagnosis"), ("status", "submitted"))
    assert parsed.changes[1] == Waive("submit_self_diagnosis", "document_present", params)


CHANGES = {
    "add_stage": 'stage = "site"\ntitle = "Площадка"\nphase = "exit"',
    "rename_stage": 'stage = "listed"\ntitle = "Список"\nhint = "Издайте приказ."',
    "remove_stage": 'stage = "suspended"',
    "set_phase": 'stage = "listed"\nphase = "diagnosis"',
    "set_terms": 'stage = "listed"\nterms = []',
    "order_stage": 'stage = "listed"\norder = 7',
    "add_move": 'move = "skip"\ntitle = "Пропустить"\nfrom = ["listed"]\nto = "exited"\nroles = []',
    "rename_move": 'move = "resume"\ntitle = "Возобновить"',
    "remove_move": 'move = "resume"',
    "reroute_move": 'move = "resume"\nfrom = ["suspended"]\nto = "mentoring"',
    "set_roles": 'move = "resume"\nroles = ["curator"]',
    "require": 'move = "resume"\nrequires = [{ fact = "entry_facts" }]',
    "waive": 'move = "resume"\nfact = "entry_facts"',
    "set_effects": 'move = "resume"\neffects = ["next_round"]',
    "add_word": 'dictionary = "event"\nword = "seminar"\ntitle = "Семинар"',
    "rename_word": 'dictionary = "document"\nword = "self_diagnosis"\ntitle = "Самоанализ"',
    "remove_word": 'dictionary = "document"\nword = "self_diagnosis"',
    "withdraw_word": 'dictionary = "document"\nword = "self_diagnosis"',
    "drop_scenario": 'scenario = "main_way"\nreason = "Здесь путь другой"',
    "set": 'setting = "tutor_school_capacity"\nvalue = 2',
}


def test_every_operation_can_be_written():
    assert CHANGES.keys() == OPERATIONS.keys()


@pytest.mark.parametrize("operation", sorted(CHANGES.keys() - {"drop_scenario", "waive"}))
def test_an_operation_is_read_as_what_it_is_called(operation):
    assert changed(f'op = "{operation}"\n{CHANGES[operation]}').operation() == operation


def test_a_waiver_is_read_as_what_it_is_called():
    first = '[[change]]\nop = "require"\nmove = "resume"\nrequires = [{ fact = "entry_facts" }]\n'

    parsed = parse(OVERLAY + first + '[[change]]\nop = "waive"\n' + CHANGES["waive"])

    assert [change.operation() for change in parsed.changes] == ["identify", "require", "waive"]


def test_dropping_a_scenario_is_read_as_what_it_is_called():
    bases = {"base": load_shipped()["base"].definition}
    text = HEAD + 'extends = "base"\n[[change]]\nop = "drop_scenario"\n'

    parsed = parse_definition(text + CHANGES["drop_scenario"], bases=bases)

    assert parsed.changes[1] == DropScenario("main_way", "Здесь путь другой")
    assert "main_way" not in {one.code for one in parsed.definition.scenarios}


def test_an_operation_that_does_not_fit_the_base_is_named():
    found = faults(OVERLAY + '[[change]]\nop = "remove_stage"\nstage = "moon"\n')

    fields = {"operation": "remove_stage", "index": 1}
    assert found == [("operation_unknown_element", "stages.moon", fields)]


@pytest.mark.parametrize(("extends", "code"), [("moon", "base_unknown"), ("amur", "base_itself")])
def test_a_text_extends_a_definition_there_is_and_not_itself(extends, code):
    found = faults(HEAD + f'extends = "{extends}"\n')

    assert found == [(code, "extends", {"value": extends})]


def test_a_text_is_normalised():
    parsed = parse(COMPLETE.replace("Дорожная", "Дорожная\u0438\u0306"))

    assert parsed.definition.words[0].title == "Дорожная\u0439 карта"


def test_an_escape_is_normalised_too():
    parsed = parse(COMPLETE.replace("Дорожная карта", "\\u0418\\u0306од"))

    assert parsed.definition.words[0].title == "\u0419од"


def test_the_mark_before_a_text_saved_by_notepad_is_passed_over():
    assert parse("\ufeff" + COMPLETE) == parse(COMPLETE)

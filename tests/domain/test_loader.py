"""From the text of a definition to its value, and the texts that come with the product."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.domain.checks import Severity, inspect_definition
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
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.domain.operations import AddMove, AddStage, Identify, Waive
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.scenario_operations import DropScenario
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from tests.domain.definitions import SOUND, fact
from workflows.facts import CATALOGUE
from workflows.loader import LARGEST_TEXT, Parsed, load_folder, load_shipped, parse_definition
from workflows.schema_changes import OPERATIONS
from workflows.seeding import GROUNDS
from workflows.vocabulary import CLOSED_DICTIONARIES, DICTIONARIES, SETTINGS

HEAD = 'code = "amur"\ntitle = "Амурская область"\nsubject = "school"\n'
OVERLAY = HEAD + 'extends = "sound"\n'
COMPLETE = (
    HEAD
    + """
source = "Приказ № 120"

[settings]
tutor_school_modes = ["effective"]
curator_case_limit = 2

[words.monitoring]
interim = "Промежуточный мониторинг"
[words.document]
roadmap = "Дорожная карта"
analytic_note = "Аналитическая справка"

[stages.exited]
title = "Вышла из перечня"
phase = "exit"
kind = "end"
order = 20
[stages.listed]
title = "Включена в перечень"
phase = "identification"
kind = "start"
order = 10
hint = "Назначьте куратора."
[[stages.listed.terms]]
code = "exit_due"
title = "Срок"
due = { kind = "month_window", from_month = 12, month = 1 }
on_due = "move"
move = "approve_exit"
remind_before = [7, 1]

[moves.approve_exit]
title = "Исключить из перечня"
order = 5
ways = [{ from = ["*open"], to = "exited", when = { fact = "years_in_status", at_least = 1 } }]
roles = ["municipal_coordinator", "scheduler"]
requires = [
    { not = { fact = "document_present", status = "approved", kind = "roadmap" } },
    { any = [{ fact = "tutor_active", by_order = true }, { fact = "actor_not", of = ["author"] }] },
]
effects = ["end_attachments"]
"""
)


def parse(text):
    return parse_definition(text, bases={"sound": SOUND})


def changed(text):
    """The operation a `[[change]]` table stands for, after the header."""
    return parse(OVERLAY + "[[change]]\n" + text).changes[1]


def faults(text):
    with pytest.raises(DefinitionInvalid) as refused:
        parse(text)
    return [
        (finding.code, finding.element, dict(finding.fields))
        for finding in refused.value.fields["findings"]
    ]


def unreadable(text):
    with pytest.raises(DefinitionUnreadable) as refused:
        parse(text)
    fields = refused.value.fields
    return fields["line"], fields["column"], fields["reason"]


# What a text says.


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


# Faults, each with its path.


def test_every_fault_is_found_at_once():
    text = 'title = ""\nsubject = "village"\ncolour = "green"\nstages = 5\n'

    assert faults(text) == [
        ("key_missing", "code", {}),
        ("key_missing", "moves", {}),
        ("value_empty", "title", {"value": ""}),
        ("value_choice", "subject", {"expected": ("school", "municipality"), "value": "village"}),
        ("key_unknown", "colour", {"value": "green"}),
        ("value_type", "stages", {"expected": ("table",)}),
    ]


def test_a_text_that_is_wrong_throughout_is_answered_with_its_first_hundred_faults():
    assert len(faults(HEAD + "".join(f"key{number} = 1\n" for number in range(500)))) == 100


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("order = 10", "order = -1", ("value_range", "stages.listed.order", {})),
        ("order = 10", "order = 100001", ("value_range", "stages.listed.order", {})),
        (
            "order = 10",
            "order = true",
            ("value_type", "stages.listed.order", {"expected": ("number",)}),
        ),
        (
            "order = 10",
            'order = "10"',
            ("value_type", "stages.listed.order", {"expected": ("number",), "value": "10"}),
        ),
        (
            "order = 10",
            "order = 10.0",
            ("value_type", "stages.listed.order", {"expected": ("number",)}),
        ),
        ("order = 10", "order = 10\nweight = 3", ("key_unknown", "stages.listed.weight", {})),
        (
            'phase = "exit"',
            'phase = "moon"',
            (
                "value_choice",
                "stages.exited.phase",
                {"expected": tuple(phase.value for phase in Phase), "value": "moon"},
            ),
        ),
        (
            'phase = "exit"',
            "phase = 5",
            ("value_type", "stages.exited.phase", {"expected": ("text",)}),
        ),
        (
            'title = "Вышла из перечня"',
            "title = 2023-03-31",
            ("value_type", "stages.exited.title", {"expected": ("text",)}),
        ),
        (
            'title = "Вышла из перечня"',
            'title = "Вышла\\nиз перечня"',
            ("value_unprintable", "stages.exited.title", {"value": "Вышла\nиз перечня"}),
        ),
        (
            "Вышла из перечня",
            "я" * 201,
            ("value_too_long", "stages.exited.title", {"value": "я" * 80}),
        ),
        (
            "[stages.exited]",
            "[stages.Exited]",
            ("code_malformed", "stages.Exited", {"value": "Exited"}),
        ),
        (
            "[stages.exited]",
            '[stages."ехited"]',
            ("code_look_alike", "stages.ехited", {"letters": ("е", "х"), "value": "ехited"}),
        ),
        (
            'move = "approve_exit"',
            'move = "Exit"',
            ("code_malformed", "stages.listed.terms.0.move", {"value": "Exit"}),
        ),
        (
            'kind = "month_window", from_month = 12',
            "from_month = 12",
            ("key_missing", "stages.listed.terms.0.due.kind", {}),
        ),
        (
            "due = { kind",
            "undue = { kind",
            ("key_missing", "stages.listed.terms.0.due", {}),
        ),
        (
            "remind_before = [7, 1]",
            "remind_before = 7",
            ("value_type", "stages.listed.terms.0.remind_before", {"expected": ("list",)}),
        ),
        (
            "remind_before = [7, 1]",
            f"remind_before = {list(range(11))}",
            ("too_many", "stages.listed.terms.0.remind_before", {}),
        ),
        (
            'effects = ["end_attachments"]',
            'effects = ["explode"]',
            (
                "value_choice",
                "moves.approve_exit.effects.0",
                {"expected": tuple(effect.value for effect in Effect), "value": "explode"},
            ),
        ),
        (
            'ways = [{ from = ["*open"], to',
            "ways = [{ from = [], to",
            ("value_empty", "moves.approve_exit.ways.0.from", {}),
        ),
        (
            'ways = [{ from = ["*open"], to',
            'ways = [{ from = ["!listed"], to',
            ("code_malformed", "moves.approve_exit.ways.0.from.0", {"value": "!listed"}),
        ),
        (
            'ways = [{ from = ["*open"], to',
            'ways = [{ from = "listed", to',
            (
                "value_type",
                "moves.approve_exit.ways.0.from",
                {"expected": ("list",), "value": "listed"},
            ),
        ),
        (
            'ways = [{ from = ["*open"], to',
            "ways = [{ from = [5], to",
            ("value_type", "moves.approve_exit.ways.0.from.0", {"expected": ("text",)}),
        ),
        (
            'to = "exited"',
            'to = "@away"',
            ("code_malformed", "moves.approve_exit.ways.0.to", {"value": "@away"}),
        ),
        (
            "order = 5",
            'order = 5\nto = "exited"',
            ("ways_given_twice", "moves.approve_exit.ways", {}),
        ),
        (
            '{ not = { fact = "document_present", ',
            "{ not = { ",
            ("requirement_head", "moves.approve_exit.requires.0.not", {}),
        ),
        (
            "{ not = {",
            "{ all = [], not = {",
            ("requirement_head", "moves.approve_exit.requires.0", {}),
        ),
        (
            "{ not = {",
            '{ kind = "roadmap", not = {',
            ("key_unknown", "moves.approve_exit.requires.0.kind", {"value": "roadmap"}),
        ),
        (
            "{ not = {",
            "{ all = {",
            ("value_type", "moves.approve_exit.requires.0.all", {"expected": ("list",)}),
        ),
        (
            "{ any = [",
            "{ any = [5, ",
            ("value_type", "moves.approve_exit.requires.1.any.0", {"expected": ("table",)}),
        ),
        (
            'fact = "tutor_active"',
            'fact = "Tutor"',
            ("code_malformed", "moves.approve_exit.requires.1.any.0.fact", {"value": "Tutor"}),
        ),
        (
            "by_order = true",
            "by_order = 1.5",
            (
                "value_type",
                "moves.approve_exit.requires.1.any.0.by_order",
                {"expected": ("text", "number", "flag", "list")},
            ),
        ),
        (
            "by_order = true",
            "min = 1000001",
            ("value_range", "moves.approve_exit.requires.1.any.0.min", {}),
        ),
        (
            "by_order = true",
            '"By order" = true',
            (
                "code_malformed",
                "moves.approve_exit.requires.1.any.0.By order",
                {"value": "By order"},
            ),
        ),
        ("[words.document]", "[words.library]", ("key_unknown", "words.library", {})),
        (
            'roadmap = "Дорожная карта"',
            "roadmap = 5",
            ("value_type", "words.document.roadmap", {"expected": ("text",)}),
        ),
        ("curator_case_limit = 2", "colour = 2", ("setting_unknown", "settings.colour", {})),
        (
            "curator_case_limit = 2",
            "curator_case_limit = -1",
            ("value_range", "settings.curator_case_limit", {}),
        ),
        (
            "curator_case_limit = 2",
            "curator_case_limit = true",
            ("value_type", "settings.curator_case_limit", {"expected": ("number",)}),
        ),
        (
            'tutor_school_modes = ["effective"]',
            'tutor_school_modes = ["at_school"]',
            (
                "value_choice",
                "settings.tutor_school_modes",
                {"expected": ("at_risk", "effective", "development")},
            ),
        ),
        (
            'tutor_school_modes = ["effective"]',
            "tutor_school_modes = []",
            ("value_type", "settings.tutor_school_modes", {"expected": ("words",)}),
        ),
        ("[settings]", "[settings]\n[[change]]\n", ("key_unknown", "change", {})),
    ],
)
def test_a_fault_is_named_with_its_path(old, new, found):
    assert COMPLETE.count(old) == 1

    assert found in faults(COMPLETE.replace(old, new))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('stage = "listed"', ("key_missing", "change.0.op", {})),
        (
            'op = "burn"',
            (
                "value_choice",
                "change.0.op",
                {"expected": tuple(OPERATIONS), "value": "burn"},
            ),
        ),
        ('op = "remove_stage"', ("key_missing", "change.0.stage", {})),
        (
            'op = "remove_stage"\nstage = "listed"\nwhy = "so"',
            ("key_unknown", "change.0.why", {"value": "so"}),
        ),
        (
            'op = "add_move"\nmove = "skip"\ntitle = "Пропустить"\nroles = []',
            ("ways_missing", "change.0.ways", {}),
        ),
        (
            'op = "reroute_move"\nmove = "resume"\nto = "listed"',
            ("ways_missing", "change.0.ways", {}),
        ),
        (
            'op = "require"\nmove = "resume"\nrequires = []',
            ("value_empty", "change.0.requires", {}),
        ),
        (
            'op = "require"\nmove = "resume"\nrequires = [{ any = [] }]',
            ("value_empty", "change.0.requires.0.any", {}),
        ),
        (
            'op = "require"\nmove = "resume"\nrequires = [{ all = ['
            + '{ fact = "entry_facts" }, ' * 21
            + "] }]",
            ("too_many", "change.0.requires.0.all", {}),
        ),
        (
            'op = "waive"\nmove = "resume"\nfact = "entry_facts"\nmin = 1.5',
            ("value_type", "change.0.min", {"expected": ("text", "number", "flag", "list")}),
        ),
        (
            'op = "add_word"\ndictionary = "library"\nword = "map"\ntitle = "Карта"',
            (
                "value_choice",
                "change.0.dictionary",
                {"expected": tuple(DICTIONARIES), "value": "library"},
            ),
        ),
        (
            'op = "set"\nsetting = "colour"\nvalue = 1',
            ("setting_unknown", "change.0.value", {}),
        ),
        (
            'op = "set"\nsetting = "tutor_capacity_rule"\nvalue = "maybe"',
            (
                "value_choice",
                "change.0.value",
                {"expected": ("deny", "warn"), "value": "maybe"},
            ),
        ),
    ],
)
def test_a_fault_of_an_operation_is_named_with_its_path(text, found):
    assert faults(OVERLAY + "[[change]]\n" + text) == [found]


def test_an_overlay_holds_operations_and_no_tables_of_its_own():
    assert faults(OVERLAY + '[settings]\ncurator_case_limit = 2\n[stages.site]\ntitle = "А"\n') == [
        ("key_unknown", "settings", {}),
        ("key_unknown", "stages", {}),
    ]


def test_a_change_is_a_table():
    assert faults(OVERLAY + "change = [5]") == [
        ("value_type", "change.0", {"expected": ("table",)})
    ]


def test_what_a_text_extends_is_a_code():
    assert faults(HEAD + "extends = 5") == [("value_type", "extends", {"expected": ("text",)})]


# Hostile texts.


def test_a_text_that_is_no_toml_names_the_line():
    assert unreadable(HEAD + "stages = [\n") == (4, 11, "syntax")
    assert unreadable(HEAD + "перечень = да\n") == (4, 1, "syntax")
    assert unreadable(HEAD + f"number = {'9' * 5000}\n") == (4, 10, "syntax")


def test_a_key_given_twice_names_the_line():
    assert unreadable(HEAD + 'code = "sochi"\n') == (4, 15, "repeated")
    assert unreadable(COMPLETE + "[stages.exited]\n")[2] == "repeated"
    assert unreadable(HEAD + "a = { b = 1, b = 2 }\n") == (4, 19, "repeated")


def test_a_text_of_more_than_512_kilobytes_is_refused():
    comment = "#" * (LARGEST_TEXT - len(COMPLETE.encode()))

    assert parse(COMPLETE + comment) == parse(COMPLETE)
    assert unreadable(COMPLETE + comment + "#") == (None, None, "too_large")


def test_the_size_is_counted_in_bytes():
    assert unreadable("# " + "я" * (LARGEST_TEXT // 2)) == (None, None, "too_large")


@pytest.mark.parametrize(
    ("text", "column"),
    [('code = "a\\u0000b"', 10), ('"a\\u0000b" = 1', 3), ('a = [["\\u0000"]]', 8)],
)
def test_nul_behind_an_escape_is_refused(text, column):
    assert unreadable(text) == (1, column, "character")


def test_a_lone_surrogate_names_the_line():
    assert unreadable(HEAD + 'source = "\ud800"') == (4, 11, "character")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a = " + "[" * 100_000, 36),
        ("a = " + "{a = " * 50_000, 160),
        ("a = " + "[" * 40 + "]" * 40, 36),
        ("[" + "a." * 40 + "a]", 1),
        ("a = " + "{ a = " * 40 + "1" + "}" * 40, 191),
    ],
)
def test_deep_nesting_is_refused(text, column):
    assert unreadable(HEAD + text) == (4, column, "nesting")


def test_a_key_of_very_many_parts_names_the_line():
    assert unreadable(HEAD + "a." * 200_000 + "a = 1") == (4, 1, "nesting")


def test_a_requirement_nested_as_deep_as_a_text_may_be_is_read():
    deep = '{ fact = "entry_facts" }'
    for _ in range(10):
        deep = "{ not = " + deep + " }"

    made = changed(f'op = "require"\nmove = "resume"\nrequires = [{deep}]\n')

    assert made.operation() == "require"


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
def test_a_number_of_thousands_of_digits_is_refused(number):
    with pytest.raises((DefinitionUnreadable, DefinitionInvalid)):
        parse(COMPLETE.replace("order = 10", f"order = {number}"))


def read_or_refused(text):
    try:
        return parse(text)
    except (DefinitionUnreadable, DefinitionInvalid):
        return None


@given(st.text())
@example("\x00")
@example("\ud800")
@example("extends = []")
@example("[[extends]]")
def test_any_text_is_read_or_refused(text):
    read_or_refused(text)


TOML = st.recursive(
    st.sampled_from(["1", "-1", "1e400", "nan", "true", '""', '"listed"', "[]", "2023-03-31"])
    | st.text(st.characters(exclude_characters="'", exclude_categories=("Cs", "Cc"))).map(
        lambda text: f"'{text}'"
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: "[" + ", ".join(parts) + "]")
        | st.dictionaries(
            st.sampled_from(
                ["fact", "all", "any", "not", "from", "to", "op", "title", "kind", "due"]
            ),
            inner,
            max_size=3,
        ).map(lambda table: "{" + ", ".join(f"{key} = {part}" for key, part in table.items()) + "}")
    ),
    max_leaves=6,
)
KEYS = (
    "code",
    "title",
    "extends",
    "settings",
    "settings.tutor_school_modes",
    "words",
    "words.document",
    "stages",
    "stages.listed",
    "stages.listed.terms",
    "moves",
    "moves.approve_exit",
    "moves.approve_exit.ways",
    "moves.approve_exit.requires",
    "change",
)


@given(st.dictionaries(st.sampled_from(KEYS), TOML, max_size=4), st.booleans())
def test_any_value_under_any_known_key_is_read_or_refused(tables, overlay):
    head = 'subject = "school"\n' + ('extends = "sound"\n' if overlay else "")

    read_or_refused(head + "".join(f"{key} = {value}\n" for key, value in tables.items()))


@given(st.integers(0, len(COMPLETE)), st.integers(0, 30), st.text(max_size=8))
def test_a_text_spoiled_anywhere_is_read_or_refused(start, length, put):
    read_or_refused(COMPLETE[:start] + put + COMPLETE[start + length :])


@given(st.data())
def test_an_operation_with_spoiled_keys_is_read_or_refused(data):
    operation = data.draw(st.sampled_from(sorted(OPERATIONS)))
    keys = ("stage", "move", "title", "terms", "ways", "requires", "value", "setting", "fact")
    given_keys = data.draw(st.dictionaries(st.sampled_from(keys), TOML, max_size=4))

    table = "".join(f"{key} = {value}\n" for key, value in given_keys.items())

    read_or_refused(OVERLAY + f'[[change]]\nop = "{operation}"\n' + table)


# The vocabulary.


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_the_default_of_a_setting_may_be_set(name):
    assert SETTINGS[name].fault(SETTINGS[name].default) is None


def test_the_dictionaries_a_fact_takes_words_from_are_known():
    taken = {param.vocabulary for one in CATALOGUE.values() for param in one.params}

    assert taken - {None} <= DICTIONARIES.keys()


# The texts that come with the product.


def test_bases_are_loaded_before_what_extends_them():
    loaded = load_shipped()

    assert next(iter(loaded)) == "base"
    for place, parsed in enumerate(loaded.values()):
        assert parsed.extends is None or parsed.extends in list(loaded)[:place]


@pytest.mark.parametrize("code", sorted(load_shipped()))
def test_a_shipped_definition_may_be_published(code):
    found = inspect_definition(load_shipped()[code].definition, CATALOGUE)

    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


def test_the_name_of_a_file_is_the_code_of_its_definition(tmp_path):
    (tmp_path / "amur.toml").write_text(COMPLETE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Заметки", encoding="utf-8")
    assert list(load_folder(tmp_path)) == ["amur"]

    (tmp_path / "sochi.toml").write_text(COMPLETE, encoding="utf-8")
    with pytest.raises(DefinitionInvalid) as refused:
        load_folder(tmp_path)

    assert [one.code for one in refused.value.fields["findings"]] == ["code_not_file"]


def test_a_folder_may_hold_an_overlay_of_an_overlay(tmp_path):
    for code, extends in (("a", "b"), ("b", "amur")):
        text = OVERLAY.replace('"amur"', f'"{code}"').replace('"sound"', f'"{extends}"')
        (tmp_path / f"{code}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "amur.toml").write_text(COMPLETE, encoding="utf-8")

    assert list(load_folder(tmp_path)) == ["amur", "b", "a"]


def test_overlays_that_extend_each_other_are_refused(tmp_path):
    for code, extends in (("a", "b"), ("b", "a")):
        text = OVERLAY.replace('"amur"', f'"{code}"').replace('"sound"', f'"{extends}"')
        (tmp_path / f"{code}.toml").write_text(text, encoding="utf-8")

    with pytest.raises(DefinitionInvalid) as refused:
        load_folder(tmp_path)

    assert [(one.code, dict(one.fields)) for one in refused.value.fields["findings"]] == [
        ("base_cycle", {"codes": ("a", "b")})
    ]


def test_a_region_only_renames_what_the_rules_know_by_code():
    head = 'code = "amur"\ntitle = "Амур"\nsubject = "school"\nextends = "base"\n'
    level = 'dictionary = "risk_level"\nword = "high"\n'
    bases = {"base": load_shipped()["base"].definition}

    renamed = parse_definition(
        head + f'[[change]]\nop = "rename_word"\n{level}title = "критический"\n', bases=bases
    )

    assert renamed.definition.word("risk_level", "high") == "критический"
    for operation in ("remove_word", "withdraw_word"):
        with pytest.raises(DefinitionInvalid) as refused:
            parse_definition(head + f'[[change]]\nop = "{operation}"\n{level}', bases=bases)
        assert [one.code for one in refused.value.fields["findings"]] == ["dictionary_closed"]


def test_the_words_of_closed_dictionaries_are_the_codes_the_rules_know():
    vocabulary = dict(load_shipped()["base"].definition.vocabulary)

    assert {name: vocabulary[name] for name in CLOSED_DICTIONARIES} == dict(CLOSED_DICTIONARIES)
    assert set(vocabulary["listing_ground"]) == set(GROUNDS)

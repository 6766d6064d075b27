"""Every fault of a text of a definition is found and named with its place."""

import pytest

from engine.domain.definition import (
    Effect,
    Phase,
)
from tests.domain.path_texts import COMPLETE, HEAD, OVERLAY, faults
from workflows.schema_changes import OPERATIONS
from workflows.vocabulary import DICTIONARIES


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

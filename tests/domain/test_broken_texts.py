"""Broken texts: whatever is wrong, it is a finding with its place, and never another error."""

from pathlib import Path

import pytest

from engine.domain.checks import Severity, inspect_definition
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from workflows.facts import CATALOGUE
from workflows.loader import LARGEST_TEXT, load_folder, load_shipped, parse_definition
from workflows.places import Places

SHIPPED = load_shipped()
BASES = {code: parsed.definition for code, parsed in SHIPPED.items()}
BASE = Path("workflows/regions/base.toml").read_text(encoding="utf-8")
HEAD = 'code = "amur"\ntitle = "Амур"\nsubject = "school"\nextends = "base"\n'


ORDER = BASE[: BASE.index("order = 10")].count("\n") + 1
"""The line of the first number of the base."""


def changed(table):
    return HEAD + "[[change]]\n" + table


def spoiled(old, new):
    """The text of the base, spoiled in one place, so that the fault has a known line."""
    assert old in BASE
    return BASE.replace(old, new, 1)


def required(requirement):
    return changed(f'op = "require"\nmove = "retain"\nrequires = [{requirement}]\n')


def nested(depth):
    inner = '{ fact = "entry_facts" }'
    for _ in range(depth):
        inner = "{ not = " + inner + " }"
    return required(inner)


SCENARIO = HEAD + (
    '[[scenario]]\ncode = "promise"\ntitle = "Обещание"\nfrom = "exit_review"\n'
    'on = "2023-12-15"\nby = "municipal_coordinator"\nmove = "approve_exit"\n'
    'refused = ["decision_present"]\n'
)

UNREADABLE = {
    # The reason, the line: None where the whole text is meant.
    "no value": ("code =\n", "syntax", 1),
    "two signs": ("code = = 1\n", "syntax", 1),
    "bracket left open": (HEAD + "stages = [\n", "syntax", 5),
    "brace left open": (HEAD + "due = { kind = 1\n", "syntax", 5),
    "quote left open": ('code = "amur\n', "syntax", 1),
    "long quote left open": ('code = """amur\n', "syntax", None),
    "bare Russian key": ("код = 1\n", "syntax", 1),
    "a line that is no pair": ("code\n", "syntax", 1),
    "a bad escape": ('code = "\\q"\n', "syntax", 1),
    "a bad number": ("order = 01\n", "syntax", 1),
    "a number of thousands of digits": (f"order = {'9' * 5000}\n", "syntax", 1),
    "a day that is none": ("day = 2023-02-30\n", "syntax", None),
    "a month out of range": ("day = 2023-13-01\n", "syntax", None),
    "an hour out of range": ("at = 2023-01-01T25:00:00\n", "syntax", None),
    "key twice": (HEAD + 'code = "b"\n', "repeated", 5),
    "key twice in a table": (HEAD + "a = { b = 1, b = 2 }\n", "repeated", 5),
    "table twice": (BASE + "[stages.exited]\n", "repeated", BASE.count("\n") + 1),
    "table over a value": ('code = "a"\n[code.b]\n', "repeated", 2),
    "a raw NUL": ('code = "a\x00b"\n', "syntax", 1),
    "a NUL behind an escape": ('code = "a\\u0000b"\n', "character", 1),
    "a lone surrogate": ('code = "\ud800"\n', "character", 1),
    "a control sign": ('code = "a\x07b"\n', "syntax", 1),
    "a carriage return alone": ("a = 1\rb = 2\n", "syntax", 1),
    "a mark in the middle": ("a = 1\n\ufeffb = 2\n", "syntax", 2),
    "ten megabytes": ("# " + "x" * 10_000_000, "too_large", None),
    "one byte too many": ("#" * (LARGEST_TEXT + 1), "too_large", None),
    "brackets in brackets": (HEAD + "a = " + "[" * 100_000, "nesting", 5),
    "braces in braces": (HEAD + "a = " + "{ a = " * 100 + "1" + " }" * 100, "nesting", 5),
    "a key of many parts": (HEAD + "a." * 50_000 + "a = 1\n", "nesting", 5),
    "a table of many parts": (HEAD + "[" + "a." * 40 + "a]\n", "nesting", 5),
}

INVALID = {
    # The code of the finding, the element, and the line where it stands.
    "nothing at all": ("", "key_missing", "code", 1),
    "only spaces": ("   \n\n", "key_missing", "code", 1),
    "only a header": (
        'code = "amur"\ntitle = "А"\nsubject = "school"\n',
        "key_missing",
        "moves",
        1,
    ),
    "a code in Russian letters": (HEAD.replace("amur", "аmur"), "code_look_alike", "code", 1),
    "a code in capitals": (HEAD.replace("amur", "AMUR"), "code_malformed", "code", 1),
    "a code of 65 signs": (HEAD.replace("amur", "a" * 65), "code_too_long", "code", 1),
    "an empty title": (HEAD.replace("Амур", " "), "value_empty", "title", 2),
    "a title of 201 signs": (HEAD.replace("Амур", "я" * 201), "value_too_long", "title", 2),
    "a title on two lines": (HEAD.replace("Амур", "А\\nБ"), "value_unprintable", "title", 2),
    "a title with a hidden sign": (
        HEAD.replace("Амур", "А\u200bБ"),
        "value_unprintable",
        "title",
        2,
    ),
    "a subject of its own": (HEAD.replace('"school"', '"village"'), "value_choice", "subject", 3),
    "a base that is not there": (HEAD.replace('"base"', '"moon"'), "base_unknown", "extends", 4),
    "an overlay of itself": (HEAD.replace('"base"', '"amur"'), "base_itself", "extends", 4),
    "a base that is a number": (HEAD.replace('"base"', "5"), "value_type", "extends", 4),
    "an unknown key": (HEAD + "colour = 1\n", "key_unknown", "colour", 5),
    "a table of its own": (HEAD + "[stages.a]\ntitle = 1\n", "key_unknown", "stages", 5),
    "a change that is a number": (HEAD + "change = [5]\n", "value_type", "change.0", 5),
    "no operation": (changed('stage = "listed"\n'), "key_missing", "change.0.op", 5),
    "an unknown operation": (changed('op = "burn"\n'), "value_choice", "change.0.op", 6),
    "an operation that is a list": (changed("op = []\n"), "value_choice", "change.0.op", 6),
    "an operation without its stage": (
        changed('op = "remove_stage"\n'),
        "key_missing",
        "change.0.stage",
        5,
    ),
    "an unknown stage": (
        changed('op = "remove_stage"\nstage = "moon"\n'),
        "operation_unknown_element",
        "stages.moon",
        5,
    ),
    "a stage that is there already": (
        changed('op = "add_stage"\nstage = "listed"\ntitle = "А"\nphase = "exit"\n'),
        "operation_element_exists",
        "stages.listed",
        5,
    ),
    "a condition that is not required": (
        changed('op = "waive"\nmove = "retain"\nfact = "entry_facts"\n'),
        "operation_nothing_waived",
        "moves.retain",
        5,
    ),
    "a final condition waived": (
        changed('op = "waive"\nmove = "approve_exit"\nfact = "indicator_rule"\n'),
        "operation_on_final",
        "moves.approve_exit",
        5,
    ),
    "the reason of a forced move shortened": (
        changed('op = "set"\nsetting = "force_reason_min"\nvalue = 1\n'),
        "operation_on_final",
        "settings.force_reason_min",
        5,
    ),
    "an unknown setting": (
        changed('op = "set"\nsetting = "colour"\nvalue = 1\n'),
        "setting_unknown",
        "change.0.value",
        8,
    ),
    "a setting out of range": (
        changed('op = "set"\nsetting = "tutor_school_capacity"\nvalue = -1\n'),
        "value_range",
        "change.0.value",
        8,
    ),
    "an unknown dictionary": (
        changed('op = "add_word"\ndictionary = "library"\nword = "a"\ntitle = "А"\n'),
        "value_choice",
        "change.0.dictionary",
        7,
    ),
    "no way": (
        changed('op = "add_move"\nmove = "a"\ntitle = "А"\nroles = ["curator"]\n'),
        "ways_missing",
        "change.0.ways",
        5,
    ),
    "a promise of nothing": (
        SCENARIO.replace('refused = ["decision_present"]\n', ""),
        "scenario_outcome",
        "scenario.0",
        5,
    ),
    "a promise on a day that is none": (
        SCENARIO.replace("2023-12-15", "2023-02-30"),
        "day_malformed",
        "scenario.0.on",
        9,
    ),
    "a promise in another age": (
        SCENARIO.replace("2023-12-15", "9999-12-15"),
        "day_out_of_range",
        "scenario.0.on",
        9,
    ),
    "a promise made twice": (
        SCENARIO.replace('"promise"', '"main_way"'),
        "operation_element_exists",
        "scenarios.main_way",
        5,
    ),
    "a dropped promise nobody made": (
        changed('op = "drop_scenario"\nscenario = "moon"\nreason = "Так"\n'),
        "operation_unknown_element",
        "scenarios.moon",
        5,
    ),
    "a promise dropped without a reason": (
        changed('op = "drop_scenario"\nscenario = "main_way"\n'),
        "key_missing",
        "change.0.reason",
        5,
    ),
    "something final and strange": (
        HEAD + 'final = ["fuel"]\n',
        "final_malformed",
        "final.0",
        5,
    ),
    "a number in quotes": (spoiled("order = 10", 'order = "10"'), "value_type", None, ORDER),
    "a fraction": (
        spoiled("order = 10", "order = 1.5"),
        "value_type",
        None,
        ORDER,
    ),
    "a far number": (
        spoiled("order = 10", "order = 999999"),
        "value_range",
        None,
        ORDER,
    ),
    "two heads of a condition": (
        required('{ fact = "entry_facts", all = [] }'),
        "requirement_head",
        "change.0.requires.0",
        8,
    ),
    "a condition without parts": (
        required("{ any = [] }"),
        "value_empty",
        "change.0.requires.0.any",
        8,
    ),
}

FOUND = {
    # Findings of the path itself: the code and the line.
    "an unknown condition": (required('{ fact = "luck" }'), "fact_unknown", 8),
    "a condition without its value": (
        required('{ fact = "document_present" }'),
        "param_missing",
        8,
    ),
    "a value of another kind": (
        required('{ fact = "reason_given", min_length = "ten" }'),
        "param_type",
        8,
    ),
    "an unknown word": (
        required('{ fact = "document_present", kind = "map" }'),
        "word_unknown",
        8,
    ),
    "an unknown role": (
        required('{ fact = "approvals", roles = ["king"] }'),
        "role_unknown",
        8,
    ),
    "a window on a day that is none": (
        required('{ fact = "date_window", from = "02-30" }'),
        "date_malformed",
        8,
    ),
    "a condition that never holds": (
        required('{ fact = "measures_ratio", at_least = 101 }'),
        "requirement_never_holds",
        8,
    ),
    "conditions nested too deep": (nested(8), "requirement_too_deep", 5),
    "an unreachable stage": (
        changed('op = "add_stage"\nstage = "isle"\ntitle = "Остров"\nphase = "exit"\n'),
        "stage_unreachable",
        5,
    ),
    "a trap": (
        changed(
            'op = "add_stage"\nstage = "trap"\ntitle = "Яма"\nphase = "exit"\nkind = "pause"\n'
            '[[change]]\nop = "add_move"\nmove = "fall"\ntitle = "Упасть"\nfrom = ["listed"]\n'
            'to = "trap"\nroles = ["curator"]\n'
        ),
        "end_unreachable",
        5,
    ),
    "a way to nowhere": (spoiled('to = "listed"', 'to = "moon"'), "way_unknown_stage", None),
    "no start": (spoiled('kind = "start"', 'kind = "open"'), "start_missing", 4),
    "a move nobody makes": (
        changed('op = "set_roles"\nmove = "retain"\nroles = []\n'),
        "move_without_roles",
        5,
    ),
    "a term out of range": (spoiled("days = 10", "days = 0"), "term_out_of_range", None),
    "a timed move that is not there": (
        spoiled('move = "start_self_diagnosis"', 'move = "fly"'),
        "term_move_unknown",
        None,
    ),
    "a promise about an unknown move": (
        SCENARIO.replace('move = "approve_exit"', 'move = "fly"'),
        "scenario_move_unknown",
        11,
    ),
    "a promise that is not kept": (
        SCENARIO.replace('refused = ["decision_present"]', 'then = "exited"'),
        "scenario_refused",
        11,
    ),
    "a promise with what cannot be given": (
        SCENARIO + 'given = [{ fact = "date_window", from = "01-01", to = "01-31" }]\n',
        "scenario_not_given",
        11,
    ),
    "something final that is not there": (
        HEAD + 'final = ["stages.moon"]\n',
        "final_unknown",
        5,
    ),
}


def test_there_are_more_than_ninety_broken_texts():
    assert len(UNREADABLE) + len(INVALID) + len(FOUND) > 90


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_text_that_cannot_be_read_says_why_and_where(name):
    text, reason, line = UNREADABLE[name]

    with pytest.raises(DefinitionUnreadable) as refused:
        parse_definition(text, bases=BASES)

    fields = refused.value.fields
    assert fields["reason"] == reason
    assert line is None or fields["line"] == line
    assert (fields["line"] is None) == (reason == "too_large")


@pytest.mark.parametrize("name", INVALID)
def test_a_text_that_is_no_path_names_the_fault_and_its_place(name):
    text, code, element, line = INVALID[name]

    with pytest.raises(DefinitionInvalid) as refused:
        parse_definition(text, bases=BASES)

    places = Places(text)
    found = [
        (one.code, one.element, places.of(one).line) for one in refused.value.fields["findings"]
    ]
    assert [one for one in found if one[0] == code and element in (None, one[1]) and one[2] == line]


@pytest.mark.parametrize("name", FOUND)
def test_a_path_that_is_not_sound_names_the_fault_and_its_place(name):
    text, code, line = FOUND[name]
    parsed = parse_definition(text, bases=BASES)

    found = [
        one
        for one in inspect_definition(parsed.definition, CATALOGUE)
        if one.code == code and one.severity is Severity.ERROR
    ]

    places = Places(text, parsed.changes)
    assert found
    assert line is None or places.of(found[0]).line == line
    assert places.of(found[0]).line > 1


def test_the_line_ends_of_windows_and_the_mark_of_notepad_are_read():
    plain = parse_definition(SCENARIO, bases=BASES)

    windows = parse_definition("\ufeff" + SCENARIO.replace("\n", "\r\n"), bases=BASES)

    assert windows == plain


@pytest.mark.parametrize(
    ("extends", "circle"),
    [({"a": "b", "b": "a"}, ("a", "b")), ({"a": "b", "b": "c", "c": "a"}, ("a", "b", "c"))],
)
def test_overlays_that_go_in_a_circle_are_named(tmp_path, extends, circle):
    for code, base in extends.items():
        text = HEAD.replace('"amur"', f'"{code}"').replace('"base"', f'"{base}"')
        (tmp_path / f"{code}.toml").write_text(text, encoding="utf-8")

    with pytest.raises(DefinitionInvalid) as refused:
        load_folder(tmp_path)

    (found,) = refused.value.fields["findings"]
    assert (found.code, dict(found.fields)["codes"]) == ("base_cycle", circle)

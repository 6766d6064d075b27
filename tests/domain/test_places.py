"""Every finding names its place: the line and the column of what is wrong in the text."""

import tomllib
from importlib.resources import files

import pytest

from engine.domain.checks import inspect_definition
from engine.domain.errors import DefinitionInvalid
from tests.domain.path_texts import COMPLETE, HEAD
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped, parse_definition
from workflows.places import Places
from workflows.positions import Place, positions

SHIPPED = load_shipped()
BASES = {code: parsed.definition for code, parsed in SHIPPED.items()}
OVERLAY = HEAD + 'extends = "base"\n'
ODD = '''\
a = 2020-01-01 10:00:00 # a comment with a [bracket
"b.c" = """x"y
[z]"""
'q' . r = 1.5
x = [ [1, 2],
  { y = "}", z = [] }, # one more ]
]
[[k]]
[k.m]
v = \'\'\'a = {\'\'\'
[[k]]
[[k.n]]
o = {}
'''


def text_of(code):
    return files("workflows").joinpath("regions", f"{code}.toml").read_text(encoding="utf-8")


def placed(text):
    """Code, line and the text from the column on, of every finding."""
    try:
        parsed = parse_definition(text, bases=BASES)
    except DefinitionInvalid as refusal:
        findings, places = refusal.fields["findings"], Places(text)
    else:
        findings = inspect_definition(parsed.definition, CATALOGUE)
        places = Places(text, parsed.changes)
    found = [(one.code, places.of(one)) for one in findings]
    return [(code, at.line, text.split("\n")[at.line - 1][at.column - 1 :]) for code, at in found]


def paths(node, path=()):
    """The paths of everything in what tomllib gives."""
    found = {path} - {()}
    if isinstance(node, (dict, list)):
        for key, part in node.items() if isinstance(node, dict) else enumerate(node):
            found |= paths(part, (*path, str(key)))
    return found


def broken(old, new):
    """The findings of the base with one thing changed in it."""
    text = text_of("base")
    assert old in text
    return [
        (code, shown)
        for code, _, shown in placed(text.replace(old, new, 1))
        if code != "end_is_left"
    ]


@pytest.mark.parametrize("text", [ODD, *map(text_of, sorted(SHIPPED))])
def test_everything_in_a_text_has_a_place(text):
    assert positions(text).keys() == paths(tomllib.loads(text))


def test_a_place_is_a_line_and_a_column_from_one():
    found = positions(ODD)

    assert found["b.c",] == Place(2, 1)
    assert found["q", "r"] == Place(4, 1)
    assert found["x", "0", "1"] == Place(5, 11)
    assert found["x", "1", "z"] == Place(6, 14)
    assert found["k", "1", "n", "0", "o"] == Place(13, 1)


def test_a_mark_before_the_first_line_has_no_column():
    assert positions("\ufeffa = 1") == {("a",): Place(1, 1)}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('to = "listed"', 'to = "nowhere"', ("way_unknown_stage", 'to = "nowhere"')),
        ("min_length = 10", "min_length = true", ("param_type", "min_length = true }]")),
        (
            'kind = "list_order" }',
            'kind = "moonshine" }',
            ("word_unknown", 'kind = "moonshine" },'),
        ),
        ('fact = "entry_facts"', 'fact = "moon_full"', ("fact_unknown", '{ fact = "moon_full" },')),
        ("days = 10 }", "days = 0 }", ("term_out_of_range", "days = 0 }")),
        (
            "remind_before = [14, 3]",
            "remind_before = [0]",
            ("term_out_of_range", "remind_before = [0]"),
        ),
        ('roles = ["curator"]', 'roles = ["auditor"]', ("role_cannot_move", '"auditor"]')),
        ('move = "end_watch"', "", ("term_move_missing", "[[stages.post_exit_watch.terms]]")),
        ('phase = "exit"', 'phase = "exile"', ("value_choice", 'phase = "exile"')),
        ("order = 120", 'order = 120\ncolour = "red"', ("key_unknown", 'colour = "red"')),
        ('subject = "school"', "", ("key_missing", 'code = "base"')),
    ],
)
def test_a_finding_stands_where_the_fault_is_written(old, new, found):
    assert found in broken(old, new)


def test_a_missing_key_stands_at_its_table():
    text = COMPLETE.replace("[stages.exited]\n", '[stages.lost]\nphase = "exit"\n[stages.exited]\n')

    assert (
        "key_missing",
        text[: text.index("[stages.lost]")].count("\n") + 1,
        "[stages.lost]",
    ) in (placed(text))


OPERATIONS = (
    OVERLAY
    + """
[[change]]
op = "add_stage"
stage = "council"
title = "Совет"
phase = "programme"
terms = [{ code = "met", title = "Заседание", due = { kind = "calendar_days", days = 0 } }]

[[change]]
op = "require"
move = "retain"
requires = [{ fact = "document_present", kind = "no_such" }]

[[change]]
op = "rename_move"
move = "retain"
title = "Оставить"
"""
)


def test_a_finding_of_an_overlay_stands_at_the_operation_that_made_it():
    text = OPERATIONS
    first = text[: text.index("[[change]]")].count("\n") + 1

    assert [one for one in placed(text) if one[0] != "end_is_left"] == [
        ("stage_unreachable", first, "[[change]]"),
        ("word_unknown", first + 10, 'kind = "no_such" }]'),
        ("term_out_of_range", first + 5, "days = 0 } }]"),
    ]


def test_what_an_overlay_inherits_stands_where_it_names_its_base():
    found = {code: shown for code, _, shown in placed(OVERLAY)}

    assert found == {"end_is_left": 'extends = "base"'}


def test_a_misfit_stands_at_its_operation():
    text = OVERLAY + '[[change]]\nop = "remove_move"\nmove = "no"\n'

    assert placed(text) == [("operation_unknown_element", text.count("\n") - 2, "[[change]]")]

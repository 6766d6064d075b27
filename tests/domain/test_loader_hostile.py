"""Whatever a text is, it is read or refused, and takes neither time nor stack."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from tests.domain.path_texts import COMPLETE, HEAD, OVERLAY, changed, parse, unreadable
from workflows.loader import LARGEST_TEXT
from workflows.schema_changes import OPERATIONS


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

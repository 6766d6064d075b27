"""The English of the pages is complete: every sentence of ours has one that fits its place."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "web" / "translations" / "en" / "LC_MESSAGES"
CYRILLIC = re.compile("[А-Яа-яЁё]")
FIELD = re.compile(r"%\(\w+\)[sd]")
SAYS = {
    "_",
    "gettext",
    "lazy_gettext",
    "pgettext",
    "lazy_pgettext",
    "counted",
    "form_of",
    "more_text",
}
NOT_OF_PAGES = ("commands", "demonstration")
"""The command line speaks Russian, and the demonstration is made of Russian schools."""

RUSSIAN_ON_PURPOSE = {
    "admin/definitions/spelling.py",  # the letters that codes are spelled from
    "web/cli.py",
    "web/mailing/ways.py",  # what is wrong with the settings, said when the program starts
    "web/parsing.py",  # days as Russian orders write them
    "web/preferences.py",  # the language's own name
    "web/settings.py",
    "web/templates/styleguide.html",  # for those who work on the look
    "web/wording/grammar.py",  # the year's mark of Russian days
}
_RUSSIAN_ANYWHERE = re.compile(
    "ШНОР|ШНСУ|СОШ|сош|школа 53|приказ 120 от|120-П|“ё”"  # what is typed as an example
)


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Catalog:
    """Every sentence that the code and the templates say, found as `make messages` finds them."""
    found = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    command = "import setuptools; setuptools.setup()"
    arguments = [sys.executable, "-c", command, "--quiet", "extract_messages", "-o", str(found)]
    subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True)
    with found.open("rb") as file:
        return read_po(file)


def sentences(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def pairs(catalog: Catalog) -> Iterator[tuple[str, str]]:
    return ((str(message.id), str(message.string)) for message in sentences(catalog))


def test_every_sentence_has_its_english_and_none_is_left_over(ours, english):
    said = {(message.context, message.id) for message in sentences(ours)}
    known = {(message.context, message.id) for message in sentences(english)}

    assert len(said) > 2000
    assert said - known == set(), "make messages, then translate what is new"
    assert known - said == set(), "make messages"
    assert [one.id for one in sentences(english) if not one.string or one.fuzzy] == []


def test_english_names_the_same_fields_and_keeps_no_russian(english):
    for russian, text in pairs(english):
        assert set(FIELD.findall(russian)) == set(FIELD.findall(text)), russian
        assert not CYRILLIC.search(_RUSSIAN_ANYWHERE.sub("", text)), russian
        assert russian.endswith("\n") == text.endswith("\n"), russian


def test_nouns_have_three_forms_in_russian_and_two_in_english(english):
    nouns = [pair for pair in pairs(english) if "|" in pair[0]]

    assert len(nouns) > 15
    for russian, text in nouns:
        assert (russian.count("|"), text.count("|")) == (2, 1), russian


def test_what_the_program_reads_is_what_was_translated(english):
    written = BytesIO()
    write_mo(written, english)
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = file.read()

    again = read_mo(BytesIO(written.getvalue()))
    assert list(pairs(read_mo(BytesIO(compiled)))) == list(pairs(again)), "make messages"


def test_no_russian_word_of_a_page_escapes_the_catalogue():
    escaped = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in _pages()
        for line, text in (_unsaid(path) if path.suffix == ".py" else _untold(path))
    ]

    assert escaped == []


def _pages() -> Iterator[Path]:
    for part in ("admin", "web"):
        for path in sorted((ROOT / part).rglob("*")):
            name = str(path.relative_to(ROOT))
            if (
                path.suffix in {".html", ".js", ".py", ".txt"}
                and name not in RUSSIAN_ON_PURPOSE
                and not set(path.parts) & set(NOT_OF_PAGES)
            ):
                yield path


def _unsaid(path: Path) -> Iterator[tuple[int, str]]:
    """Russian texts of a module that are neither handed to gettext nor documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(part)
        for node in ast.walk(tree)
        if _says(node) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for part in ast.walk(node)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in constants:
        if id(node) not in said and isinstance(node.value, str) and CYRILLIC.search(node.value):
            yield node.lineno, node.value


def _says(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS


_TOLD = re.compile(r"""\{#.*?#\}|\b(?:_|pgettext)\(\s*(?:"\w+",\s*)?("[^"]*"|'[^']*')""", re.DOTALL)


def _untold(path: Path) -> Iterator[tuple[int, str]]:
    """Russian words of a template or script outside its comments and its calls of gettext."""
    text = _TOLD.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
    for number, line in enumerate(text.splitlines(), 1):
        if CYRILLIC.search(line) and not line.lstrip().startswith("//"):
            yield number, line.strip()

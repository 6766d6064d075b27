"""The texts of definitions that come with the product, and those of a folder."""

import pytest

from engine.domain.checks import Severity, inspect_definition
from engine.domain.errors import DefinitionInvalid
from tests.domain.path_texts import COMPLETE, OVERLAY
from workflows.facts import CATALOGUE
from workflows.loader import load_folder, load_shipped, parse_definition
from workflows.seeding import GROUNDS
from workflows.vocabulary import CLOSED_DICTIONARIES, DICTIONARIES, SETTINGS


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_the_default_of_a_setting_may_be_set(name):
    assert SETTINGS[name].fault(SETTINGS[name].default) is None


def test_the_dictionaries_a_fact_takes_words_from_are_known():
    taken = {param.vocabulary for one in CATALOGUE.values() for param in one.params}

    assert taken - {None} <= DICTIONARIES.keys()


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

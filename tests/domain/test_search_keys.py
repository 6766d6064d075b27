"""A thing is found under every spelling people use, and under nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.school_titles import search_words
from engine.domain.search_keys import (
    MOST_WORDS,
    number_key,
    order_words,
    search_key,
    sought,
    words_of,
)

LATIN = str.maketrans("АВСЕНКМОРТХУасеорх", "ABCEHKMOPTXYaceopx")
NAMES = ("Мадалан", "Усть-Нюкжа", "имени С. Ф. Бубякина", "«Ёлочка»", "", "ж.д. ст. Мадалан")
FORMS = ("МБОУ СОШ", "МКОУ ООШ", "школа", "Гимназия", "Лицей", "СОШ")


def is_found(title: str, query: str) -> bool:
    key = search_key(title)
    return all(sought(word) in key for word in search_words(query))


@pytest.mark.parametrize(
    "query",
    [
        "СОШ №53",
        "СОШ 53",
        "школа 53",
        "СОШ № 53",
        "сош№53",
        "53",
        "Школа N 53",
        "школа no. 53",
        "CОШ 53",
        "53-я школа",
        "  МБОУ   «СОШ»—53  ",
        "школе № 053",
    ],
)
def test_a_school_is_found_as_people_call_it(query):
    assert is_found("МБОУ СОШ № 53", query)
    assert not is_found("МБОУ СОШ № 153", query)
    assert not is_found("МБОУ СОШ № 5", query)


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("МБОУ «Гимназия № 9»", "гимназия 9"),
        ("МАОУ Лицей № 3", "лицей №3"),
        ("МКОУ ООШ ж.д. ст. Мадалан", "ООШ ж.д. ст. Мадалан"),
        ("МКОУ ООШ ж.д. ст. Мадалан", "школа в Мадалане"),
        ("МКОУ ООШ ж.-д. ст. Мадалан", "мадалан ж/д станция"),
        ("МБОУ СОШ им. Пушкина", "школа пушкин"),
        ("МБОУ СОШ с. Берёзовка", "березовка"),
        ("МБОУ СОШ с. Березовка", "БЕРЁЗОВКА"),
        ("МБОУ COШ № 1 г. Тында", "сош 1 тында"),
        ("МБОУ СОШ № 1 г. Тында", "СОШ 1 Tында"),
        ("МБОУ СОШ п. Усть‑Нюкжа", "усть-нюкжа"),
    ],
)
def test_a_name_is_found_whatever_its_signs_and_endings(title, query):
    assert is_found(title, query)


@given(
    form=st.sampled_from(FORMS),
    number=st.integers(1, 1500),
    name=st.sampled_from(NAMES),
    data=st.data(),
)
def test_a_school_is_found_under_every_spelling(form, number, name, data):
    title = f"{form} № {number} {name}".strip()
    asked = data.draw(st.sampled_from([str(number), f"№{number}", f"{number} {name}", title]))
    form = data.draw(st.sampled_from([form, form.lower(), form.upper(), form.translate(LATIN)]))
    query = data.draw(st.sampled_from([asked, f"{form} {asked}", f"  «{form}» — {asked}"]))
    query = data.draw(
        st.sampled_from([query, query.upper(), query.lower(), query.translate(LATIN)])
    )
    query = data.draw(
        st.sampled_from(
            [query, query.replace("ё", "е").replace("Ё", "Е"), query.replace(" ", "\u00a0")]
        )
    )

    assert is_found(title, query)
    assert is_found(title.translate(LATIN), query)


@given(st.text(max_size=300))
def test_any_text_makes_a_key_of_words_and_single_blanks(text):
    key = search_key(text)

    assert key == "" or (key[0], key[-1]) == (" ", " ")
    assert "  " not in key
    assert not set("%_\\'\x00") & set(key)
    assert all(sought(word) in key for word in words_of(text))
    assert len(search_words(text)) <= MOST_WORDS
    assert len(order_words(text).words) <= MOST_WORDS


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("120", "120"),
        ("№ 120", "120"),
        ("120-П", "120-п"),
        ("120 п", "120-п"),
        ("120П", "120-п"),
        ("120/П", "120-п"),
        ("01-05/120", "1-5-120"),
        ("б/н", "б-н"),
        ("", ""),
    ],
)
def test_an_order_has_one_key_however_its_number_is_written(number, key):
    assert number_key(number) == key


@pytest.mark.parametrize(
    ("query", "numbers", "day", "words"),
    [
        ("120", ("120",), None, ()),
        ("№ 120", ("120",), None, ()),
        ("N120", ("120",), None, ()),
        ("приказ 120-П", ("120-п",), None, ()),
        ("120 – П", ("120-п",), None, ()),
        ("120 от 31.03.2023", ("120",), date(2023, 3, 31), ()),
        ("приказ № 120 от 31.03.2023 г.", ("120",), date(2023, 3, 31), ()),
        ("31.03.2023", (), date(2023, 3, 31), ()),
        ("2023-03-31", (), date(2023, 3, 31), ()),
        ("протокол комиссии", (), None, ("протокол", "комиссии")),
        ("01-05/120", ("1-5-120",), None, ()),
    ],
)
def test_a_query_is_read_as_one_for_an_order(query, numbers, day, words):
    read = order_words(query)

    assert (read.numbers, read.signed_on, read.words) == (numbers, day, words)


def test_a_day_that_is_none_is_no_day():
    assert order_words("31.02.2023").signed_on is None

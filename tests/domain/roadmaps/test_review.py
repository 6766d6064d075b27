"""A review asks what a person must decide, guesses nothing, and ends in what will be kept."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.domain.roadmaps.seeds import (
    KIROVSKY,
    MEASURES,
    PRIMORSKY,
    PROGRAMME,
    SKOVORODINO,
    SOCHI,
    seed_path,
)
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import (
    Directory,
    KnownPerson,
    KnownSchool,
    find_person,
    find_school,
)
from workflows.roadmaps.review.parts import named
from workflows.roadmaps.review.questions import NONE, QuestionKind
from workflows.roadmaps.review.reviewing import review_document

PERIOD = {"period.first": "2019-09-01", "period.last": "2021-12-31"}


NOBODY = Directory()


def review(seed, kind="docx", directory=NOBODY, **answers):
    path = seed_path(seed, kind)
    return review_document(read_bytes(path.read_bytes(), path.name), answers, directory)


def keys(found, kind):
    return [one.key for one in found.questions if one.kind is kind]


@pytest.mark.parametrize(
    ("seed", "open_"),
    [(PRIMORSKY, 2), (SOCHI, 1), (PROGRAMME, 7), (KIROVSKY, 8), (SKOVORODINO, 1)],
)
def test_only_what_nobody_can_know_is_asked(seed, open_):
    found = review(seed)

    assert found.open == open_
    assert len(found.measures) == MEASURES[seed]


def test_a_reading_is_chosen_by_the_words_that_print_it():
    key = "term.0.22.2020.0"
    words = "февраль 2021 г. – апрель 2021 г."

    found = review(PROGRAMME, **{key: words})

    question = next(one for one in found.questions if one.key == key)
    assert not question.open
    assert found.content is not None
    term = next(
        one for one in found.content.measures[15].terms if one.phrase == "Февраль-апрель 2020-2021"
    )
    assert term.chosen
    assert (term.term.start.isoformat(), term.term.end.isoformat()) == ("2021-02-01", "2021-04-30")


def test_words_that_are_no_term_leave_the_question_open():
    found = review(PROGRAMME, **{"term.0.22.2020.0": "когда получится"})

    question = next(one for one in found.questions if one.key == "term.0.22.2020.0")
    assert question.open
    assert question.fault == "unread"
    assert found.open == 7


def test_a_term_may_be_left_without_a_day():
    found = review(KIROVSKY, **PERIOD, **{"term.0.14..0": NONE})

    assert "term.0.14..0" not in [one.key for one in found.questions if one.open]
    assert found.content.measures[10].terms[0].term.kind == "none"
    assert found.content.measures[10].terms[0].phrase == "Январь 2019"


def test_a_suspect_year_is_offered_in_the_year_of_its_neighbours():
    found = review(KIROVSKY)

    question = next(one for one in found.questions if one.key == "term.0.14..0")
    assert [one.value for one in question.options] == ["январь 2019 г.", "январь 2020 г."]


def test_without_a_period_the_years_of_its_terms_are_proposed_and_not_taken():
    (asked,) = (one for one in review(KIROVSKY).questions if one.kind is QuestionKind.PERIOD)

    assert (asked.proposed, asked.open) == ("2019-01-01/2021-12-31", True)


def test_without_a_period_nothing_can_be_kept():
    assert review(KIROVSKY).content is None
    assert review(KIROVSKY, **PERIOD).content.card.period.first.year == 2019

    wrong = review(KIROVSKY, **{"period.first": "2021-12-31", "period.last": "2019-09-01"})
    assert [one.fault for one in wrong.questions if one.kind is QuestionKind.PERIOD] == ["order"]
    assert wrong.content is None


def test_a_joined_row_can_be_parted_and_joined_again():
    joined = review(KIROVSKY, "txt")
    key = keys(joined, QuestionKind.JOIN)[1]

    parted = review(KIROVSKY, "txt", **{key: "apart"})
    again = review(KIROVSKY, "txt", **{key: "joined"})

    assert len(parted.measures) == len(joined.measures) + 1
    assert [one.open for one in parted.questions if one.key == key] == [False]
    assert len(again.measures) == len(joined.measures)
    assert again.open == joined.open - 1


def test_parting_a_row_keeps_the_answers_given_to_others():
    term = {"term.0.42..0": "январь 2020 г.; январь 2021 г."}
    joined = review(KIROVSKY, "txt", **PERIOD, **term)
    key = keys(joined, QuestionKind.JOIN)[1]

    parted = review(KIROVSKY, "txt", **PERIOD, **term, **{key: "apart"})

    def chosen(found):
        return [
            one.phrase for measure in found.content.measures for one in measure.terms if one.chosen
        ]

    assert chosen(parted) == chosen(joined) == ["Январь 2020-2021"]


def test_a_name_in_another_spelling_is_the_same_only_when_somebody_says_so():
    before = review(PRIMORSKY).content
    after = review(PRIMORSKY, **{"name.Шкурятская М.В.": "same"}).content

    def names(content):
        return {one.name for measure in content.measures for one in measure.assignees}

    assert "Шкурятская М.В." in names(before)
    assert "Шкурятская М.В." not in names(after)


def test_a_school_that_later_pages_misprint_is_told_and_not_asked():
    found = review(KIROVSKY, "txt")

    assert keys(found, QuestionKind.NAME) == []
    assert "similar_name" in {one.code.value for one in found.notes}


def test_people_and_schools_of_the_directory_are_proposed_and_not_taken():
    school = KnownSchool(uuid4(), "МБОУ СОШ № 53 г. Сочи им. Титова И.И.")
    director = KnownPerson(uuid4(), "Кушу Наталья Викторовна")
    directory = Directory((school,), (director,))

    found = review(SOCHI, directory=directory)
    question = next(one for one in found.names if one.printed == "МОБУ СОШ № 53")

    assert question.open
    assert str(school.id) in [one.value for one in question.options if one.near]
    assert {one.school_id for one in found.content.schools} == {None}

    confirmed = review(SOCHI, directory=directory, **{question.key: str(school.id)})
    assert school.id in {one.school_id for one in confirmed.content.schools}
    assert confirmed.aliases == ((school.id, "МОБУ СОШ № 53"),)


def test_an_answer_that_names_no_school_of_the_directory_is_none():
    directory = Directory((KnownSchool(uuid4(), "МОБУ СОШ № 53"),))

    found = review(SOCHI, directory=directory, **{"school.МОБУ СОШ № 53": str(UUID(int=5))})

    assert next(one for one in found.names if one.printed == "МОБУ СОШ № 53").open
    assert {one.school_id for one in found.content.schools} == {None}


@pytest.mark.parametrize(
    ("printed", "title", "same"),
    [
        ("СОШ № 53", "МОБУ СОШ № 53", True),
        ("МОБУ лицей № 3", "МОБУ Лицей № 3", True),
        ("МБОУ СОШ с. Албазино", "МБОУ СОШ с. Албазино", True),
        ("МБОУ СОШ № 1 г. Сквородино", "МБОУ СОШ № 1 г. Сковородино", False),
        ("МКОУ «Дутиловская ООШ»", "МКОУ «Путиловская ООШ»", False),
    ],
)
def test_one_letter_apart_is_near_and_the_legal_form_does_not_matter(printed, title, same):
    known = KnownSchool(uuid4(), title)

    found = find_school(printed, [known])

    assert found.same == (known.id if same else None)
    assert found.near == (() if same else (known.id,))


@pytest.mark.parametrize(
    ("printed", "title"),
    [("СОШ № 53", "СОШ № 35"), ("СОШ № 5", "СОШ № 53"), ("«Шумская СОШ»", "«Назиевская СОШ»")],
)
def test_two_schools_are_never_taken_for_one(printed, title):
    found = find_school(printed, [KnownSchool(uuid4(), title)])

    assert found.same is None
    assert found.near == ()


def test_a_person_is_known_by_surname_and_initials_in_either_order():
    known = KnownPerson(uuid4(), "Сергиевич Анна Андреевна")

    assert find_person("А.А. Сергиевич", [known]).same == known.id
    assert find_person("Сергиевич А.А.", [known]).same == known.id
    assert find_person("Сергеевич А.А.", [known]).near == (known.id,)
    assert find_person("Сергиевич В.А.", [known]).same is None
    assert find_person("Медведева О.Н.", [known]).near == ()


def test_two_of_the_same_name_are_both_offered_and_neither_proposed():
    twins = [KnownPerson(uuid4(), "Иванова Анна Петровна") for _ in range(2)]

    found = find_person("Иванова А.П.", twins)

    assert found.same is None
    assert set(found.near) == {one.id for one in twins}


def test_columns_mapped_by_hand_are_read_so():
    rows = "Что;Когда;Кто\nСеминар;март 2023;Иванова А.П.\nСовет;май 2023;Петрова О.И.\n"
    document = read_bytes(rows.encode(), "plan.csv")
    answers = {
        "header": "1",
        "column.0": "title",
        "column.1": "deadline",
        "column.2": "responsible",
        "period.first": "2023-01-01",
        "period.last": "2023-12-31",
        "card.title": "План на 2023 год",
    }

    found = review_document(document, answers, Directory())

    assert found.content is not None
    assert [one.title for one in found.content.measures] == ["Семинар", "Совет"]
    assert [one.terms[0].term.kind for one in found.content.measures] == ["month", "month"]
    assert found.open == 0
    assert found.mapping is not None


def test_a_row_of_its_own_is_joined_to_the_measure_above_and_parted_again():
    apart = review(SKOVORODINO)
    spot = apart.measures[4].spot

    joined = review(SKOVORODINO, **{f"row.{spot}": "joined"})
    again = review(SKOVORODINO, **{f"row.{spot}": "apart"})

    above = joined.measures[3]
    assert len(joined.measures) == len(apart.measures) - 1
    assert apart.measures[4].measure.title in above.measure.title
    assert [one.number for one in above.source] == [
        one.number for at in (3, 4) for one in apart.measures[at].source
    ]
    assert f"row.{spot}" in keys(joined, QuestionKind.JOIN)
    assert len(again.measures) == len(apart.measures)


def test_a_row_joined_by_merged_cells_is_parted_though_nobody_was_asked():
    joined = review(KIROVSKY)
    one = next(one for one in joined.measures if len(one.source) > 1)
    row = f"row.{one.measure.table}.{one.source[1].number - 1}"

    parted = review(KIROVSKY, **{row: "apart"})

    assert len(parted.measures) == len(joined.measures) + 1
    assert row in keys(parted, QuestionKind.JOIN)


def test_the_text_and_the_term_of_a_year_are_corrected_and_an_empty_year_is_filled():
    read = review(PROGRAMME)
    one = next(one for one in read.measures if len(one.measure.milestones) < 3)
    missing = next(
        year
        for year in read.columns.years
        if year not in {stone.year for stone in one.measure.milestones}
    )
    first = one.measure.milestones[0].year
    spot = one.spot
    found = review(
        PROGRAMME,
        **{
            f"text.{spot}.year.{missing}": "Проведён семинар",
            f"text.{spot}.when.{missing}": f"март {missing}",
            f"text.{spot}.when.{first}": f"май {first}",
        },
    )

    measure = next(again.measure for again in found.measures if again.spot == spot)
    stones = {stone.year: stone for stone in measure.milestones}
    assert [stone.year for stone in measure.milestones] == sorted(stones)
    assert stones[missing].text == "Проведён семинар"
    assert [term.phrase for term in stones[missing].terms] == [f"март {missing}"]
    assert [term.phrase for term in stones[first].terms] == [f"май {first}"]
    assert stones[first].text == one.measure.milestones[0].text


def test_words_of_a_year_that_say_no_term_leave_its_term():
    read = review(PROGRAMME)
    one = next(
        one
        for one in read.measures
        if one.measure.milestones and one.measure.milestones[0].terms[0].phrase
    )
    stone = one.measure.milestones[0]

    found = review(PROGRAMME, **{f"text.{one.spot}.year.{stone.year}": "Проведён семинар"})

    again = next(other.measure for other in found.measures if other.spot == one.spot)
    assert again.milestones[0].text == "Проведён семинар"
    assert again.milestones[0].terms == stone.terms


def test_the_task_of_an_actor_is_corrected_and_who_has_none_is_not_responsible():
    read = review(KIROVSKY, **PERIOD)
    one = next(
        one
        for one in read.measures
        if len(one.measure.actors) > 1 and not one.measure.printed_responsible
    )
    place = read.columns.actors.index(one.measure.actors[1].actor)

    found = review(
        KIROVSKY,
        **PERIOD,
        **{f"text.{one.spot}.actor.{place}": ""},
    )

    again = next(other.measure for other in found.measures if other.spot == one.spot)
    gone = one.measure.actors[1].actor
    assert gone not in {task.actor for task in again.actors}
    assert gone not in {who.body for who in again.responsible}
    assert again.actors[0] == one.measure.actors[0]


def test_of_several_the_chosen_one_leads_and_nobody_is_guessed():
    read = review(SOCHI)
    one = next(one for one in read.measures if len(one.measure.responsible) > 1)
    chosen = named(one.measure.responsible[1])

    found = review(SOCHI, **{f"lead.{one.spot}": chosen})

    def leading(content):
        measure = content.measures[one.measure.sequence - 1]
        return [who.leads for who in measure.assignees]

    assert not any(leading(read.content))
    assert leading(found.content)[:2] == [False, True]


def test_the_section_of_a_row_is_corrected_line_by_line():
    found = review(SOCHI, **{"text.0.2.sections": "Раздел 1\nПодраздел 1.1"})

    measure = next(one.measure for one in found.measures if one.spot == "0.2")
    assert measure.sections == ("Раздел 1", "Подраздел 1.1")


def test_a_document_that_names_no_school_of_the_directory_says_so():
    known = Directory((KnownSchool(uuid4(), "МБОУ «Дивеевская СОШ»"),))

    for seed in (SKOVORODINO, PRIMORSKY):
        assert [one.code for one in review(seed, directory=known).notes] == ["no_known_school"]


def test_a_school_that_was_chosen_by_hand_is_one_of_the_directory():
    known = Directory((KnownSchool(uuid4(), "МБОУ «Дивеевская СОШ»"),))
    name = keys(review(SKOVORODINO, directory=known), QuestionKind.SCHOOL)[0]

    found = review(SKOVORODINO, directory=known, **{name: str(known.schools[0].id)})

    assert found.notes == ()


def test_an_empty_directory_says_nothing_about_schools():
    assert review(SKOVORODINO).notes == ()

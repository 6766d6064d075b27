"""What roadmaps of other authorities print, and how it is read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.domain.calendar import CalendarDay, CalendarLayer
from tests.domain.roadmaps.phrases import PROGRAMME, SCHOOL_YEAR, YEAR, document, read, short, told
from workflows.calendars import federal_calendar
from workflows.roadmaps.grammar.words.rules import RULES
from workflows.roadmaps.terms import Doubt, PlaceDays, read_term, term_json, term_phrase

MONTH = "recurring FREQ=MONTHLY;BYMONTHDAY="
SCHOOL_QUARTER = "recurring FREQ=YEARLY;BYMONTH=3,5,10,12;BYMONTHDAY=-1"
OF_A_YEAR = (
    # Quarters and half-years.
    ("I квартал 2023", "quarter 2023-01-01..2023-03-31"),
    ("1-й квартал", "quarter 2023-01-01..2023-03-31"),
    ("Ш кв. 2023 г.", "quarter 2023-07-01..2023-09-30"),
    ("IVквартал", "quarter 2023-10-01..2023-12-31"),
    ("II-III квартал", "quarter 2023-04-01..2023-09-30"),
    ("I, III кварталы 2023", "quarter 2023-01-01..2023-03-31 2023-07-01..2023-09-30"),
    ("до конца II квартала", "by_date ..2023-06-30"),
    ("до IV квартала", "by_date ?"),
    ("I полугодие 2023 года", "month_range 2023-01-01..2023-06-30"),
    ("I полугодие 2023/24 учебного года", "month_range 2023-09-01..2023-12-31"),
    ("I и II полугодие", "months_list 2023-01-01..2023-06-30 2023-07-01..2023-12-31"),
    (
        "1 и 2 полугодие 2023/24 учебного года",
        "months_list 2023-09-01..2023-12-31 2024-01-01..2024-05-31",
    ),
    ("III четверть", "month_range 2023-01-01..2023-03-31"),
    # Days.
    ("до 1 сентября", "by_date ..2023-09-01"),
    ("не позднее 15 мая 2023 года", "by_date ..2023-05-15"),
    ("к 15.05.23", "by_date ..2023-05-15"),
    ("«15» мая 2023 г.", "by_date 2023-05-15..2023-05-15"),
    ("с 1 по 15 марта", "month_range 2023-03-01..2023-03-15"),
    ("01.03.2023-15.04.2023", "month_range 2023-03-01..2023-04-15"),
    ("15 и 30 марта", "by_date 2023-03-15..2023-03-15 2023-03-30..2023-03-30"),
    ("до 1 июля и 1 декабря", "by_date ..2023-07-01 ..2023-12-01"),
    ("за 5 дней до 1 сентября 2023 г.", "by_date ..2023-08-27"),
    ("за 3 рабочих дня до 1 сентября 2023", "by_date ..2023-08-29"),
    ("вторая пятница сентября", "by_date 2023-09-08..2023-09-08"),
    ("до нового года", "by_date ..2023-12-31"),
    # Months and their parts.
    ("сентябрь", "month 2023-09-01..2023-09-30"),
    ("Cентябpь 2023", "month 2023-09-01..2023-09-30"),
    ("сен- тябрь 2023", "month 2023-09-01..2023-09-30"),
    ("09.2023", "month 2023-09-01..2023-09-30"),
    ("<p>Март</p> 2023", "month 2023-03-01..2023-03-31"),
    ("сентябрь, декабрь", "months_list 2023-09-01..2023-09-30 2023-12-01..2023-12-31"),
    ("2023 год: май, июнь", "months_list 2023-05-01..2023-05-31 2023-06-01..2023-06-30"),
    ("апрель, 3 неделя", "month_range 2023-04-15..2023-04-21"),
    ("I декада марта", "month_range 2023-03-01..2023-03-10"),
    ("последняя неделя августа", "month_range 2023-08-25..2023-08-31"),
    ("ОГЭ – май; ЕГЭ – июнь", "months_list ОГЭ=2023-05-01..2023-05-31 ЕГЭ=2023-06-01..2023-06-30"),
    ("май (ОГЭ), июнь (ЕГЭ)", "months_list ОГЭ=2023-05-01..2023-05-31 ЕГЭ=2023-06-01..2023-06-30"),
    ("9 класс – до 1 мая", "by_date 9 класс=..2023-05-01"),
    # The school year.
    ("начало учебного года", "month 2023-09-01..2023-09-30"),
    ("конец учебного года", "month 2023-05-01..2023-05-31"),
    ("до начала учебного года", "by_date ..2023-08-31"),
    ("за две недели до начала учебного года", "by_date ..2023-08-18"),
    ("осенние каникулы", "on_event"),
    ("2023-2025 гг.", "whole_period 2023-01-01..2025-12-31"),
    ("весь период", "whole_period 2023-01-01..2023-12-31"),
    ("с 1 сентября 2023 года", "continuous 2023-09-01..2023-12-31"),
    # Again and again.
    ("до 25 числа каждого месяца", f"{MONTH}25"),
    ("ежемесячно, до 5-го числа месяца, следующего за отчётным", f"{MONTH}5"),
    ("до 30 числа каждого месяца", f"{MONTH}28,29,30;BYSETPOS=-1"),
    ("последняя неделя месяца", f"{MONTH}-1"),
    (
        "ежемесячно, кроме июля и августа",
        "recurring FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYMONTHDAY=-1",
    ),
    ("один раз в две недели", "recurring FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
    ("еженедельно", "recurring FREQ=WEEKLY;BYDAY=SU"),
    ("по пятницам", "recurring FREQ=WEEKLY;BYDAY=FR"),
    ("первый вторник месяца", "recurring FREQ=MONTHLY;BYDAY=1TU"),
    ("ежеквартально", "recurring FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    ("ежеквартально до 10 числа", "recurring FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10 ?"),
    ("не реже одного раза в четверть", SCHOOL_QUARTER),
    ("2 раза в год", "recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1 x2"),
    ("2 раза в год (май, декабрь)", "recurring FREQ=YEARLY;BYMONTH=5,12;BYMONTHDAY=-1 x2"),
    ("ежегодно до 1 сентября", "recurring FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"),
    # What waits.
    ("в течение 10 рабочих дней со дня подписания приказа", "on_event"),
    ("до утверждения программы", "on_event"),
    ("по мере поступления", "as_needed"),
    ("по запросу", "as_needed"),
    ("по отдельному графику", "on_schedule"),
    ("согласно плану", "on_schedule"),
    ("сентябрь 2023 (по отдельному плану)", "month 2023-09-01..2023-09-30"),
    # What only a person can say.
    ("31 февраля", "by_date ?"),
    ("31 ноября 2023", "by_date ?"),
    ("с 1 мая 2023 по 1 марта 2023", "month_range ?"),
    ("до сентября", "by_date ?"),
    ("в течение учебного года", "whole_period ?"),
    ("не в марте", "month 2023-03-01..2023-03-31 ?"),
    ("ежемесячно (кроме каникул)", f"{MONTH}-1 ?"),
    ("конец четверти, конец года", f"{SCHOOL_QUARTER} ?"),
    ("регулярно", "continuous 2023-01-01..2023-12-31 ?"),
    ("в течение 10 дней", "on_event ?"),
    ("День знаний", "none ?"),
    ("25", "none ?"),
    ("", "none"),
    ("—", "none"),
)


@pytest.mark.parametrize(("phrase", "expected"), OF_A_YEAR)
def test_a_phrase_in_a_document_of_one_year(phrase, expected):
    assert told(phrase, YEAR) == expected


OF_A_SCHOOL_YEAR = (
    ("сентябрь", "month 2023-09-01..2023-09-30"),
    ("май", "month 2024-05-01..2024-05-31"),
    ("декабрь-январь", "month_range 2023-12-01..2024-01-31"),
    ("ноябрь, апрель 2024", "months_list 2023-11-01..2023-11-30 2024-04-01..2024-04-30"),
    ("2023 – 2024", "whole_period 2023-09-01..2024-08-31"),
    ("I полугодие", "month_range 2023-09-01..2023-12-31"),
    ("сентябрь – май ежемесячно", f"{MONTH}-1"),
    ("Август, сентябрь", "months_list 2024-08-01..2024-08-31 2023-09-01..2023-09-30 ?"),
    ("до конца года", "by_date ?"),
    ("май-сентябрь", "month_range ?"),
)


@pytest.mark.parametrize(("phrase", "expected"), OF_A_SCHOOL_YEAR)
def test_a_phrase_in_a_document_of_a_school_year(phrase, expected):
    assert told(phrase, SCHOOL_YEAR) == expected


@pytest.mark.parametrize("phrase", ["сентябрь", "до 1 сентября", "в течение года", "зимой"])
def test_a_year_that_is_not_printed_is_asked_where_the_document_has_several(phrase):
    found = read(phrase, PROGRAMME)

    assert found["needs_person"]
    assert (found["start"], found["end"], found["due"]) == (None, None, [])
    assert len(found["candidates"]) > 1


SIGNED = (
    ("в течение 10 рабочих дней со дня подписания настоящего приказа", "..2023-04-14"),
    ("в течение 10 рабочих дней со дня утверждения приказа", "..2023-04-14"),
    ("не позднее 3 рабочих дней с даты подписания распоряжения", "..2023-04-05"),
    ("в трёхдневный срок со дня подписания", "..2023-04-03"),
    ("в течение месяца с момента утверждения дорожной карты", "..2023-04-30"),
)


@pytest.mark.parametrize(("phrase", "days"), SIGNED)
def test_days_from_the_signing_of_this_order_are_counted_where_its_day_is_known(phrase, days):
    assert told(phrase, YEAR, signed="2023-03-31") == f"by_date 2023-03-31{days}"
    assert told(phrase, YEAR) == "on_event"


def test_what_begins_with_the_signing_goes_on_from_that_day():
    assert told("со дня подписания", signed="2023-03-31") == "continuous 2023-03-31..2023-12-31"
    both = "с момента подписания по 30.11.2023"
    assert told(both, signed="2023-03-31") == "month_range 2023-03-31..2023-11-30"
    assert told("со дня подписания") == "on_event"


@pytest.mark.parametrize(
    "phrase",
    [
        "в течение 10 дней со дня подписания соглашения",
        "в течение 5 дней со дня утверждения приказа Минпросвещения России",
        "в течение 5 дней после утверждения списков",
        "после подписания приказа",
        "с даты вступления приказа в силу",
    ],
)
def test_the_signing_of_another_paper_is_waited_for(phrase):
    found = read(phrase, YEAR, signed="2023-03-31")

    assert (found["kind"], found["due"], found["candidates"]) == ("on_event", [], [])


def test_where_the_paper_may_be_this_one_its_days_are_offered():
    found = read("в течение месяца со дня утверждения программы", YEAR, signed="2023-03-31")

    assert (found["kind"], found["needs_person"]) == ("on_event", False)
    assert [short(one) for one in found["candidates"]] == ["by_date 2023-03-31..2023-04-30"]


def test_the_beginning_of_each_unit_is_told_to_be_rough_and_of_the_regions_calendar():
    found = read_term("в начале каждой четверти", document())

    assert [one.doubt for one in found.warnings] == [Doubt.NEEDS_CALENDAR, Doubt.APPROXIMATE]


def test_how_often_alone_is_asked_with_the_whole_period():
    found = read("однократно")

    assert found["needs_person"]
    assert [short(one) for one in found["candidates"]] == ["whole_period 2023-01-01..2023-12-31"]


def test_what_is_left_over_is_named():
    found = read_term("Март 2023 2022", document())

    assert found.needs_person
    assert [(one.doubt, one.words) for one in found.warnings] == [(Doubt.STRAY_TOKEN, "2022")]


def test_a_slip_is_corrected_and_told():
    found = read_term("Сетнябрь 2023", document())

    assert not found.needs_person
    assert [(one.doubt, one.words) for one in found.warnings] == [(Doubt.SPELLING, "Сетнябрь")]


def test_a_reading_says_which_rule_took_which_words():
    found = read_term("до 30.09.2023", document())

    assert [(one.rule, one.words) for one in found.trace] == [
        ("by", "до"),
        ("date", "30.09.2023"),
        ("part", "до 30.09.2023"),
    ]


EXAMPLES = [one for one in RULES if one.example]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda one: one.example)
def test_the_example_of_a_rule_is_read_by_it(rule):
    found = read_term(rule.example, document())

    assert (rule.name, rule.pattern) in [(one.rule, one.pattern) for one in found.trace]


def test_a_term_says_itself_in_words():
    def said(phrase):
        return term_phrase(read_term(phrase, document()).term, document())

    assert said("до 30.09.2023") == "до 30 сентября 2023 г."
    assert said("в конце четверти") == "в конце каждой четверти"
    assert said("ежемесячно до 25 числа") == "до 25 числа каждого месяца"
    assert said("Март 2023 Декабрь 2023") == "март 2023 г.; декабрь 2023 г."


@pytest.mark.parametrize("piece", ["1-", "5 и ", "I, ", "по плану, ", "(март)", "«", "до "])
def test_the_longest_text_is_read_and_a_longer_one_is_not(piece):
    longest = (piece * 4000)[:4000]

    assert read_term(longest, document()).phrase == longest
    refused = read_term(longest + "а", document())
    assert [one.doubt for one in refused.warnings] == [Doubt.TOO_LONG]
    assert refused.needs_person


QUARTERS = (
    (date(2022, 9, 1), date(2022, 10, 28)),
    (date(2022, 11, 7), date(2022, 12, 29)),
    (date(2023, 1, 9), date(2023, 3, 20)),
    (date(2023, 3, 28), date(2023, 5, 25)),
)


def in_place(phrase, days, signed=None):
    return term_json(read_term(phrase, replace(document(signed=signed), days=days)))


@pytest.mark.parametrize(
    ("phrase", "day"),
    [("до четвертой четверти", "2023-03-27"), ("до III четверти 2022/23 уч. г.", "2023-01-08")],
)
def test_a_quarter_whose_days_are_set_needs_no_calendar(phrase, day):
    usual, known = (in_place(phrase, PlaceDays(quarters=one)) for one in ((), QUARTERS))

    assert (usual["end"], usual["event"]["kind"]) == (None, "start_of_academic_quarter")
    assert (known["end"], known["event"], known["warnings"]) == (day, None, [])


@pytest.mark.parametrize("quarters", [QUARTERS[:3], ((date(2020, 9, 1), date(2020, 10, 30)),) * 4])
def test_a_school_year_with_quarters_missing_or_of_another_time_says_no_day(quarters):
    assert in_place("до четвертой четверти", PlaceDays(quarters=quarters))["end"] is None


@pytest.mark.parametrize(
    ("phrase", "usual", "own"),
    [
        ("в течение 3 рабочих дней со дня подписания приказа", "2023-04-05", "2023-04-06"),
        ("за 2 рабочих дня до 6 апреля 2023 г.", "2023-04-04", "2023-04-03"),
        ("первый рабочий день апреля", "2023-04-03", "2023-04-03"),
        ("третий рабочий день апреля", "2023-04-05", "2023-04-06"),
    ],
)
def test_working_days_are_counted_by_the_calendar_of_the_place(phrase, usual, own):
    holiday = CalendarLayer("region", (CalendarDay(date(2023, 4, 4), working=False),))
    days = PlaceDays(federal_calendar().with_layer(holiday))

    assert in_place(phrase, PlaceDays(), "2023-03-31")["end"] == usual
    assert in_place(phrase, days, "2023-03-31")["end"] == own


def test_the_documentation_has_every_rule():
    page = (Path(__file__).parents[3] / "docs" / "terms.md").read_text(encoding="utf-8")

    missing = [
        one.example
        for one in EXAMPLES
        if f"| `{one.name}` | {one.example} | `{one.pattern.replace('|', '¦')}` |" not in page
    ]
    assert missing == []

"""The table of rules, first part: days, months, years, school terms, and stretches of time."""

from __future__ import annotations

from engine.domain.roadmaps.terms import YearKind
from workflows.roadmaps.grammar.words import building_parts as parts
from workflows.roadmaps.grammar.words import building_terms as terms
from workflows.roadmaps.grammar.words import building_times as times
from workflows.roadmaps.grammar.words import building_waits as waits
from workflows.roadmaps.grammar.words.building_times import just, same, yes
from workflows.roadmaps.grammar.words.syntax import SchoolYear, ThisYear, WholePeriod
from workflows.roadmaps.grammar.words.taking import Rule

_WEEKDAY = "(OPEN weekday=WEEKDAY CLOSE | (COMMA | DASH)? weekday=WEEKDAY)?"
_PIECE = "(piece=неделя | piece=декада | piece=половина)"
_EDGE = "(edge=начало | edge=середина | edge=конец)"
_TERMS = "nth=NTH ((DASH | listed=и | listed=COMMA | listed=SLASH) nth=NTH)* учебный? "
_TERMS += "(unit=четверть | unit=триместр | unit=семестр)"
_NTH = "(nth=NTH | nth=последний)"
_OF_MONTHS = "(of=each_month | of=month)"
_HALF = "(полугодие | пол)"
_YEAR = "(year=year | year=short_year)?"
_AND = "(listed=COMMA | listed=и | listed=SLASH)"
_WHICH_YEAR = "(текущий год | following=следующий год)?"
_YEARS = "first=YEAR DASH (last=YEAR | last=SHORTYEAR) год*"

# fmt: off
_STRETCHES = (
    "some_months", "either", "paired", "roman", "quarters", "half", "school_term", "school_year",
    "years", "this_year", "season", "holidays",
)
"""Times that have a beginning, a middle and an end."""
TIMES: tuple[Rule, ...] = (
    # Before a time: words that only join it to the measure.
    Rule("in", yes, "",
         "в (течение | период | срок | время | день | промежуток)? | "
         "на (протяжение | период)? | "
         "течение | за (период)?"),
    Rule("by", yes, "",
         "(в? срок)? (вплоть)? (до | к | не позднее COMMA? (чем)? (до)? | по) "
         "(OPEN включительно CLOSE | COLON)?"),
    # Years.
    Rule("year", times.year, "2023 г.", "value=YEAR год*"),
    Rule("short_year", times.short_year, "", "value=SHORTYEAR год"),
    Rule("years", times.years, "2023-2025 гг.",
         "first=YEAR год? DASH (last=YEAR | last=SHORTYEAR) год*"),
    Rule("years", times.years, "с 2023 по 2025 год",
         "с first=YEAR год? (по | до | DASH) last=YEAR год*"),
    Rule("years", times.one_year, "2023 год", "year=year"),
    Rule("school_year", times.school_year, "2023-2024 учебный год",
         "first=YEAR (DASH | SLASH) (last=YEAR | last=SHORTYEAR) учебный год*"),
    Rule("school_year", times.school_year, "2023/24 г.",
         "first=YEAR SLASH (last=YEAR | last=SHORTYEAR) год*"),
    Rule("school_year", times.school_year, "23/24 уч. год",
         "first=SHORTYEAR (DASH | SLASH) last=SHORTYEAR учебный год*"),
    Rule("school_year", times.school_year, "учебный год 2023-2024",
         "учебный год first=YEAR (DASH | SLASH) (last=YEAR | last=SHORTYEAR)"),
    Rule("school_year", just(SchoolYear()), "учебный год", "(текущий)? учебный год"),
    Rule("school_year", just(SchoolYear(coming=True)), "в новом учебном году",
         "(новый | следующий) учебный год"),
    Rule("this_year", just(ThisYear()), "в течение года", "(текущий | отчетный)* год"),
    Rule("this_year", just(ThisYear(YearKind.CALENDAR)), "календарный год",
         "(текущий)? календарный год"),
    # Days.
    Rule("date", times.figures, "30.09.2020", f"date=DATE год* {_WEEKDAY}"),
    Rule("date", times.figures, "в пятницу 17.03.2023", "в? weekday=WEEKDAY COMMA? date=DATE год*"),
    Rule("date", times.day_of_month, "30 сентября 2020 г.",
         "QUOTE? day=ANYDAY QUOTE? (число | stop=STOP)? month=MONTH (месяц)? (year=year | "
         f"year=short_year)? {_WHICH_YEAR} {_WEEKDAY} year=year?"),
    Rule("date", times.day_of_month, "пятница, 17 марта",
         "в? weekday=WEEKDAY COMMA? day=ANYDAY month=MONTH year=year?"),
    Rule("each_date", times.days_of_months, "20 марта, июня и сентября 2023 г.",
         "day=DAY (число)? month=MONTH ((COMMA | и) month=MONTH)+ year=year?"),
    Rule("days", same, "", "it=each_date"),
    Rule("days", times.between, "1-15 марта 2023", "day=DAY STOP? DASH last=date"),
    Rule("days", times.between, "с 1 по 15 марта", "(с | от) day=DAY (по | до | DASH) last=date"),
    Rule("days", times.between, "между 1 и 15 марта", "между day=DAY и last=date"),
    Rule("days", times.between, "между 15 марта и 10 апреля", "между first=date и last=date"),
    Rule("days", same, "неделя с 10 по 14 апреля", "неделя it=days"),
    Rule("days", times.between, "с 15 марта по 15 апреля 2023 г.",
         "(с | от)? clock? first=date (по | до | DASH) (по | до)? clock? last=date"),
    Rule("days", times.ranges_listed, "1-5 и 20-25 марта 2023",
         "с? day=DAY (DASH | по) day=DAY (COMMA | и) rest=days"),
    Rule("listed_days", times.days_listed, "15 и 30 марта 2023",
         "(day=DAY (COMMA | и | stroke=SLASH))+ last=date"),
    Rule("days", same, "", "it=listed_days"),
    Rule("nth_day", parts.weekday_of, "последняя пятница мая",
         f"nth=последний weekday=WEEKDAY {_OF_MONTHS}"),
    Rule("nth_day", parts.weekday_of, "первая и третья среда сентября, января",
         f"(nth=NTH (COMMA | и))* {_NTH} weekday=WEEKDAY {_OF_MONTHS}"),
    Rule("nth_day", parts.day_of, "последний рабочий день апреля",
         f"{_NTH} (working=рабочий | календарный)? (число | день) {_OF_MONTHS}"),
    Rule("days", same, "", "it=nth_day"),
    # Months.
    Rule("month", times.month, "сентябрь 2020",
         f"month=MONTH (месяц)? ((COMMA | SLASH)? year=year | year=short_year)? {_WHICH_YEAR}"),
    Rule("month", times.month, "", "month=MONTH (месяц)?"),
    Rule("month", times.month, "09.2020", "figures=MONTHYEAR год*"),
    Rule("each_month", times.each_month, "",
         "month=MONTH ((COMMA | и) month=MONTH)+ year=year?"),
    Rule("months", times.between, "ноябрь 2019 - январь 2020", "first=month DASH last=month"),
    Rule("months", times.months_in_a_row, "июнь - июль - август 2023",
         "month=month DASH month=month (DASH month=month)+"),
    Rule("months", times.months_in_figures, "03-05.2023", "first=DAY DASH figures=MONTHYEAR год*"),
    Rule("roman", terms.months_in_roman, "IX-XII 2023",
         "nth=ROMAN (DASH nth=ROMAN)? (STOP | SLASH)? year=year"),
    Rule("months", times.between, "с марта по май 2023",
         "(с | от) first=month (по | до | DASH) last=month"),
    Rule("months", times.between, "сентябрь по май", "first=month (по | до) last=month"),
    Rule("either", times.either_month, "март/апрель", "month=month (SLASH month=month)+"),
    Rule("either", times.one_or_other, "март или апрель", "month=month (или month=month)+"),
    Rule("some_months", same, "", "it=months"),
    Rule("some_months", same, "", "it=month"),
    Rule("bare_month", times.month, "", "month=MONTH (месяц)?"),
    Rule("bare_months", same, "", "it=bare_month"),
    Rule("bare_months", times.between, "", "с? first=bare_month (DASH | по | до) last=bare_month"),
    Rule("paired", times.pair, "февраль-апрель 2020-2021", f"months=bare_months {_YEARS}"),
    Rule("bare_quarter", terms.quarters, "", "nth=NTH (DASH nth=NTH)? квартал"),
    Rule("paired", times.pair, "I квартал 2022-2024", f"months=bare_quarter {_YEARS}"),
    Rule("bare_date", times.day_of_month, "", "day=ANYDAY (число)? month=MONTH"),
    Rule("paired", times.pair, "1 марта 2023-2025 гг.", f"months=bare_date {_YEARS}"),
    Rule("paired", times.of_school_year, "сентябрь 2023/24 учебного года",
         "months=bare_months COMMA? OPEN? year=school_year CLOSE?"),
    Rule("season", terms.season, "осень 2023", f"season=SEASON (период | месяц)? {_YEAR}"),
    Rule("season", terms.season, "осень-зима 2023",
         f"season=SEASON DASH to=SEASON (период)? {_YEAR}"),
    Rule("season", terms.winter, "зима 2022-2023",
         "season=SEASON first=YEAR (DASH | SLASH) (last=YEAR | last=SHORTYEAR) год*"),
    # Quarters of the calendar; terms of the school.
    Rule("quarter", terms.quarters, "I квартал 2023", f"nth=NTH (DASH nth=NTH)? квартал {_YEAR}"),
    Rule("quarter", terms.last_quarter, "последний квартал 2023",
         "последний квартал (year=year | year=short_year)"),
    Rule("quarter", terms.quarters, "квартал II 2023", f"квартал nth=ROMAN {_YEAR}"),
    Rule("quarter", terms.quarters, "с I по III квартал 2023",
         f"с nth=NTH квартал? (по | до | DASH) nth=NTH квартал {_YEAR}"),
    Rule("quarter", terms.quarters, "I, III кварталы 2023",
         f"nth=NTH {_AND} (nth=NTH {_AND})* nth=NTH квартал {_YEAR}"),
    Rule("quarters", times.between, "IV квартал 2023 - I квартал 2024",
         "с? first=quarter (DASH | по) last=quarter"),
    Rule("quarters", same, "", "it=quarter"),
    Rule("half", terms.half, "I полугодие 2023 года",
         f"nth=NTH (school=учебный | said=календарный)? {_HALF} {_YEAR}"),
    Rule("half", terms.half, "II полугодие 2023/24 учебного года",
         f"nth=NTH {_HALF} COMMA? school_year=school_year"),
    Rule("half", terms.halves, "I и II полугодие 2023 года",
         f"nth=NTH ((DASH | {_AND}) nth=NTH)+ (school=учебный | said=календарный)? {_HALF} "
         f"{_YEAR}"),
    Rule("half", terms.halves, "1 и 2 полугодие 2023/24 учебного года",
         f"nth=NTH ((DASH | {_AND}) nth=NTH)+ {_HALF} COMMA? school_year=school_year"),
    Rule("half", terms.half, "первая половина года",
         "nth=NTH (половина | пол) (school=учебный)? год"),
    Rule("half", terms.half, "первая половина 2023 года",
         "nth=NTH половина (year=year | year=short_year)"),
    Rule("half", terms.half, "первая половина 2023/24 учебного года",
         "nth=NTH (половина | пол) school_year=school_year"),
    Rule("school_term", terms.school_term, "I четверть", f"{_TERMS} {_YEAR}"),
    Rule("school_term", terms.school_term, "IV четверть 2022/23 учебного года",
         f"{_TERMS} COMMA? school_year=school_year"),
    Rule("holidays", terms.holidays, "осенние каникулы",
         "(season=SEASON (COMMA | и))* season=SEASON? (учебный)? каникулы (время | период)? "
         f"{_YEAR}"),
    Rule("holidays", terms.holidays, "весенние каникулы 2023/24 учебного года",
         "(season=SEASON (COMMA | и))* season=SEASON? каникулы COMMA? school_year=school_year"),
    # A stretch of time that has edges.
    *(Rule("stretch", same, "", f"it={one}") for one in _STRETCHES),
    Rule("part_of", parts.part, "конец учебного года", f"{_EDGE} (of=each_month | of=stretch)"),
    Rule("part_of", parts.part, "конец мая – июнь", f"{_EDGE} of=month"),
    Rule("part_of", parts.part, "первая декада марта",
         f"(nth=NTH DASH)? {_NTH} {_PIECE} {_OF_MONTHS}"),
    Rule("part_of", parts.part, "последняя неделя I четверти",
         f"{_NTH} piece=неделя (of=school_term | of=half)"),
    Rule("part_of", parts.part, "последняя неделя учебного года",
         f"{_NTH} count=COUNT? (piece=неделя | piece=декада) (of=school_year | of=years | "
         "of=this_year)"),
    Rule("part_of", parts.part, "2 пол. сентября", "nth=NTH piece=пол of=month"),
    Rule("part_of", parts.part, "1 и 3 неделя октября",
         f"(nth=NTH {_AND})+ nth=NTH (piece=неделя | piece=декада) "
         f"{_OF_MONTHS}"),
    Rule("part_of", parts.first_days, "в первых числах сентября",
         f"{_NTH} (число | день) {_OF_MONTHS}"),
    Rule("part_of", parts.part, "первые две недели сентября",
         "nth=NTH count=COUNT (piece=неделя | piece=декада) of=month"),
    Rule("part", parts.several_parts, "в начале и в конце учебного года",
         f"in? {_EDGE} ((COMMA | и) in? {_EDGE})+ of=stretch"),
    Rule("part", parts.piece, "3 неделя", f"in? (nth=NTH DASH)? {_NTH} {_PIECE}"),
    Rule("part", parts.piece, "1 и 3 неделя",
         f"in? (nth=NTH {_AND})+ {_NTH} (piece=неделя | piece=декада)"),
    # Windows.
    *(Rule("window", same, "", f"it={one}") for one in ("stretch", "part_of", "days", "date")),
    Rule("window", just(WholePeriod()), "весь период", "весь (период | срок | время)"),
    Rule("part", waits.whole_of_paper, "на период реализации программы",
         "(в | на | за)? (течение | протяжение)? весь? (период | срок | время) исполнение TEXT?"),
    Rule("part", just(WholePeriod()), "в течение всего периода", "in весь (период | срок | время)"),
    Rule("part", same, "", "it=window"),
    Rule("part", same, "в течение 2023 года", "in? весь? it=window"),
    Rule("part", times.whole_between, "весь период с 1 марта по 15 мая 2023 г.",
         "в? (течение)? весь период it=days"),
)
# fmt: on

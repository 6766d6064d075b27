"""The table of rules: what may be printed, in words, and what is made of it.

How a pattern is written stands in `patterns.py`. A phrase is a row of `part`s with separators and
labels between them. Of the rules of one name the one that takes most words is taken, of equals the
first; weak rules, which take free words, are tried where no other fits.
"""

from __future__ import annotations

from engine.domain.roadmaps.terms import YearKind
from workflows.roadmaps.grammar.words import building_limits as limits
from workflows.roadmaps.grammar.words import building_repeats as repeats
from workflows.roadmaps.grammar.words import building_terms as terms
from workflows.roadmaps.grammar.words import building_times as times
from workflows.roadmaps.grammar.words import building_waits as waits
from workflows.roadmaps.grammar.words.building_times import just, same, yes
from workflows.roadmaps.grammar.words.patterns import Grammar
from workflows.roadmaps.grammar.words.syntax import (
    Always,
    Aside,
    SchoolYear,
    ThisYear,
    WholePeriod,
)
from workflows.roadmaps.grammar.words.taking import Rule

_COUNTED = "count=COUNT (working=рабочий | календарный | учебный)? unit=UNIT"
_WITHIN = f"(в течение | не позднее | через | по истечение | в)? (чем)? (через)? ({_COUNTED} | "
_WITHIN += "unit=UNIT)"
_WEEKDAY = "(OPEN weekday=WEEKDAY CLOSE | (COMMA | DASH)? weekday=WEEKDAY)?"
_SHORT = "(term=трехдневный | term=пятидневный | term=десятидневный | term=однодневный | "
_SHORT += "term=двухдневный | term=семидневный | term=недельный | term=двухнедельный | "
_SHORT += "term=месячный | count=COUNT DASH? дневный) (working=рабочий)? срок"
_OF_YEAR = "(school=учебный | calendar=календарный)?"
_OF_YEAR_OR_WORK = "(school=учебный | calendar=календарный | working=рабочий)?"
_PIECE = "(piece=неделя | piece=декада | piece=половина)"
_EDGE = "(edge=начало | edge=середина | edge=конец)"
_TERMS = "nth=NTH ((DASH | listed=и | listed=COMMA) nth=NTH)* учебный? (unit=четверть | "
_TERMS += "unit=триместр | unit=семестр)"
_NTH = "(nth=NTH | nth=последний)"
_YEARS = "first=YEAR DASH (last=YEAR | last=SHORTYEAR) год*"

# fmt: off
_STRETCHES = (
    "some_months", "paired", "roman", "quarters", "half", "school_term", "school_year", "years",
    "this_year", "season", "holidays",
)
"""Times that have a beginning, a middle and an end."""
RULES: tuple[Rule, ...] = (
    # Before a time: words that only join it to the measure.
    Rule("in", yes, "",
         "в (течение | период | срок | время | день)? | на (протяжение | период)? | за (период)?"),
    Rule("by", yes, "", "(в? срок)? (до | к | не позднее (чем)? | по)"),
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
         "QUOTE? day=ANYDAY QUOTE? (число)? month=MONTH (месяц)? (year=year | year=short_year)? "
         f"(текущий год)? {_WEEKDAY} year=year?"),
    Rule("date", times.day_of_month, "пятница, 17 марта",
         "в? weekday=WEEKDAY COMMA? day=ANYDAY month=MONTH year=year?"),
    Rule("each_date", times.days_of_months, "20 марта, июня и сентября 2023 г.",
         "day=DAY (число)? month=MONTH ((COMMA | и) month=MONTH)+ year=year?"),
    Rule("days", same, "", "it=each_date"),
    Rule("days", times.between, "1-15 марта 2023", "day=DAY STOP? DASH last=date"),
    Rule("days", times.between, "с 1 по 15 марта", "с day=DAY (по | до | DASH) last=date"),
    Rule("days", times.between, "с 15 марта по 15 апреля 2023 г.",
         "(с | от)? clock? first=date (по | до | DASH) (по | до)? clock? last=date"),
    Rule("days", times.ranges_listed, "1-5 и 20-25 марта 2023",
         "с? day=DAY (DASH | по) day=DAY (COMMA | и) rest=days"),
    Rule("days", times.days_listed, "15 и 30 марта 2023", "(day=DAY (COMMA | и))+ last=date"),
    Rule("days", times.weekday_of, "последняя пятница мая",
         "nth=последний weekday=WEEKDAY of=month"),
    Rule("days", times.weekday_of, "вторая среда сентября", "nth=NTH weekday=WEEKDAY of=month"),
    # Months.
    Rule("month", times.month, "сентябрь 2020",
         "month=MONTH (месяц)? (COMMA? year=year | year=short_year)? (текущий год)?"),
    Rule("month", times.month, "09.2020", "figures=MONTHYEAR год*"),
    Rule("months", times.between, "ноябрь 2019 - январь 2020", "first=month DASH last=month"),
    Rule("months", times.months_in_a_row, "июнь - июль - август 2023",
         "month=month DASH month=month (DASH month=month)+"),
    Rule("months", times.months_in_figures, "03-05.2023", "first=DAY DASH figures=MONTHYEAR год*"),
    Rule("roman", terms.months_in_roman, "IX-XII 2023",
         "nth=ROMAN (DASH nth=ROMAN)? (STOP | SLASH)? year=year"),
    Rule("months", times.between, "с марта по май 2023",
         "с first=month (по | до | DASH) last=month"),
    Rule("months", times.between, "сентябрь по май", "first=month (по | до) last=month"),
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
    Rule("season", terms.season, "осень 2023", "season=SEASON (период | месяц)? year=year?"),
    Rule("season", terms.season, "осень-зима 2023",
         "season=SEASON DASH to=SEASON (период)? year=year?"),
    Rule("season", terms.winter, "зима 2022-2023",
         "season=SEASON first=YEAR (DASH | SLASH) (last=YEAR | last=SHORTYEAR) год*"),
    # Quarters of the calendar; terms of the school.
    Rule("quarter", terms.quarters, "I квартал 2023", "nth=NTH (DASH nth=NTH)? квартал year=year?"),
    Rule("quarter", terms.quarters, "квартал II 2023", "квартал nth=ROMAN year=year?"),
    Rule("quarter", terms.quarters, "с I по III квартал 2023",
         "с nth=NTH квартал? (по | до | DASH) nth=NTH квартал year=year?"),
    Rule("quarter", terms.quarters, "I, III кварталы 2023",
         "nth=NTH (listed=COMMA | listed=и) (nth=NTH (COMMA | и))* nth=NTH квартал year=year?"),
    Rule("quarters", times.between, "IV квартал 2023 - I квартал 2024",
         "с? first=quarter (DASH | по) last=quarter"),
    Rule("quarters", same, "", "it=quarter"),
    Rule("half", terms.half, "I полугодие 2023 года",
         "nth=NTH (school=учебный | said=календарный)? полугодие year=year?"),
    Rule("half", terms.half, "II полугодие 2023/24 учебного года",
         "nth=NTH полугодие COMMA? school_year=school_year"),
    Rule("half", terms.halves, "I и II полугодие 2023 года",
         "nth=NTH ((DASH | и | COMMA) nth=NTH)+ (school=учебный | said=календарный)? полугодие "
         "year=year?"),
    Rule("half", terms.halves, "1 и 2 полугодие 2023/24 учебного года",
         "nth=NTH ((DASH | и | COMMA) nth=NTH)+ полугодие COMMA? school_year=school_year"),
    Rule("half", terms.half, "первая половина года", "nth=NTH половина (school=учебный)? год"),
    Rule("half", terms.half, "первая половина 2023 года", "nth=NTH половина year=year"),
    Rule("half", terms.half, "первая половина 2023/24 учебного года",
         "nth=NTH половина school_year=school_year"),
    Rule("school_term", terms.school_term, "I четверть", f"{_TERMS} year=year?"),
    Rule("school_term", terms.school_term, "IV четверть 2022/23 учебного года",
         f"{_TERMS} COMMA? school_year=school_year"),
    Rule("holidays", terms.holidays, "осенние каникулы",
         "(season=SEASON (COMMA | и))* season=SEASON? (учебный)? каникулы (время | период)? "
         "year=year?"),
    Rule("holidays", terms.holidays, "весенние каникулы 2023/24 учебного года",
         "(season=SEASON (COMMA | и))* season=SEASON? каникулы COMMA? school_year=school_year"),
    # A stretch of time that has edges.
    *(Rule("stretch", same, "", f"it={one}") for one in _STRETCHES),
    Rule("part_of", times.part, "конец учебного года", f"{_EDGE} of=stretch"),
    Rule("part_of", times.part, "первая декада марта", f"(nth=NTH DASH)? {_NTH} {_PIECE} of=month"),
    Rule("part_of", times.part, "1 и 3 неделя октября",
         "(nth=NTH (listed=COMMA | listed=и))+ nth=NTH (piece=неделя | piece=декада) of=month"),
    Rule("part_of", times.first_days, "в первых числах сентября",
         f"{_NTH} (число | день) of=month"),
    Rule("part_of", times.part, "первые две недели сентября",
         "nth=NTH count=COUNT (piece=неделя | piece=декада) of=month"),
    Rule("part", times.several_parts, "в начале и в конце учебного года",
         f"in? {_EDGE} ((COMMA | и) in? {_EDGE})+ of=stretch"),
    Rule("part", times.piece, "3 неделя", f"in? (nth=NTH DASH)? {_NTH} {_PIECE}"),
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
    # What waits for the end of some time.
    Rule("ended", yes, "",
         "по (итог | результат | окончание | истечение) | после (окончание | конец)"),
    Rule("part", waits.after_time, "по итогам учебного года", "ended (каждый)? it=stretch"),
    Rule("part", waits.after_time, "по окончании четверти", "ended it=each_unit"),
    Rule("each_unit", repeats.each, "",
         "(каждый)? (учебный)? (unit=четверть | unit=триместр | unit=полугодие | unit=квартал | "
         "unit=месяц | unit=неделя | unit=семестр)"),
    # Limits.
    Rule("part", limits.several_limits, "до 1 июля и 1 декабря",
         "by it=date ((COMMA | и) by? it=date)+"),
    Rule("part", limits.several_limits, "до 20 марта, июня и сентября", "by it=each_date"),
    Rule("clock", waits.clock, "",
         "COUNT (COLON | STOP) SHORTYEAR час? | COUNT час (COUNT минута)?"),
    Rule("part", limits.until, "до 30.09.2020", "by (clock COMMA?)? it=date включительно?"),
    Rule("part", limits.until, "накануне учебного года",
         "((в)? eve=накануне | eve=перед) (начало)? (новый)? it=window"),
    Rule("part", limits.until, "до конца 2023 года",
         "by (edge=начало | edge=середина | edge=конец | edge=окончание) (новый | следующий)? "
         "it=stretch включительно?"),
    Rule("part", limits.until, "до четвертой четверти", "by it=stretch включительно?"),
    Rule("part", limits.until, "до первой декады марта", "by it=part_of"),
    Rule("part", repeats.new_year, "до нового года", "by новый (год | year=year)"),
    Rule("part", limits.since, "с 1 сентября 2023 г.",
         f"(начиная)? с clock? {_EDGE}? (новый)? it=window (и)? (далее)?"),
    Rule("part", limits.since, "март 2023 и далее", "it=window и далее"),
    Rule("part", limits.since, "не ранее 1 сентября", "не ранее (чем)? (с)? it=window"),
    Rule("part", limits.since, "после 15 марта 2023", "after=после it=date"),
    Rule("part", limits.since, "после марта 2023", "after=после it=some_months"),
    Rule("part", limits.counted_from_day, "за 5 дней до 1 сентября 2023 г.",
         f"(не (позднее | менее))? COMMA? (чем)? before=за {_COUNTED} до it=date"),
    Rule("part", limits.counted_from_day, "за две недели до начала учебного года",
         f"(не (позднее | менее))? COMMA? (чем)? before=за ({_COUNTED} | unit=UNIT) "
         "it=edge_of_time"),
    Rule("edge_of_time", limits.until, "", "до (edge=начало | edge=конец) (новый)? it=stretch"),
    Rule("part", limits.counted_from_day, "за неделю до 1 сентября",
         "(не (позднее | менее))? COMMA? (чем)? before=за unit=UNIT до it=date"),
    Rule("part", limits.counted_from_day, "в течение 10 дней с 1 сентября",
         f"{_WITHIN} (с | после) it=date"),
    Rule("part", limits.counted_from_day, "через две недели после начала учебного года",
         f"{_WITHIN} (с | после) it=edge_after"),
    Rule("edge_after", limits.until, "", "(edge=начало | edge=конец) (новый)? it=stretch"),
    # Again and again.
    Rule("part", repeats.adverb, "ежемесячно", "every=EVERY"),
    Rule("part", repeats.each, "каждые две недели",
         f"(в | на)? каждый interval=COUNT? {_OF_YEAR_OR_WORK} unit=UNIT"),
    Rule("part", repeats.each, "в рабочие дни", "в working=рабочий unit=день"),
    Rule("at_least", yes, "", "не (реже | менее | ранее) COMMA? (чем)? | (как)? менее"),
    Rule("part", repeats.rate, "не реже одного раза в четверть",
         "по? at_least? (count=COUNT (DASH COUNT)?)? раз (в | на | за | SLASH)? (течение)? "
         f"(каждый)? (interval=COUNT (DASH most=COUNT)?)? {_OF_YEAR_OR_WORK} unit=UNIT"),
    Rule("part", repeats.rate, "не менее пяти мероприятий в течение одного учебного года",
         "at_least count=COUNT LOOSE? LOOSE? LOOSE? (в | за | на) (течение)? (каждый | COUNT)? "
         f"{_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.rate, "дважды в год",
         f"at_least? count=TIMES (в | за) (течение)? (каждый)? {_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.rate, "1 семинар в квартал",
         f"по? count=COUNT LOOSE LOOSE? (в | за) (каждый)? {_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.each, "по четвертям", "по unit=DISTRIBUTED"),
    Rule("part", repeats.weekdays, "по пятницам",
         "(по | в? каждый) weekday=WEEKDAY ((COMMA | и) (каждый)? weekday=WEEKDAY)* ((каждый)? "
         "месяц)?"),
    Rule("part", repeats.weekdays_through, "пн-пт",
         "с? weekday=WEEKDAY (DASH | по) weekday=WEEKDAY"),
    Rule("part", repeats.lone_weekday, "в пятницу", "(в | by)? clock? weekday=WEEKDAY"),
    Rule("part", repeats.left_out, "кроме июля и августа",
         "за? кроме (it=some_months | it=season) ((COMMA | и) (it=some_months | it=season))*"),
    Rule("part", repeats.weekdays, "первый понедельник месяца",
         f"в? (каждый)? ({_NTH} (COMMA | и))* {_NTH} (каждый)? weekday=WEEKDAY (каждый)? "
         "(месяц)?"),
    Rule("part", repeats.month_days, "до 25 числа каждого месяца",
         "(by | на)? (day=DAY (COMMA | и))* day=DAY (число (каждый | текущий | отчетный)* "
         "(месяц)? | (каждый | отчетный) месяц)"),
    Rule("part", repeats.month_days, "до 5 числа месяца, следующего за отчетным",
         "by? day=DAY число (каждый)? (following=следующий месяц | месяц COMMA? "
         f"following=следующий за (отчетный)? (месяц | период | {_OF_YEAR} (unit=квартал | "
         "unit=четверть | unit=полугодие | unit=год) | TEXT)?)"),
    Rule("part", repeats.in_next_year, "до 20 января года, следующего за отчетным",
         "by? day=DAY month=MONTH год COMMA? следующий за отчетный (год | период)?"),
    Rule("part", repeats.month_days, "1-й и 15-й день месяца",
         "by? (day=DAY (COMMA | и))* day=DAY день (каждый | текущий | отчетный)* месяц"),
    Rule("part", repeats.day_of_one_month, "до 10 числа последнего месяца квартала",
         f"by? day=DAY число {_NTH} месяц ((каждый | отчетный | текущий)? {_OF_YEAR} unit=UNIT)?"),
    Rule("part", repeats.month_days, "с 25 по 30 число каждого месяца",
         "с? day=DAY (through=по | through=до | through=DASH) day=DAY число (каждый)? (месяц)?"),
    Rule("part", repeats.working_days_of, "последний рабочий день месяца",
         f"(by | в)? ({_NTH} (COMMA | и))* {_NTH} (working=рабочий | календарный)? день "
         "((каждый)? unit=UNIT)?"),
    Rule("part", repeats.piece_of_each, "последняя неделя месяца",
         f"(by | в | на)? (каждый)? (nth=NTH DASH)? {_NTH} {_PIECE} (каждый)? unit=UNIT"),
    Rule("part", repeats.edge_of_each, "в конце четверти",
         f"(в | к | на | под)? {_EDGE} (каждый)? {_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.until_each, "до последнего числа месяца",
         "by? последний число ((каждый | текущий | отчетный)* unit=UNIT)?"),
    Rule("part", waits.on_event, "не позднее 3 дней до начала",
         f"не before=позднее {_COUNTED} до TEXT"),
    Rule("part", repeats.until_each, "до конца каждой четверти",
         f"by (конец | окончание) (каждый | текущий | отчетный)* {_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.month_of_each, "последний месяц квартала",
         f"(в)? {_NTH} месяц (каждый)? unit=UNIT"),
    # All the time.
    Rule("part", just(Always()), "постоянно", "постоянно"),
    Rule("part", just(Always()), "на постоянной основе", "(на | в) постоянный (основа | режим)"),
    Rule("part", just(Always(vague=True)), "регулярно",
         "(в | на)? регулярно | (на | в) регулярный (основа | режим)"),
    Rule("part", just(Aside.THEN), "далее", "(в)? далее"),
    Rule("part", just(Aside.THEN), "", "затем"),
    Rule("part", waits.after_time, "после осенних каникул", "после it=holidays"),
    # So many days from something.
    Rule("part", waits.bare_offset, "в течение 10 дней",
         "(в течение | не (позднее | ранее) | через | по истечение | в) COMMA? (чем)? (через)? "
         f"{_COUNTED}"),
    Rule("part", waits.bare_offset, "за 3 дня",
         f"(не (позднее | менее | ранее))? COMMA? (чем)? before=за {_COUNTED}"),
    Rule("part", waits.bare_offset, "в течение месяца", "(в течение | через) unit=UNIT"),
    Rule("part", waits.bare_offset, "в трехдневный срок", f"в {_SHORT}"),
    Rule("from", yes, "", "с (момент | день | дата)"),
    # Said beside a term.
    Rule("part", just(Aside.FILLER), "срок исполнения:",
         "(срок | дата | период | время) (исполнение | проведение)? (COLON | DASH)"),
    Rule("part", waits.clock, "в 10:00",
         "(в | к | до | с | по)? COUNT COLON SHORTYEAR час? | (в | к | до | с | по) (COUNT STOP "
         "SHORTYEAR час? | COUNT час (COUNT минута)?) | с COUNT до COUNT час | COUNT час COUNT "
         "минута"),
    Rule("part", just(Aside.FILLER), "однократно", "однажды"),
    Rule("part", just(Aside.ROUGHLY), "ориентировочно", "примерно"),
    Rule("part", just(Aside.FILLER), "", "включительно"),
    Rule("part", just(Aside.PLACE), "в городе Сочи",
         "(в | по) (город | место | год LOOSE) (LOOSE)?"),
    Rule("part", just(Aside.ABSENT), "нет", "отсутствует"),
    Rule("part", just(Aside.ABSENT), "срок не установлен", "(срок | дата)? не сказан"),
    Rule("part", just(Aside.ABSENT), "без срока", "без срок"),
    Rule("part", just(Always(vague=True)), "б/с", "без SLASH с"),
    # Free words: another paper, a need, an event. Tried where nothing above fits.
    Rule("accord", yes, "", "по | согласно (с)? | (в)? соответствие (с)? | на основание | в рамка"),
    Rule("part", waits.on_schedule, "по плану работы МНЦ",
         "accord? (LOOSE | установленный)* PAPER (DASH PAPER)? (COMMA? "
         "установленный)? TEXT?", weak=True),
    Rule("part", waits.on_schedule, "в установленные графиком сроки",
         "в (LOOSE | срок)* установленный TEXT?", weak=True),
    Rule("part", waits.on_schedule, "сроки уточняются",
         "(в | accord)? (срок | дата | время) (и (место | время | срок))? "
         "COMMA? (исполнение | проведение | установленный | уточняться | сказан) TEXT?", weak=True),
    Rule("part", waits.as_needed, "сроки по согласованию",
         "(срок | дата | время) по NEED TEXT?", weak=True),
    Rule("part", waits.on_schedule, "уточняется", "уточняться TEXT?", weak=True),
    Rule("part", waits.as_needed, "по мере необходимости", "по мера TEXT", weak=True),
    Rule("part", waits.as_needed, "по запросу", "(по | при) NEED TEXT?", weak=True),
    Rule("part", waits.as_needed, "при наличии заявок",
         "при (наличие | возникновение) TEXT?", weak=True),
    Rule("part", waits.as_needed, "в случае обращения", "в случай TEXT", weak=True),
    Rule("part", waits.as_needed, "в рабочем порядке", "в рабочий порядок"),
    Rule("part", waits.on_event, "в течение 10 рабочих дней со дня подписания",
         f"{_WITHIN} ((from | после) TEXT | ended TEXT?)"),
    Rule("part", waits.on_event, "на следующий день после проведения",
         "на следующий (working=рабочий | календарный)? unit=день после TEXT"),
    Rule("part", waits.on_event, "в трехдневный срок после получения",
         f"в {_SHORT} (from | после) TEXT"),
    Rule("part", waits.on_event, "за 5 дней до начала",
         f"(не (позднее | менее))? COMMA? (чем)? before=за ({_COUNTED} | unit=UNIT) до TEXT"),
    Rule("part", waits.on_event, "после проведения оценочной процедуры",
         "(сразу)? (after=после | after=через | ended | after=from | по факт) TEXT", weak=True),
    Rule("part", waits.on_event, "до утверждения программы",
         "(before=до | before=перед | (в)? before=накануне | before=к | не "
         "before=позднее) TEXT", weak=True),
    Rule("part", waits.on_event, "в период проведения ГИА",
         "(в during=рамка | на during=этап | during=при | в during=ход | в "
         "during=процесс | в during=время | в during=период | in during=этап | в? "
         "during=время | during=одновременно (с)? | в during=течение | в during=день "
         "| в during=момент | на during=период) TEXT", weak=True),
    Rule("part", waits.coverage, "в 100% организаций", "в COUNT PERCENT TEXT", weak=True),
)
# fmt: on

GRAMMAR = Grammar(RULES)

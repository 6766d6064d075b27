"""The table of rules: what may be printed, in words, and what is made of it.

How a pattern is written stands in `patterns.py`. A phrase is a row of `part`s with separators and
labels between them. Of the rules of one name the one that takes most words is taken, of equals the
first; weak rules, which take free words, are tried where no other fits.
"""

from __future__ import annotations

from workflows.roadmaps.grammar.words import building_limits as limits
from workflows.roadmaps.grammar.words import building_repeats as repeats
from workflows.roadmaps.grammar.words import building_waits as waits
from workflows.roadmaps.grammar.words.building_times import just, yes
from workflows.roadmaps.grammar.words.patterns import Grammar
from workflows.roadmaps.grammar.words.rules_of_times import TIMES
from workflows.roadmaps.grammar.words.syntax import Always, Aside
from workflows.roadmaps.grammar.words.taking import Rule

_COUNTED = "count=COUNT (working=рабочий | календарный | учебный)? unit=UNIT"
_WITHIN = f"(в течение | не позднее | через | по истечение | в)? (чем)? (через)? ({_COUNTED} | "
_WITHIN += "unit=UNIT)"
_SHORT = "(term=SHORTTERM | count=COUNT DASH? дневный) (working=рабочий)? срок"
_OF_YEAR = "(school=учебный | calendar=календарный)?"
_OF_YEAR_OR_WORK = "(school=учебный | calendar=календарный | working=рабочий)?"
_PIECE = "(piece=неделя | piece=декада | piece=половина)"
_AT_ONCE = "(сразу | в кратчайший срок)?"
_EDGE = "(edge=начало | edge=середина | edge=конец)"
_NTH = "(nth=NTH | nth=последний)"

# fmt: off
RULES: tuple[Rule, ...] = (
    *TIMES,
    # What waits for the end of some time.
    Rule("ended", yes, "",
         "по (итог | результат | окончание | истечение) | после (окончание | конец)"),
    Rule("part", waits.after_time, "по итогам учебного года", "ended (каждый)? it=stretch"),
    Rule("part", waits.after_time, "по окончании четверти", "ended it=each_unit"),
    Rule("part", waits.after_time, "по итогам четвертей и года",
         "ended it=each_unit ((COMMA | и) (it=each_unit | it=stretch))+"),
    Rule("part", waits.after_time, "после каждой четверти", "после it=each_unit"),
    Rule("each_unit", repeats.each, "",
         "(каждый)? (учебный)? (unit=четверть | unit=триместр | unit=полугодие | unit=квартал | "
         "unit=месяц | unit=неделя | unit=семестр)"),
    # Limits.
    Rule("part", limits.several_limits, "до 1 июля и 1 декабря",
         "by it=date ((COMMA | и | SLASH) by? it=date)+"),
    Rule("part", limits.several_limits, "до 20 марта, июня и сентября", "by it=each_date"),
    Rule("part", limits.several_limits, "до 12 и 26 октября", "by it=listed_days"),
    Rule("clock", waits.clock, "",
         "COUNT (COLON | STOP | DASH) SHORTYEAR (DASH COUNT (COLON | STOP) SHORTYEAR)? час? | "
         "COUNT час (COUNT минута)?"),
    Rule("part", limits.until, "до 30.09.2020",
         "by (конец (рабочий)? (день)? | clock COMMA?)? it=date включительно?"),
    Rule("part", limits.until, "накануне учебного года",
         "((в)? eve=накануне | eve=перед) (начало)? (новый)? it=window"),
    Rule("part", limits.until, "до конца 2023 года",
         "by (edge=начало | edge=середина | edge=конец | edge=окончание) (новый | следующий)? "
         "(it=each_month | it=stretch) включительно?"),
    Rule("part", limits.until, "до четвертой четверти",
         "by (it=each_month | it=stretch) (включительно | OPEN включительно CLOSE)?"),
    Rule("part", limits.until, "до конца первой декады марта",
         "by (edge=начало | edge=конец | edge=окончание)? it=part_of включительно?"),
    Rule("part", limits.until, "до второй пятницы сентября", "by it=nth_day"),
    Rule("part", repeats.new_year, "до нового года", "by новый (год | year=year)"),
    Rule("part", limits.since, "с 1 сентября 2023 г.",
         f"(начиная)? с clock? {_EDGE}? (новый)? it=window ((и)? далее)?"),
    Rule("part", limits.since, "с середины мая по июнь", f"(начиная)? с {_EDGE} it=month"),
    Rule("part", limits.since, "март 2023 и далее", "it=window и далее"),
    Rule("part", limits.since, "не ранее 1 сентября", "не ранее (чем)? (с)? it=window"),
    Rule("part", limits.since, "после 15 марта 2023", "after=после it=date"),
    Rule("part", limits.since, "после марта 2023", "after=после it=some_months"),
    Rule("part", limits.counted_from_day, "за 5 дней до 1 сентября 2023 г.",
         f"(не (позднее | менее))? COMMA? (чем)? before=за {_COUNTED} до it=date"),
    Rule("part", limits.counted_from_day, "за две недели до начала учебного года",
         f"(не (позднее | менее))? COMMA? (чем)? before=за ({_COUNTED} | unit=UNIT) "
         "it=edge_of_time"),
    Rule("part", limits.counted_from_day, "в 10-дневный срок с 1 сентября",
         f"в {_SHORT} (с | после) it=date"),
    Rule("edge_of_time", limits.until, "", "до (edge=начало | edge=конец) (новый)? it=stretch"),
    Rule("part", limits.counted_from_day, "за неделю до 1 сентября",
         "(не (позднее | менее))? COMMA? (чем)? before=за unit=UNIT до it=date"),
    Rule("part", limits.counted_from_day, "в течение 10 дней с 1 сентября",
         f"{_WITHIN} (с | после) it=date"),
    Rule("part", limits.counted_from_day, "через две недели после начала учебного года",
         f"{_WITHIN} (с | после) it=edge_after"),
    Rule("edge_after", limits.until, "", "(edge=начало | edge=конец) (новый)? it=stretch"),
    # The edges of units whose days the school's calendar has.
    Rule("unit_edge", yes, "",
         f"(начало | конец | окончание) (каждый)? {_OF_YEAR} (четверть | триместр | семестр | "
         "полугодие | квартал)"),
    Rule("part", waits.on_event, "до начала каждой четверти",
         "(before=до | before=к | before=перед) начало каждый (четверть | триместр | семестр | "
         "полугодие | квартал)"),
    Rule("part", waits.on_event, "за неделю до начала каждой четверти",
         f"(не (позднее | менее))? COMMA? (чем)? before=за ({_COUNTED} | unit=UNIT) до unit_edge"),
    # Again and again.
    Rule("part", repeats.adverb, "ежемесячно", "every=EVERY"),
    Rule("part", repeats.each, "каждые две недели",
         f"(в | на)? каждый interval=COUNT? {_OF_YEAR_OR_WORK} unit=UNIT"),
    Rule("part", repeats.each, "в рабочие дни", "(в | по) working=рабочий unit=день"),
    Rule("part", repeats.on_working_days, "по будням", "(в | по) будни (unit=день)?"),
    Rule("part", repeats.every_nth, "каждый второй месяц",
         "каждый nth=NTH (unit=месяц | unit=год)"),
    Rule("at_least", yes, "", "не (реже | менее | ранее) COMMA? (чем)? | (как)? менее"),
    Rule("part", repeats.rate, "не реже одного раза в четверть",
         "по? at_least? (count=COUNT (DASH COUNT?)?)? раз (в | на | за | SLASH)? (течение)? "
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
    Rule("part", repeats.weekday_and_hour, "понедельник, 14.00",
         "в? weekday=WEEKDAY ((COMMA | и) weekday=WEEKDAY)* (COMMA | DASH | COLON)? "
         "(в | до | с | к | OPEN)? clock ((до | по) clock)? CLOSE?"),
    Rule("part", repeats.left_out, "кроме июля и августа",
         "за? кроме (it=some_months | it=season) ((COMMA | и) (it=some_months | it=season))*"),
    Rule("part", repeats.weekdays, "первый понедельник месяца",
         f"в? (каждый)? ({_NTH} (COMMA | и))* {_NTH} (каждый)? weekday=WEEKDAY (каждый)? "
         "(месяц)?"),
    Rule("part", repeats.month_days, "до 25 числа каждого месяца",
         "(by | на)? (каждый)? (day=DAY (COMMA | и))* day=DAY (число (каждый | текущий | "
         "отчетный)* (месяц)? | (каждый | отчетный) месяц)"),
    Rule("part", repeats.month_days, "до 5 числа месяца, следующего за отчетным",
         "by? day=DAY число (каждый)? (following=следующий месяц | месяц COMMA? "
         f"following=следующий за (отчетный)? (месяц | период | {_OF_YEAR} (unit=квартал | "
         "unit=четверть | unit=полугодие | unit=год) | TEXT)?)"),
    Rule("part", repeats.month_days, "до 10 числа, следующего за отчетным месяцем",
         f"by? day=DAY число COMMA? following=следующий за отчетный (месяц | период | {_OF_YEAR} "
         "(unit=квартал | unit=четверть | unit=полугодие | unit=год))?"),
    Rule("part", repeats.in_next_year, "до 20 января года, следующего за отчетным",
         "by? day=DAY month=MONTH год COMMA? следующий за отчетный (год | период)?"),
    Rule("part", repeats.day_in_brackets, "август (до 25)", "by day=DAY"),
    Rule("part", repeats.month_days, "1-й и 15-й день месяца",
         "by? (day=DAY (COMMA | и))* day=DAY день (каждый | текущий | отчетный)* месяц"),
    Rule("part", repeats.day_of_one_month, "до 10 числа последнего месяца квартала",
         f"by? day=DAY число {_NTH} месяц ((каждый | отчетный | текущий | следующий)? "
         f"{_OF_YEAR} unit=UNIT (COMMA? следующий за отчетный (период | квартал)?)?)?"),
    Rule("part", repeats.month_days, "с 25 по 30 число каждого месяца",
         "с? day=DAY число? (through=по | through=до | through=DASH) day=DAY число (каждый)? "
         "(месяц)?"),
    Rule("part", repeats.working_days_of, "последний рабочий день месяца",
         f"(by | в)? (каждый)? ({_NTH} (COMMA | и))* {_NTH} (working=рабочий | календарный)? день "
         "((каждый)? unit=UNIT)?"),
    Rule("part", repeats.piece_of_each, "последняя неделя месяца",
         f"(by | в | на)? (каждый)? (nth=NTH DASH)? {_NTH} {_PIECE} (каждый)? unit=UNIT"),
    Rule("part", repeats.piece_of_each, "2 и 4 неделя месяца",
         f"(в | на)? (каждый)? (nth=NTH (listed=COMMA | listed=и))+ {_NTH} (piece=неделя | "
         "piece=декада) (каждый)? unit=UNIT"),
    Rule("part", repeats.edge_of_each, "в конце четверти",
         f"(в | к | на | под)? {_EDGE} (каждый)? {_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.until_each, "до последнего числа месяца",
         "by? последний число ((каждый | текущий | отчетный)* unit=UNIT)?"),
    Rule("part", waits.on_event, "не позднее 3 дней до начала",
         f"не before=позднее {_COUNTED} до TEXT"),
    Rule("part", repeats.until_each, "до конца каждой четверти",
         f"by (конец | окончание) (каждый | текущий | отчетный)* {_OF_YEAR} unit=UNIT"),
    Rule("part", repeats.month_of_each, "последний месяц квартала",
         f"(в)? (каждый)? {_NTH} месяц (каждый)? unit=UNIT"),
    # All the time.
    Rule("part", just(Always()), "постоянно", "постоянно"),
    Rule("part", just(Always()), "на постоянной основе", "(на | в) постоянный (основа | режим)"),
    Rule("part", just(Always(vague=True)), "регулярно",
         "(в | на)? регулярно | (на | в) регулярный (основа | режим)"),
    Rule("part", just(Aside.THEN), "далее", "(в)? далее"),
    Rule("part", just(Aside.THEN), "", "затем"),
    Rule("part", waits.after_time, "после осенних каникул", "после it=holidays"),
    Rule("part", waits.whole_or_during, "весь период подготовки к ГИА",
         "(в | на | за)? (течение | протяжение)? весь during=период LOOSE TEXT?"),
    # So many days from something.
    Rule("part", waits.bare_offset, "в течение 10 дней",
         "(в течение | не (позднее | ранее) | через | по истечение | в) COMMA? (чем)? (через)? "
         f"{_COUNTED}"),
    Rule("part", waits.bare_offset, "за 3 дня",
         f"(не (позднее | менее | ранее))? COMMA? (чем)? before=за {_COUNTED}"),
    Rule("part", waits.bare_offset, "в течение месяца", "(в течение | через) unit=UNIT"),
    Rule("part", waits.bare_offset, "в трехдневный срок", f"в {_SHORT}"),
    Rule("part", waits.at_once, "незамедлительно", "сразу | в кратчайший срок | ended", weak=True),
    Rule("from", yes, "", "с (момент | день | дата | начало)"),
    # Said beside a term.
    Rule("part", waits.term_named, "срок исполнения до 1 июня",
         "(срок | дата | период | время) (исполнение | проведение)"),
    Rule("part", just(Aside.FILLER), "срок исполнения:",
         "(крайний)? (срок | дата | период | время) (исполнение | проведение)? (COLON | DASH)"),
    Rule("part", just(Aside.FILLER), "крайний срок", "крайний (срок | дата)"),
    Rule("part", waits.clock, "в 10:00",
         "OPEN (в | до | с | к)? clock CLOSE | (в | к | до | с | по)? COUNT COLON SHORTYEAR час? | "
         "(в | к | до | с | по) (COUNT (STOP | DASH) SHORTYEAR час? | COUNT час (COUNT минута)?) | "
         "с COUNT до COUNT час | COUNT час COUNT минута | с clock (до | по) clock"),
    Rule("part", waits.bare_clock, "по понедельникам 9.00",
         "COUNT (STOP | DASH) SHORTYEAR (DASH COUNT (STOP | DASH) SHORTYEAR)? час?"),
    Rule("part", waits.times, "однократно", "once=однажды (COLON | DASH)?"),
    Rule("part", waits.times, "2 раза", "count=COUNT раз (COLON | DASH)?"),
    Rule("part", waits.times, "дважды", "count=TIMES (COLON | DASH)?"),
    Rule("part", just(Aside.ROUGHLY), "ориентировочно", "примерно"),
    Rule("part", just(Aside.FILLER), "", "включительно"),
    Rule("part", just(Aside.PLACE), "в городе Сочи",
         "(в | по) (город | место | год LOOSE) (LOOSE)?"),
    Rule("part", waits.town, "г. Сочи", "год LOOSE"),
    Rule("part", just(Aside.ABSENT), "нет", "отсутствует"),
    Rule("part", just(Aside.ABSENT), "срок не установлен", "(срок | дата)? не сказан"),
    Rule("part", just(Aside.ABSENT), "без срока", "без срок"),
    Rule("part", just(Always(vague=True)), "б/с", "без SLASH с"),
    # Free words: another paper, a need, an event. Tried where nothing above fits.
    Rule("accord", yes, "",
         "(в? срок COMMA?)? (по | согласно (с)? | (в)? соответствие (с)? | на основание) | "
         "в рамка"),
    Rule("part", waits.on_schedule, "по плану работы МНЦ",
         "accord? (LOOSE | установленный)* PAPER (DASH PAPER)? (COMMA? "
         "установленный)? TEXT?", weak=True),
    Rule("part", waits.on_schedule, "в установленные графиком сроки",
         "в (LOOSE | срок)* установленный TEXT?", weak=True),
    Rule("part", waits.said_elsewhere, "сроки уточняются",
         "(в | accord)? (срок | дата | время) (и (место | время | срок))? "
         "COMMA? (исполнение | проведение | установленный | уточняться | сказан) TEXT?", weak=True),
    Rule("part", waits.as_needed, "сроки по согласованию",
         "(срок | дата | время) по NEED TEXT?", weak=True),
    Rule("part", waits.on_schedule, "уточняется", "уточняться TEXT?", weak=True),
    Rule("part", waits.as_needed, "по мере необходимости", "по мера TEXT", weak=True),
    Rule("part", waits.as_needed, "по запросу", f"{_AT_ONCE} (по | при) NEED TEXT?", weak=True),
    Rule("part", waits.as_needed, "по факту", "по факт", weak=True),
    Rule("part", waits.as_needed, "при наличии заявок",
         f"{_AT_ONCE} при (наличие | возникновение) TEXT?", weak=True),
    Rule("part", waits.as_needed, "в случае обращения", f"{_AT_ONCE} в случай TEXT", weak=True),
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
         f"{_AT_ONCE} (after=после | after=через | ended | after=from | по факт) TEXT", weak=True),
    Rule("part", waits.on_event, "до утверждения программы",
         f"{_AT_ONCE} (before=до | before=перед | (в)? before=накануне | before=к | не "
         "before=позднее) TEXT", weak=True),
    Rule("part", waits.on_event, "в период проведения ГИА",
         f"{_AT_ONCE} (в during=рамка | на during=этап | during=при | в during=ход | в "
         "during=процесс | в during=время | в during=период | in during=этап | в? "
         "during=время | during=одновременно (с)? | в during=течение | в during=день "
         "| в during=момент | на during=период) TEXT", weak=True),
    Rule("part", waits.coverage, "в 100% организаций", "в COUNT PERCENT TEXT", weak=True),
)
# fmt: on

GRAMMAR = Grammar(RULES)

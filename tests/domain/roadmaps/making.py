"""Terms and documents of all kinds, for tests that print and read them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.repeating import MONTHS, OPENINGS
from engine.domain.roadmaps.terms import Event, Offset, Repeat, Side, Unit
from workflows.roadmaps.terms import Period, Term, TermContext, TermKind, Window, YearKind

PERIODS = (
    Period(date(2023, 1, 1), date(2023, 12, 31)),
    Period(date(2023, 3, 31), date(2023, 12, 31)),
    Period(date(2019, 9, 1), date(2021, 12, 31)),
    Period(date(2020, 1, 1), date(2022, 12, 31)),
    Period(date(2020, 9, 1), date(2021, 8, 31)),
    Period(date(2023, 9, 1), date(2024, 5, 31)),
)
LABELS = ("", "", "ОГЭ", "Входной мониторинг", "9 классы", "I этап", "Отчёт о работе", "План")
EVENTS = (
    Event("schedule", "по плану работы МНЦ"),
    Event("schedule", "в соответствии с графиком ГАУ ДПО «АМИРО»"),
    Event("on_request", "по запросу"),
    Event("need", "по мере необходимости"),
    Event("after_assessment_procedure", "после проведения ВПР", repeats=True),
    Event("before_approval", "до утверждения программы"),
    Event("after_holidays", "после зимних каникул"),
    Event("end_of_academic_year", "по итогам 2022/23 учебного года", academic_year="2022/23"),
    Event("end_of_unit", "по окончании каждой четверти", repeats=True),
    Event("during_assessment_procedure", "в период проведения ГИА", repeats=True),
)
COUNTED = (
    (
        Event("after_receipt", "в течение 10 рабочих дней со дня получения результатов"),
        Offset(10, Unit.WORKING_DAY, Side.AFTER),
    ),
    (
        Event(
            "before_assessment_procedure", "не позднее чем за 2 недели до начала ГИА", repeats=True
        ),
        Offset(2, Unit.WEEK, Side.BEFORE),
    ),
    (
        Event("after_approval", "в месячный срок после утверждения программы"),
        Offset(1, Unit.MONTH, Side.AFTER),
    ),
)
KINDS = {
    "schedule": TermKind.ON_SCHEDULE,
    "on_request": TermKind.AS_NEEDED,
    "need": TermKind.AS_NEEDED,
}
MONTHLY = {TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.QUARTER}
LEAST_YEAR, LEAST_QUARTER = timedelta(days=300), timedelta(days=60)

contexts = st.builds(
    TermContext,
    st.sampled_from(PERIODS),
    st.sampled_from((None, None, YearKind.CALENDAR, YearKind.ACADEMIC)),
)


def days_of(period):
    return st.dates(period.first, period.last)


@st.composite
def windows(draw, period):
    kind = draw(
        st.sampled_from(
            (
                TermKind.BY_DATE,
                TermKind.MONTH,
                TermKind.MONTH_RANGE,
                TermKind.QUARTER,
                TermKind.WHOLE_PERIOD,
                TermKind.CONTINUOUS,
            )
        )
    )
    days = sorted((draw(days_of(period)), draw(days_of(period))))
    start, end = draw(_edges(kind, days, period))
    return Window(kind, start, end, draw(st.sampled_from(LABELS)))


def _edges(kind, days, period):
    first, last = days
    whole_months = first.replace(day=1), last_of_month(last.year, last.month)
    match kind:
        case TermKind.BY_DATE:
            return st.sampled_from(((None, last), (first, first), (first, last)))
        case TermKind.MONTH:
            return st.just((first.replace(day=1), last_of_month(first.year, first.month)))
        case TermKind.QUARTER:
            opening = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
            closing = last_of_month(last.year, (last.month + 2) // 3 * 3)
            return st.just((opening, closing))
        case TermKind.MONTH_RANGE:
            return st.sampled_from((whole_months, (first, last)))
        case TermKind.WHOLE_PERIOD:
            years = date(first.year, 1, 1), date(last.year, 12, 31)
            return st.sampled_from(((period.first, period.last), years, (first, last)))
        case _:
            ends = ((period.first, period.last), (first, period.last), (first, last))
            return st.sampled_from(ends)


@st.composite
def windowed(draw, period):
    found = tuple(draw(st.lists(windows(period), min_size=1, max_size=4)))
    kinds = {one.kind for one in found}
    listed = len(found) > 1 and kinds <= MONTHLY and kinds != {TermKind.QUARTER}
    kind = TermKind.MONTHS_LIST if listed else found[0].kind
    return Term(kind, found, event=draw(st.none() | st.sampled_from(EVENTS)))


@st.composite
def bounds(draw, period, unit):
    first, last = sorted((draw(days_of(period)), draw(days_of(period))))
    yearly = unit in (Unit.YEAR, Unit.SCHOOL_YEAR)
    least = LEAST_YEAR if yearly else LEAST_QUARTER if unit in MONTHS else timedelta()
    whole = draw(st.booleans()) or last - first < least
    return (period.first, period.last) if whole else (first, last)


@st.composite
def recurring(draw, period):
    unit = draw(st.sampled_from(tuple(Unit)))
    start, end = draw(bounds(period, unit))
    fields = draw(_fields(unit, start, end))
    return Term(
        TermKind.RECURRING,
        repeat=Repeat(unit, start, end, **fields, label=draw(st.sampled_from(LABELS))),
        min_count=draw(st.integers(1, 6)),
        event=draw(st.none() | st.sampled_from(EVENTS)),
    )


def _fields(unit, start, end):
    if unit in (Unit.DAY, Unit.WORKING_DAY):
        return st.fixed_dictionaries({"interval": st.integers(1, 9 if unit is Unit.DAY else 1)})
    if unit is Unit.WEEK:
        return _weekly()
    if unit is Unit.MONTH:
        return _monthly(start)
    if unit is Unit.YEAR:
        months, at_edge = st.sampled_from(((12,), (1,))), st.just(True)
        days = st.just((-1,))
        plain = st.just({"months": (12,), "month_days": (-1,)})
        edges = st.fixed_dictionaries({"months": months, "month_days": days, "at_edge": at_edge})
        return _yearly() | plain | edges
    ends = MONTHS[unit]
    if unit is Unit.SCHOOL_YEAR:
        early = 5 <= end.month < 8
        return st.just({"months": (end.month,) if early else ends, "month_days": (-1,)})
    return _long(unit, ends)


def _weekly():
    chosen = st.sets(st.integers(1, 7)).map(lambda days: tuple(sorted(days)))
    free = st.fixed_dictionaries({"weekdays": chosen, "interval": st.integers(1, 4)})
    edges = st.sampled_from((1, 3, 5)).map(lambda day: {"weekdays": (day,), "at_edge": True})
    return free | edges


def _monthly(start):
    days = st.sets(st.integers(1, 31), min_size=1, max_size=3).map(lambda one: tuple(sorted(one)))
    nths = st.sets(st.sampled_from((1, 2, 3, 4, 5, -1)), min_size=1, max_size=3).map(
        lambda one: tuple(sorted(one, key=lambda nth: (nth < 0, nth)))
    )

    def stepped(step):
        first = (start.month + step - 2) % step
        months = tuple(one for one in range(1, 13) if (one - 1) % step == first)
        return {"months": months, "month_days": (-1,)}

    left = st.sets(st.integers(1, 12), min_size=1, max_size=5).map(
        lambda out: {
            "months": tuple(one for one in range(1, 13) if one not in out),
            "month_days": (-1,),
        }
    )
    edges = st.sampled_from((-1, 7, 10, 14, 15, 20, 21, 28))
    return st.one_of(
        st.just({"month_days": (-1,)}),
        st.just({"month_days": (-1,), "interval": 5}),
        st.sampled_from((2, 3, 4, 6)).map(stepped),
        left,
        days.map(lambda one: {"month_days": one}),
        edges.map(lambda day: {"month_days": (day,), "at_edge": True}),
        st.sampled_from(((7, 21), (14, 28), (7, -1), (10, 20), (10, -1))).map(
            lambda days: {"month_days": days, "at_edge": True}
        ),
        st.builds(lambda day, at: {"weekdays": (day,), "nths": at}, st.integers(1, 7), nths),
        nths.map(lambda at: {"weekdays": (1, 2, 3, 4, 5), "nths": at}),
    )


def _yearly():
    months = st.sets(st.integers(1, 12), min_size=1, max_size=5).map(sorted)
    day = st.just(-1) | st.integers(1, 28)

    def fields(ends, day, widths):
        found = tuple(ends)
        opens = tuple((one - width - 1) % 12 + 1 for one, width in zip(ends, widths, strict=False))
        return {
            "months": found,
            "month_days": (day,),
            "opens": () if opens == found else opens,
        }

    return st.builds(fields, months, day, st.lists(st.integers(0, 2), min_size=5, max_size=5))


def _long(unit, months):
    after = tuple(sorted(one % 12 + 1 for one in months))
    days = st.integers(1, 28)
    plain = {"months": months, "month_days": (-1,)}
    choices = [
        st.just(plain),
        st.just({**plain, "at_edge": True}),
        st.just({"months": OPENINGS[unit], "month_days": (-1,), "at_edge": True}),
        days.map(lambda day: {"months": months, "month_days": (day,)}),
        days.map(lambda day: {"months": after, "month_days": (day,)}),
    ]
    if len(months) % 2 == 0:
        choices.append(st.just({"months": months[1::2], "month_days": (-1,)}))
    if unit is Unit.QUARTER:
        second = (2, 5, 8, 11)
        choices.append(st.just({"months": second, "month_days": (-1,), "at_edge": True}))
        choices.append(days.map(lambda day: {"months": second, "month_days": (day,)}))
    return st.one_of(choices)


def waiting():
    plain = st.sampled_from(EVENTS).map(
        lambda event: Term(KINDS.get(event.kind, TermKind.ON_EVENT), event=event)
    )
    units = st.sampled_from((Unit.DAY, Unit.WORKING_DAY, Unit.WEEK, Unit.MONTH))
    bare = st.builds(
        lambda *counted: Term(TermKind.ON_EVENT, offset=Offset(*counted)),
        st.integers(1, 40),
        units,
        st.sampled_from(Side),
    )
    counted = st.sampled_from(COUNTED).map(
        lambda pair: Term(TermKind.ON_EVENT, event=pair[0], offset=pair[1])
    )
    holidays = st.sampled_from(
        (
            Term(TermKind.BY_DATE, event=Event("before_holidays", "до зимних каникул")),
            Term(TermKind.ON_EVENT, event=Event("school_holidays", "в период осенних каникул")),
            Term(TermKind.ON_EVENT, event=Event("school_holidays", "осенние и весенние каникулы")),
        )
    )
    return plain | bare | counted | holidays


@st.composite
def terms_in_documents(draw):
    context = draw(contexts)
    period = context.period
    term = draw(st.one_of(windowed(period), recurring(period), waiting()))
    return term, context

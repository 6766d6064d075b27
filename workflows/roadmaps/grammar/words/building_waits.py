"""What the rules of events, plans and needs make of their words."""

from dataclasses import replace
from typing import cast

from engine.domain.roadmaps.terms import Event, TermKind, Unit
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.building_limits import offset_of
from workflows.roadmaps.grammar.words.building_times import UNITS
from workflows.roadmaps.grammar.words.lexicon import NEEDS, PAPERS
from workflows.roadmaps.grammar.words.syntax import Aside, Node, SchoolYear
from workflows.roadmaps.grammar.words.taking import Taken
from workflows.roadmaps.grammar.words.tokens import Shape, Token

# What waits


def on_schedule(m: Taken) -> object:
    """The dates stand in another paper; «план до 1 марта» is to be made by then."""
    after = m.chart.best("part", m.last)
    named = m.words[0].word in PAPERS and m.words[0].text.lower() == m.words[0].word
    if named and after and isinstance(after.node, made.Until):
        return None
    return made.Waiting(TermKind.ON_SCHEDULE, Event("schedule", m.text))


def said_elsewhere(m: Taken) -> object:
    """«Сроки уточняются»; «во время проведения ЕГЭ» is as long as that goes on."""
    lasts = [one.word for one in m.words[:2]] == ["в", "время"]
    return None if lasts else on_schedule(m)


def as_needed(m: Taken) -> object:
    """No time at all: when somebody asks."""
    kind = "on_request" if any(one.word in _REQUESTS for one in m.words) else "need"
    return made.Waiting(TermKind.AS_NEEDED, Event(kind, m.text))


_REQUESTS = frozenset({"запрос", "требование", "обращение", "заявка", "желание", "согласование"})
_HAPPENINGS = (
    NEEDS
    | PAPERS
    | frozenset(
        {
            "каникулы",
            "проведение",
            "исполнение",
            "этап",
            "результат",
            "срок",
            "конец",
            "окончание",
            "начало",
        }
    )
)
_OBJECTS = (
    ("assessment_procedure", ("оценочн", "впр", "гиа", "егэ", "огэ", "кдр", "диагностич", "нико")),
    ("order", ("приказ", "распоряжен")),
    ("approval", ("утвержден", "согласован", "подписан")),
    ("receipt", ("получен", "поступлен")),
    ("holidays", ("каникул",)),
    ("school_year", ("учебн",)),
)


def on_event(m: Taken) -> object:
    """After, before or during something that has no date here."""
    if not any(_is_noun(one) for one in m.words):
        return None
    if "before" in m and m.words[1:] and m.words[1].shape is Shape.NUMBER and "unit" not in m:
        # «До 5 школ» says how many.
        return None
    side = next((one for one in ("after", "before", "during") if one in m), "after")
    text = m.text.lower()
    about = next((name for name, stems in _OBJECTS if any(one in text for one in stems)), "event")
    repeats = about == "assessment_procedure" or any(one.word == "каждый" for one in m.words)
    offset = offset_of(m) if "count" in m or "unit" in m or "term" in m else None
    event = Event(f"{side}_{about}", m.text, repeats=repeats)
    return made.Waiting(TermKind.ON_EVENT, event, offset)


def _is_noun(token: Token) -> bool:
    # «После 15» says nothing; a month or a quarter would have been found by other rules.
    free = not token.known or token.slip or token.word in _HAPPENINGS
    return token.shape is Shape.WORD and free and len(token.text) > 1


def bare_offset(m: Taken) -> object:
    """В течение 10 дней, and not a word of what from; a quarter may be each quarter."""
    unit = UNITS.get(m.word("unit"), Unit.DAY)
    after = any(one.word == "через" for one in m.words)
    if "count" not in m and not after and unit not in (Unit.DAY, Unit.WEEK, Unit.MONTH):
        return made.Every(unit, asks=True)
    return made.Waiting(TermKind.ON_EVENT, Event("", m.text), offset_of(m))


def at_once(m: Taken) -> object:
    """Незамедлительно: after what, is not said."""
    return made.Waiting(TermKind.ON_EVENT, Event("", m.text))


def after_time(m: Taken) -> object:
    """По итогам учебного года: after it, but who knows how long after."""
    target = cast("Node", m.node("it"))
    kinds: dict[type, str] = {
        SchoolYear: "end_of_academic_year",
        made.SchoolTerm: "end_of_academic_term",
        made.Half: "end_of_half_year",
        made.Years: "end_of_year",
        made.ThisYear: "end_of_year",
        made.Every: "end_of_unit",
        made.Holidays: "after_holidays",
    }
    kind = kinds.get(type(target), "end_of_period")
    event = Event(kind, m.text, repeats=isinstance(target, made.Every))
    if isinstance(target, SchoolYear) and target.first:
        event = replace(event, academic_year=f"{target.first}/{(target.first + 1) % 100:02d}")
    return made.Waiting(TermKind.ON_EVENT, event, target=target)


def whole_of_paper(m: Taken) -> object:
    """На период реализации программы: of the document's own, not of any other thing."""
    named = [one.text.lower() for one in m.words if not one.known or one.word in PAPERS]
    if m.words[0].word == "срок" and not named:
        return None
    if _names_a_time(m):
        # «Срок реализации программы: 2023-2025 гг.» says it behind the colon.
        return Aside.FILLER
    own = any(one.startswith(_OWN) or one == "дк" for one in named)
    return made.WholePeriod() if own or not named else None


def _names_a_time(m: Taken) -> bool:
    after = m.chart.tokens[m.last : m.last + 1]
    marked = bool(after) and after[0].text in (":", "-")
    return marked and m.chart.best("part", m.last + 1) is not None


def town(m: Taken) -> object:
    """«Март, г. Сочи»."""
    short = m.words[0].text.lower().rstrip(".") == "г"
    return Aside.PLACE if short and m.words[1].text[:1].isupper() else None


_OWN = ("программ", "проект", "карт", "план", "комплекс", "концепц", "мероприят", "маршрут", "мер")


def whole_or_during(m: Taken) -> object:
    """«Весь период подготовки к ГИА»: as long as that goes on, unless it is the document's own."""
    return whole_of_paper(m) or on_event(m)


def term_named(m: Taken) -> object:
    """Срок исполнения до 1 июня: only where a time follows at once."""
    after = m.chart.best("part", m.last)
    return Aside.FILLER if after and not after.rule.weak else None


def times(m: Taken) -> object:
    """Дважды, 2 раза: how often, in a time that stands beside it or nowhere."""
    return made.Times(1 if "once" in m else m.number("count"))


def clock(m: Taken) -> object:
    """В 10:00: the hour says nothing of the day."""
    numbers = [one.number for one in m.words if one.shape is Shape.NUMBER]
    fits = numbers[0] <= _LAST_HOUR and all(one <= _LAST_MINUTE for one in numbers[1:])
    if len(numbers) == _HOUR_AND_MINUTE and any(one.text == "-" for one in m.words):
        # «До 16-00» is an hour; «до 10-15» may be anything.
        fits = fits and m.words[-1].text in ("00", "30")
    return Aside.FILLER if fits else None


def bare_clock(m: Taken) -> object:
    """«14.00», «9-00» with nothing before it is an hour; «2.15», «9-30» may be anything else."""
    hour, minute = [one.number for one in m.words if one.shape is Shape.NUMBER][:2]
    in_the_day = _FIRST_LESSON <= hour < _NIGHT and minute % _MINUTES == 0
    dashed = m.words[1].text == "-" and minute > 0
    return clock(m) if in_the_day and not dashed else None


_LAST_HOUR, _LAST_MINUTE = 24, 59
_FIRST_LESSON, _NIGHT, _MINUTES = 7, 22, 5
_HOUR_AND_MINUTE = 2


def coverage(m: Taken) -> object:
    """В 100% организаций."""
    return made.Coverage(m.text)

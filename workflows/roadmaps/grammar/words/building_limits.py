"""What the rules of first and last days make of their words."""

from typing import cast

from engine.domain.roadmaps.terms import Offset, Side, Unit
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.building_times import EDGES, UNITS, each_of
from workflows.roadmaps.grammar.words.short_terms import TERM_DAYS
from workflows.roadmaps.grammar.words.syntax import Edge, Node, SchoolYear
from workflows.roadmaps.grammar.words.taking import Taken


def several_limits(m: Taken) -> object:
    """До 1 июля и 1 декабря."""
    inside = any(one.word in ("позднее", "по") for one in m.words)
    found = [one for node in m.nodes("it") for one in each_of(cast("Node", node))]
    asks = any(isinstance(one, made.Spans) and one.asks for one in m.nodes("it"))
    return made.Several(tuple(made.Until(one, inclusive=inside) for one in found), asks=asks)


def until(m: Taken) -> object:
    """«До» and its kin; «не позднее» and «по» take what they name in."""
    inside = any(one.word in ("позднее", "по", "включительно") for one in m.words)
    edge = EDGES[m.word("edge")] if "edge" in m else None
    target = cast("Node", m.node("it"))
    if edge is None and not inside and ("eve" in m or isinstance(target, SchoolYear)):
        # «К новому учебному году», «накануне каникул»: before it begins.
        edge = Edge.START
    each = [made.Until(one, edge, inside, m.text) for one in each_of(target)]
    return made.Several(tuple(each)) if len(each) > 1 else each[0]


def since(m: Taken) -> object:
    """«С» and a day or a month, with no end; «и далее ежеквартально» says what comes then."""
    after = m.chart.best("part", m.last) if m.words[-1].word == "далее" else None
    if after and isinstance(after.node, made.Every):
        return None
    edge = EDGES[m.word("edge")] if "edge" in m else None
    target = cast("Node", m.node("it"))
    months = [one for one in m.words if one.word == "MONTH"]
    if edge and isinstance(target, made.Span) and len(months) > 1:
        # «С середины мая по июнь»: the middle is that of May.
        return None
    return made.Since(target, edge=edge, after="after" in m)


def counted_from_day(m: Taken) -> object:
    """За 5 дней до 1 сентября; «в течение года с 1 марта» is a year long, or of this year."""
    day = cast("Node", m.node("it"))
    counted = made.Counted(day, offset_of(m), m.text)
    open_year = m.word("unit") == "год" and "count" not in m and m.words[0].word == "в"
    return made.Either((made.Since(day), counted)) if open_year else counted


def offset_of(m: Taken) -> Offset:
    """So many days, before or after."""
    side = Side.BEFORE if "before" in m else Side.AFTER
    short = m.token("term")
    if short:
        count, word = TERM_DAYS[short.word]
        unit = UNITS[word]
    else:
        count = m.number("count", 1)
        unit = UNITS.get(m.word("unit"), Unit.DAY)
    count, unit = (count * 10, Unit.DAY) if m.word("unit") == "декада" else (count, unit)
    if unit is Unit.DAY and "working" in m:
        unit = Unit.WORKING_DAY
    return Offset(count, unit, side)

"""What the rules of parts make of their words: edges, weeks, decades and the nth day of a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.building_times import EDGES, each_of
from workflows.roadmaps.grammar.words.syntax import Edge, Node, Span
from workflows.roadmaps.grammar.words.taking import Taken
from workflows.roadmaps.grammar.words.tokens import Shape


def first_days(m: Taken) -> object:
    """В первых числах сентября, в 20-х числах мая."""
    word = m.words[0].text.lower()
    # «20-е числа» are several days, «20-е число» is one.
    listed = word.endswith("-е") and m.words[1].text.lower() == "числа"
    several = word.endswith(("ых", "ые", "их", "ие", "-х")) or listed
    target = cast("Node", m.node("of"))
    edge = {1: Edge.START, 10: Edge.MIDDLE, 20: Edge.END, -1: Edge.END}.get(nth_of(m))
    if not (several and edge):
        return None
    return _as_one([made.PartOf(one, edge=edge) for one in each_of(target)])


def several_parts(m: Taken) -> object:
    """В начале и в конце учебного года."""
    target = cast("Node", m.node("of"))
    edges = [EDGES[one.word] for one in m.tokens("edge")]
    return made.Several(tuple(made.PartOf(target, edge=one) for one in edges))


def piece(m: Taken) -> object:
    """3 неделя; «3 недели» are as likely a length of time."""
    length = m.words[0].word == "за"
    if length or any(one.text.lower().endswith(("ели", "ель", "ады", "ад")) for one in m.words):
        return None
    if "listed" in m:
        first, *others = nths_of(m)
        return made.Piece(first, m.word("piece"), others=tuple(others))
    first, last = _first_and_last(m)
    return made.Piece(first, m.word("piece"), last)


def pieces_of(month: Node, piece: made.Piece) -> Node:
    """The weeks, decades or halves of a month that stands beside them."""
    nths = (piece.nth, *piece.others)
    each = [made.PartOf(month, nth=nth, piece=piece.piece, until=piece.until) for nth in nths]
    return _as_one(each)


def _first_and_last(m: Taken) -> tuple[int, int]:
    nths = nths_of(m)
    return nths[0], nths[-1] if len(nths) > 1 else 0


def part(m: Taken) -> object:
    """The beginning, a half, a decade or a week of something."""
    target = cast("Node", m.node("of") or m.node("year"))
    if isinstance(target, int):
        target = made.Years(target, target)
    if _are_counted(m) or ("edge" in m and _is_of_the_first(m)):
        return None
    if isinstance(target, made.Either) and "edge" in m:
        # «В конце марта/апреля»: of which of them, nobody said.
        edge = EDGES[m.word("edge")]
        each = each_of(target.nodes[-1]) if target.sure else target.nodes
        return made.Either(tuple(made.PartOf(one, edge=edge) for one in each))
    if "edge" in m:
        edge = EDGES[m.word("edge")]
        return _as_one([made.PartOf(one, edge=edge) for one in each_of(target)])
    return _as_one([one for month in each_of(target) for one in _pieces_of(month, m)])


def _is_of_the_first(m: Taken) -> bool:
    """«Конец мая – июнь» goes from the end of May; in a list («конец мая, июня») it is of each."""
    months = [one for one in m.words if one.word == "MONTH"]
    return len(months) > 1 and isinstance(m.node("of"), Span)


def _are_counted(m: Taken) -> bool:
    """«В течение 2 недель октября» says how many; «2 неделя» and «2-3 недели» say which."""
    nths, piece = m.tokens("nth"), m.token("piece")
    plain = len(nths) == 1 and nths[0].shape is Shape.NUMBER and nths[0].word != "NTH"
    form = piece.text.lower() if piece else ""
    limited = any(one.word in _LIMITS for one in m.chart.tokens[: m.first][-1:])
    several = form.endswith(("ель", "ад")) or (form.endswith(("ели", "ады")) and not limited)
    return plain and several and "count" not in m


_LIMITS = frozenset(
    {"с", "до", "к", "от", "после", "позднее", "начало", "конец", "окончание", "период"}
)


def _as_one(nodes: Sequence[Node]) -> Node:
    return made.Several(tuple(nodes)) if len(nodes) > 1 else nodes[0]


def _pieces_of(month: Node, m: Taken) -> list[Node]:
    first, last = _first_and_last(m)
    name = "половина" if m.word("piece") == "пол" else m.word("piece")
    if "count" in m:
        return [made.PartOf(month, nth=1, piece=name, until=m.number("count"))]
    if "listed" in m:
        return [made.PartOf(month, nth=one, piece=name) for one in nths_of(m)]
    return [made.PartOf(month, nth=first, piece=name, until=last)]


def nth_of(m: Taken) -> int:
    """A number in order; the last is -1."""
    token = m.token("nth")
    return -1 if token and token.word == "последний" else m.number("nth")


def nths_of(m: Taken) -> tuple[int, ...]:
    """Numbers in order, each once; the last is -1 and comes last."""
    found = {-1 if one.word == "последний" else one.number for one in m.tokens("nth")}
    return tuple(sorted(found, key=lambda one: (one < 0, one)))


def weekday_of(m: Taken) -> object:
    """Вторая пятница сентября."""
    return _nth_of_each(m, (m.number("weekday"),))


def _nth_of_each(m: Taken, weekdays: tuple[int, ...], *, working: bool = False) -> Node:
    months = [cast("Span", one) for one in each_of(cast("Node", m.node("of")))]
    days = [made.WeekdayOf(month, nth, weekdays, working) for month in months for nth in nths_of(m)]
    return _as_one(days)


_DAYS = frozenset({"дни", "дней", "днях", "числа", "числах", "чисел"})


def day_of(m: Taken) -> object:
    """Последний рабочий день апреля, последнее число июня; «первые числа» are several days."""
    forms = [one.text.lower() for one in m.words]
    if forms[0].endswith(("ых", "ые", "их", "ие", "-х")) or any(one in _DAYS for one in forms):
        return None
    if "working" in m:
        return _nth_of_each(m, (1, 2, 3, 4, 5), working=True)
    return _nth_of_each(m, tuple(range(1, 8)))

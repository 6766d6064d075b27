"""The words that say in running text what stands behind them: «Срок: ...», «(май, отв. УО)»."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workflows.roadmaps.people import NAME
from workflows.roadmaps.refusing import refuse_long
from workflows.roadmaps.stages import is_only_span, is_only_term
from workflows.roadmaps.vocabulary import Field, recognised

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_TERM = (
    r"срок(?:и|ом)?(?: (?:исполнения|реализации|проведения|выполнения|завершения|мероприятия))?"
    r"|дат[аы](?: проведения)?|период(?: (?:исполнения|реализации|проведения))?"
)
_OF_PEOPLE = (
    r"ответственн(?:ый|ые|ая)(?: (?:исполнител[ьи]|лиц[оа]))?"
    r"(?: за (?:исполнение|выполнение|проведение))?"
    r"|(?:со)?исполнител[ьи]"
)
_OF_RESULT = (
    r"(?:(?:ожидаем|планируем|прогнозируем|предполагаем)\w+ )?результат\w{0,2}"
    r"|(?:(?:итогов|подтверждающ|отч[её]тн)\w+ )?документ\w{0,2}"
    r"|форма (?:отч[её]та|отч[её]тности|завершения|контроля|представления результата)"
    r"|показател[ьи]|индикатор\w{0,2}|критери[йи]|итог|выход|продукт"
)
_OF_REST = (
    r"мероприяти[ея]|наименование(?: мероприятия)?|адресность|целев(?:ая аудитория|ые группы)"
    r"|(?:категория )?участник(?:и|ов)|цел[ьи]|задач[аи]|место(?: проведения)?|примечани[ея]"
    r"|форма проведения|уровень"
)
_COLON = rf"(?P<colon>{_OF_TERM}|{_OF_PEOPLE}|{_OF_RESULT}|{_OF_REST}|отв\.?|кто|когда)\s*:\s*"
_DASH = rf"(?P<dash>{_OF_TERM}|{_OF_PEOPLE}|{_OF_RESULT}|отв\.?)\s*(?:[–—]\s*|\s-\s)"
_LABEL = re.compile(rf"(?<![^\s(;,.])(?:{_COLON}|{_DASH})", re.IGNORECASE)
_LONGEST_BRACKET = 600
_SHORT = re.compile(r"отв(?:етственн\w+)?\.?\s*[:–—-]?\s*", re.IGNORECASE)
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)[\s.;,]*$")
_ANY_BRACKET = re.compile(r"\(([^()]{5,200})\)")
_NAMES_WHO = re.compile(r"\bотв(?:\.|етств)|исполнител", re.IGNORECASE)
_CLAUSE_END = re.compile(r"(?:[.;,(!?»)]|\s[–—-])\s?$")
_TERM = re.compile(
    r"январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|20\d\d"
    r"|\d\d?\.\d\d|еже[дмкгн]|постоян|течени|квартал|четверт|полугод|по мере|по (?:плану|график)"
    r"|раз в\b|весь период|регулярн",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\bгг?|\b[А-ЯЁ]|\bдр|\bт\.\s?[дп])\.$")


@dataclass
class Told:
    """One thing to do as its words tell it: a number, a title, and what labels name."""

    number: str = ""
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    """What each label says, by the label as printed first for its field."""
    under: str = ""
    """The label whose words may still go on; the title's is empty."""

    def fields(self) -> set[Field]:
        """What is said of it besides its title."""
        return {recognised(label) for label, text in self.texts.items() if text}

    @property
    def placed(self) -> bool:
        """Whether it says when, or who."""
        return bool(self.fields() & {Field.DEADLINE, Field.RESPONSIBLE})

    def say(self, label: str, text: str) -> None:
        """Take the words behind a label; the same label once more adds to them."""
        before = self.texts.get(label, "")
        self.texts[label] = refuse_long(f"{before}; {text}" if before else text)
        self.under = label

    def finished(self) -> Told:
        """The same without the stops that only part one thing from the next."""
        title = bare(self.title) if self.texts else self.title
        return Told(self.number, title, {name: bare(text) for name, text in self.texts.items()})

    def go_on(self, text: str) -> None:
        """Take a line that finishes what was said last."""
        before = self.texts.get(self.under, "") if self.under else self.title
        whole = refuse_long(f"{before} {text}".strip())
        if self.under:
            self.texts[self.under] = whole
        else:
            self.title = whole


def labels_of(text: str) -> list[re.Match[str]]:
    """The labels of a text; in the middle of a sentence a label begins with a capital letter."""
    return [one for one in _LABEL.finditer(text) if _stands_out(text, one)]


def _stands_out(text: str, label: re.Match[str]) -> bool:
    at = label.start()
    clause = not at or bool(_CLAUSE_END.search(text[max(0, at - 3) : at]))
    return clause or (bool(label["colon"]) and label[0][0].isupper())


def pieces_of(text: str) -> Iterator[tuple[str, str]]:
    """The words before the first label, under no name, then each label with its words."""
    labels = labels_of(text)
    first = labels[0].start() if labels else len(text)
    yield "", text[:first]
    for at, one in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        yield (one["colon"] or one["dash"]), text[one.end() : end].strip()


def bare(text: str) -> str:
    """Words without the stops that only part them from the next ones."""
    said = text.strip().rstrip(";, ").removesuffix("(").rstrip()
    return said if _ABBREVIATED.search(said) else said.removesuffix(".")


def bracketed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A title without the bracket that says when and who, and what the bracket says."""
    found = _BRACKET.search(text, max(0, len(text) - _LONGEST_BRACKET))
    if not found:
        return _inside(text) or _dashed(text)
    said = list(_labelled(found[1])) if labels_of(found[1]) else list(_sorted(found[1]))
    fields = {recognised(name) for name, one in said if one}
    return (text[: found.start()].strip(), said) if Field.DEADLINE in fields else (text, [])


def _inside(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """«Семинар (май 2024, отв. УО) для педагогов»: a bracket that says both, wherever it stands."""
    for one in _ANY_BRACKET.finditer(text):
        said = list(_labelled(one[1])) if labels_of(one[1]) else list(_sorted(one[1]))
        when = [words for name, words in said if recognised(name) is Field.DEADLINE]
        both = {recognised(name) for name, _ in said} >= {Field.DEADLINE, Field.RESPONSIBLE}
        if both and (_NAMES_WHO.search(one[1]) or all(map(is_only_term, when))):
            return f"{text[: one.start()].rstrip()} {text[one.end() :].lstrip()}".strip(), said
    return None


def _dashed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """«Семинар – май 2024 г. – Лосева И.И.»: a title, a term and people parted by dashes."""
    parts = re.split(r"\s[–—-]\s", text)
    if len(parts) < 3 or not is_only_span(parts[-2]):  # noqa: PLR2004 - a title, a term, people
        return text, []
    title = text[: text.rindex(parts[-2], 0, text.rindex(parts[-1]))].rstrip(" –—-")
    return title, [("Срок", parts[-2]), ("Ответственный", parts[-1])]


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    for name, said in pieces_of(text):
        if name:
            yield name, said
        else:
            yield from _sorted(said)


def _sorted(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a bracket without labels: those that print a term, and those who do it."""
    when: list[str] = []
    who: list[str] = []
    for part in filter(None, (one.strip() for one in re.split(r"[;,]\s", text))):
        named = NAME.search(part) or _SHORT.match(part) or not _TERM.search(part)
        (who if named else when).append(_SHORT.sub("", part, count=1) if named else part)
    if when:
        yield "Срок", ", ".join(when)
    if who:
        yield "Ответственный", ", ".join(who)

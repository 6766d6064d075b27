"""A succession in words: what is wrong with its plan, its policies, and what comes of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.domain.bulk import unmet_of
from engine.domain.errors import CaseUnmapped, UndoRefused
from engine.domain.succession import Fate, PaperPolicy, TermPolicy
from engine.domain.succession.counting import Figure, figures_of
from engine.domain.succession.results import ResultStatus
from web.wording.fields import Fields
from web.wording.grammar import as_day, capitalised, quoted, short_day
from web.wording.paths import stage_title, term_title
from web.wording.reasons import unmet_sentence
from web.wording.refusals import refused_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition
    from engine.domain.succession import TermFate
    from engine.queries.impact import ImpactCase

TERM_POLICIES: Mapping[TermPolicy, Any] = {
    TermPolicy.KEEP_DATE: lazy_gettext("день остаётся прежним"),
    TermPolicy.KEEP_ELAPSED: lazy_gettext("прошедшие рабочие дни засчитываются"),
    TermPolicy.RECOMPUTE: lazy_gettext("пересчитать по новому правилу со дня входа на этап"),
    TermPolicy.RESTART: lazy_gettext("отсчитать заново со дня перевода"),
}
PAPER_POLICIES: Mapping[PaperPolicy, Any] = {
    PaperPolicy.BLOCK: lazy_gettext("не переводить, пока документа нет"),
    PaperPolicy.WAIVE: lazy_gettext("перевести без документа, с объяснением"),
    PaperPolicy.DUTY: lazy_gettext("перевести и поставить срок, к которому принести документ"),
}
FATES: Mapping[Fate, Any] = {
    Fate.KEPT: lazy_gettext("остаётся"),
    Fate.MOVED: lazy_gettext("переносится"),
    Fate.GAINED: lazy_gettext("появляется"),
    Fate.LOST: lazy_gettext("исчезает"),
}
FIGURES: Mapping[Figure, Any] = {
    Figure.READY: lazy_gettext("перейдут"),
    Figure.UNMAPPED: lazy_gettext("не указано, на какой этап"),
    Figure.PAPERS: lazy_gettext("не хватает документов"),
    Figure.DONE: lazy_gettext("делать нечего"),
    Figure.RESTAGED: lazy_gettext("сменят этап"),
    Figure.GAINS: lazy_gettext("получат новый срок"),
    Figure.LOSES: lazy_gettext("потеряют срок"),
    Figure.MOVES: lazy_gettext("срок сдвинется"),
    Figure.LACKING: lazy_gettext("перейдут без документа"),
    Figure.HINDERED: lazy_gettext("следующему переходу мешает новое требование"),
}
OF_ONE_CASE: Mapping[Figure, Any] = {
    **FIGURES,
    Figure.READY: lazy_gettext("перейдёт"),
    Figure.RESTAGED: lazy_gettext("сменит этап"),
    Figure.GAINS: lazy_gettext("получит новый срок"),
    Figure.LOSES: lazy_gettext("потеряет срок"),
    Figure.LACKING: lazy_gettext("перейдёт без документа"),
}
"""The same, said of one case."""
RESULTS: Mapping[ResultStatus, Any] = {
    ResultStatus.PLANNED: lazy_gettext("ждёт очереди"),
    ResultStatus.DONE: lazy_gettext("сделано"),
    ResultStatus.NOTHING: lazy_gettext("делать нечего"),
    ResultStatus.REFUSED: lazy_gettext("отказано"),
}


def result_sentences(
    code: str | None, reasons: Sequence[Mapping[str, Any]], definition: Definition | None
) -> list[str]:
    """Why a case did not go over, or did not come back, every reason; `definition` is its own."""
    if code is None:
        return []
    if reasons and "mend" in reasons[0]:
        return [unmet_sentence(unmet_of(one), definition).lack for one in reasons]
    fields = Fields(reasons[0]) if reasons else Fields()
    if code == CaseUnmapped.code:
        return [
            gettext(
                "В плане не указано, на какой этап идёт дело с этапа %(stage)s.",
                stage=quoted(stage_title(definition, one)),
            )
            for one in fields.words("stages")
        ]
    if code == UndoRefused.code and fields.text("rule") == "late":
        day = short_day(as_day(fields.text("ends_on")))
        return [gettext("Отменить перевод можно было до %(day)s.", day=day)]
    if code == UndoRefused.code:
        return [gettext("После перевода с делом уже работали: отмена стёрла бы эту работу.")]
    if code in _NOTHING:
        return [str(_NOTHING[code])]
    return [f"{capitalised(refused_text(code, '', list(reasons)))}."]


_NOTHING: Mapping[str, Any] = {
    "closed": lazy_gettext("Дело закрыто: переводить нечего."),
    "done": lazy_gettext("Делать нечего: дело уже на этой версии."),
}


def impact_rows(cases: Iterable[ImpactCase], new: Definition) -> Iterator[list[str]]:
    """The cases of an impact report as rows of a file: which, where, what comes of it, and why."""
    for one in cases:
        verdict, old = one.verdict, one.definition
        figures = sorted(figures_of(verdict), key=list(Figure).index)
        stages = [gettext("этап «%(stage)s»", stage=stage_title(old, verdict.source))]
        if verdict.target and verdict.target != verdict.source:
            stages.append(gettext("станет «%(stage)s»", stage=stage_title(new, verdict.target)))
        lacks = [unmet_sentence(missing.unmet, new).lack for missing in verdict.missing]
        lacks += [
            unmet_sentence(unmet, new).lack for move in verdict.blocked for unmet in move.unmet
        ]
        yield [
            one.line.subject,
            one.line.municipality,
            ", ".join(stages),
            ", ".join(str(FIGURES[figure]) for figure in figures),
            "; ".join(
                _fate(fate, old, new) for fate in verdict.terms if fate.fate is not Fate.KEPT
            ),
            " ".join(lacks),
        ]


def impact_heads() -> list[str]:
    """The heads of the columns of `impact_rows`."""
    return [
        gettext("Школа или муниципалитет"),
        gettext("Муниципалитет"),
        gettext("Этап"),
        gettext("Что будет"),
        gettext("Сроки"),
        gettext("Чего не хватает"),
    ]


def _fate(one: TermFate, old: Definition, new: Definition) -> str:
    definition = old if one.fate is Fate.LOST else new
    title = quoted(term_title(definition, one.term, one.stage))
    was, now = (short_day(as_day(day.isoformat())) if day else "" for day in (one.was, one.now))
    if one.fate is Fate.MOVED:
        return gettext("%(term)s — было %(was)s, стало %(now)s", term=title, was=was, now=now)
    if one.fate is Fate.GAINED:
        return gettext("%(term)s — до %(now)s", term=title, now=now)
    return gettext("%(term)s — был до %(was)s", term=title, was=was)


def plan_finding_sentence(
    finding: Finding, olds: Sequence[Definition] = (), new: Definition | None = None
) -> str:
    """What is wrong with a plan, or worth knowing of it, as a sentence."""
    say = PLAN_FINDINGS.get(finding.code)
    return say(_Told(finding, olds, new)) if say else finding.code


class _Told:
    """A finding with the versions that it speaks of."""

    def __init__(
        self, finding: Finding, olds: Sequence[Definition], new: Definition | None
    ) -> None:
        self.fields = Fields.of(finding.fields)
        self._olds, self._new = olds, new
        _, _, place = finding.element.partition(".")
        self._stage, _, self._term = place.partition(".terms.")

    @property
    def old_stage(self) -> str:
        """The stage the finding is about, as the old version that has it calls it."""
        known = (one for one in self._olds if self._stage in one.stage_by_code)
        return quoted(stage_title(next(known, None), self._stage))

    @property
    def new_stage(self) -> str:
        """The stage that the finding names in the new version."""
        return quoted(stage_title(self._new, self.fields.text("target") or self._stage))

    @property
    def term(self) -> str:
        """The term the finding is about."""
        return quoted(term_title(self._new, self._term, self._stage))


def _plain(sentence: Any) -> Callable[[_Told], str]:
    return lambda _told: str(sentence)


def _unknown_stage(told: _Told) -> str:
    return gettext(
        "Этап %(old)s: этапа %(new)s в новой версии нет.", old=told.old_stage, new=told.new_stage
    )


def _needless(told: _Told) -> str:
    return gettext("Этап %(old)s: в прежних версиях такого этапа нет.", old=told.old_stage)


def _unfit(told: _Told) -> str:
    return gettext(
        "Этап %(old)s: на этап %(new)s перевести нельзя. С обычного этапа переводят на обычный, "
        "с приостановки на приостановку, завершить дело переводом нельзя.",
        old=told.old_stage,
        new=told.new_stage,
    )


def _unmapped(told: _Told) -> str:
    return gettext(
        "Этап %(old)s: не указано, на какой этап новой версии идут его дела; они не перейдут.",
        old=told.old_stage,
    )


def _unknown_term(told: _Told) -> str:
    return gettext(
        "Этап %(new)s: срока %(term)s в новой версии нет.", new=told.new_stage, term=told.term
    )


def _days(told: _Told) -> str:
    return gettext(
        "Число дней должно быть от %(least)d до %(most)d.",
        least=told.fields.number("least"),
        most=told.fields.number("most"),
    )


def _short(told: _Told) -> str:
    return gettext(
        "Напишите причину перевода: не короче %(need)d знаков.", need=told.fields.number("need")
    )


def _short_waive(told: _Told) -> str:
    return gettext(
        "Объясните, почему документ не нужен: не короче %(need)d знаков.",
        need=told.fields.number("need"),
    )


PLAN_FINDINGS: Mapping[str, Callable[[_Told], str]] = {
    "plan_act_incomplete": _plain(
        lazy_gettext("У документа, который разрешает перевод, укажите вид, номер и кто издал.")
    ),
    "plan_act_missing": _plain(
        lazy_gettext(
            "Не указан документ, который разрешает перевод: без него дело идёт по правилам, "
            "по которым началось."
        )
    ),
    "plan_days": _days,
    "plan_of_another_version": _plain(lazy_gettext("План составлен для другой версии маршрута.")),
    "plan_reason_short": _short,
    "plan_stage_needless": _needless,
    "plan_stage_unfit": _unfit,
    "plan_stage_unknown": _unknown_stage,
    "plan_stage_unmapped": _unmapped,
    "plan_term_unknown": _unknown_term,
    "plan_waive_reason_short": _short_waive,
}
"""A sentence for every code that looking at a plan may give."""

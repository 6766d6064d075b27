"""Random deeds on a case, each answered as a simple model of the base path answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.domain.audit import Stream, StreamKind
from engine.storage.verification import verify
from engine.workbench import Workbench
from tests.conftest import Clock
from tests.factories import Scene, make_scene
from tests.journeys.model.case import Case
from tests.journeys.model.comparing import compare
from tests.journeys.model.live import SCHOOLS_OF_A_SCENE, opened
from tests.journeys.model.steps import Step, Wait, deeds_of
from tests.journeys.model.strategies import endings, steps

FIRST_DAYS = (date(2023, 6, 5), date(2023, 11, 7))
STEPS = 25
EXAMPLES = {"sqlite": 40, "postgresql": 10}


def untouched(bench: Workbench, clock: Clock) -> Iterator[tuple[Scene, int]]:
    """Schools without a case, as many as are asked for; their paths are older than any case."""
    for number in count():
        stand(clock, min(FIRST_DAYS))
        scene = make_scene(
            bench,
            f"region{number}",
            schools=SCHOOLS_OF_A_SCENE,
            tutor_schools=SCHOOLS_OF_A_SCENE,
        )
        for school in range(SCHOOLS_OF_A_SCENE):
            yield scene, school


def stand(clock: Clock, day: date) -> None:
    """Put the clock on a day."""
    clock.set(day.year, day.month, day.day)


def test_random_deeds_are_answered_as_the_simple_model_of_the_path_answers_them(
    bench: Workbench, clock: Clock
) -> None:
    schools = untouched(bench, clock)
    got_on: list[bool] = []

    @settings(
        max_examples=EXAMPLES[bench.database.dialect],
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate,),  # making a failure small would take minutes
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(FIRST_DAYS), st.lists(steps, min_size=STEPS, max_size=STEPS), endings)
    def drive(first_day: date, program: list[Step], ending: Step | None) -> None:
        scene, school = next(schools)
        stand(clock, first_day)
        live, case = opened(scene, school), Case(first_day)
        for step in [*program, *([ending] if ending else [])]:
            if isinstance(step, Wait):
                case.today += timedelta(days=step.days)
                stand(clock, case.today)
                continue
            for deed in deeds_of(case, step):
                where = case.stage
                expected = case.answer(deed)
                assert live.answer(deed, case) == expected, (where, deed)
        compare(live, case)
        for kind in (StreamKind.CASE, StreamKind.REFUSAL):
            assert verify(bench.database, Stream(kind, live.case_id)).findings == []
        stages = {spell.stage for spell in case.spells}
        got_on.append("risk_profiling" in stages)

    drive()
    assert verify(bench.database).findings == []
    assert 2 * sum(got_on) > len(got_on), "most sequences get beyond the third stage"

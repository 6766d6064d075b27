"""Random steps: most of them useful, so that the case gets on, and some of them wrong."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.journeys.model.deeds import (
    REASON,
    REASONS,
    SHORT,
    Attach,
    Detach,
    File,
    Move,
    Note,
    Order,
    Repeal,
    Review,
)
from tests.journeys.model.path import PATH
from tests.journeys.model.steps import (
    CITY_ONE,
    PEOPLE,
    Ahead,
    Close,
    Leave,
    Onward,
    Step,
    Supply,
    Wait,
)
from tests.journeys.model.things import BECOMES, FACTORS, KEYS, STATUSES

people = st.sampled_from(PEOPLE)
working = st.sampled_from((CITY_ONE, CITY_ONE, *PEOPLE))
shifts = st.sampled_from((0, 0, 0, 0, 0, None, None, -1, 1, -3))
back = st.integers(0, 3)
topics = st.sampled_from((None, *FACTORS[:2]))
moves = st.builds(
    Move,
    by=working,
    shift=shifts,
    code=st.sampled_from(tuple(PATH)),
    reason=st.sampled_from(REASONS),
    basis=st.sampled_from(((), (), (), (0,), (1,), (0, 2))),
    days=st.sampled_from((None, None, None, 0, -1, 1)),
)
files = st.builds(
    File,
    by=people,
    shift=shifts,
    kind=st.sampled_from(
        (
            "self_diagnosis",
            "development_concept",
            "midterm_programme",
            "antirisk_programme",
            "analytic_note",
            "final_note",
        )
    ),
    topic=topics,
    submit=st.booleans(),
)
reviews = st.builds(
    Review,
    by=people,
    shift=shifts,
    which=back,
    verdict=st.sampled_from(tuple(BECOMES)),
    remarks=st.sampled_from((REASON, REASON, SHORT)),
)
orders = st.builds(
    Order,
    by=people,
    shift=shifts,
    kind=st.sampled_from(
        ("list_order", "programme_approval", "correction_order", "ground_withdrawal")
    ),
)
repeals = st.builds(Repeal, by=people, shift=shifts, which=back)
notes = st.sampled_from(tuple(KEYS)).flatmap(
    lambda kind: st.builds(
        Note,
        by=people,
        shift=shifts,
        kind=st.just(kind),
        key=st.sampled_from((*KEYS[kind], *(() if kind == "measure" else ("unheard_of",)))),
        status=st.sampled_from((*STATUSES[kind], *STATUSES[kind], "unheard_of")),
        value=st.sampled_from((None, 0, 1)),
    )
)
attaching = st.builds(
    Attach,
    by=working,
    shift=shifts,
    kind=st.sampled_from(("curator", "expert")),
    whom=st.sampled_from(("curator.0", "curator.1", "expert.0", "expert.1")),
    which=st.sampled_from((None, None, 0, 2)),
) | st.builds(
    Attach,
    by=working,
    shift=shifts,
    kind=st.just("tutor_school"),
    whom=st.sampled_from(("tutor", "tutor", "own", "listed")),
    which=st.sampled_from((None, 0, 0, 2)),
)
detaching = st.builds(
    Detach,
    by=working,
    shift=shifts,
    which=back,
    days=st.sampled_from((0, -1, 1, 100)),
    reason=st.sampled_from((REASON, REASON, SHORT)),
)
choices = st.integers(0, 5)
lacking = st.sampled_from((None, None, None, None, None, None, 0, 1, 2))
WEIGHTS: tuple[tuple[int, st.SearchStrategy[Step]], ...] = (
    (1, st.builds(Wait, st.sampled_from((0, 1, 60, 150)))),
    (2, st.builds(Supply, lacking)),
    (4, st.builds(Ahead, choices)),
    (18, st.builds(Onward, lacking, choices)),
    (3, st.builds(Leave, st.integers(0, 9), moves)),
    (1, moves),
    (1, st.just(Move(CITY_ONE, "suspend"))),
    (1, files),
    (1, reviews),
    (1, orders),
    (1, repeals),
    (1, notes),
    (1, attaching),
    (1, detaching),
)
steps = st.sampled_from([one for weight, one in WEIGHTS for _ in range(weight)]).flatmap(
    lambda one: one
)
endings = st.sampled_from((None, None, Close(9), Close(0), Close(1)))

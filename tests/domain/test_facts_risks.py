"""Facts about the risk profile and the programmes that answer it."""

import pytest

from tests.domain.scene import LAST_ROUND, document, judge, met, record, situation, unmet

FACTORS = (("risk_factor", ("staff_shortage", "language", "discipline")),)


def risk(factor, level, value=None, **changes):
    return record("risk", factor, level, value=value, **changes)


# profile_complete


def profile(*records, **params):
    return judge("profile_complete", params, situation(records=records, vocabulary=FACTORS))


def test_a_profile_with_every_factor_and_a_direction_is_complete():
    verdict = profile(risk("staff_shortage", "high", 1), risk("language", "none"),
                      risk("discipline", "low", 0))  # fmt: skip

    assert verdict == met(directions=1, max_directions=0, min_directions=1, missing=())


def test_the_factors_without_a_level_are_named_in_the_order_of_the_dictionary():
    verdict = profile(risk("language", "high", 1))

    assert verdict == unmet(
        directions=1, max_directions=0, min_directions=1, missing=("staff_shortage", "discipline")
    )


def test_a_factor_of_the_last_round_or_of_another_dictionary_does_not_count():
    verdict = profile(
        risk("staff_shortage", "high", 1, round=LAST_ROUND),
        risk("language", "high"),
        risk("discipline", "high"),
        risk("village_road", "high", 1),
    )

    assert verdict == unmet(
        directions=0, max_directions=0, min_directions=1, missing=("staff_shortage",)
    )


@pytest.mark.parametrize(("chosen", "expected"), [(0, False), (1, False), (2, True), (3, False)])
def test_the_directions_chosen_lie_in_the_bounds(chosen, expected):
    factors = FACTORS[0][1]
    records = [risk(factor, "high", int(at < chosen)) for at, factor in enumerate(factors)]

    verdict = profile(*records, min_directions=2, max_directions=2)

    assert verdict.met is expected
    assert verdict.fields["directions"] == chosen


def test_only_the_latest_word_on_a_factor_counts():
    chosen = risk("staff_shortage", "high", 1, revision=11)
    taken_back = risk("staff_shortage", "low", 0, revision=12)
    rest = (risk("language", "none"), risk("discipline", "none"))

    assert not profile(chosen, taken_back, *rest).met
    assert not profile(taken_back, chosen, *rest).met


# risks_covered

ASKED = {"kind": "antirisk_programme", "level": "high", "status": "submitted"}


def covered(*documents, risks, **params):
    return judge("risks_covered", params, situation(documents=documents, records=risks))


def test_a_high_risk_with_its_programme_is_covered():
    verdict = covered(document(topic="language"), risks=(risk("language", "high"),))

    assert verdict == met(**ASKED, risks=1, uncovered=())


def test_the_high_risks_without_a_programme_are_named():
    risks = (risk("staff_shortage", "high"), risk("language", "high"), risk("discipline", "medium"))

    verdict = covered(document(topic="language"), risks=risks)

    assert verdict == unmet(**ASKED, risks=2, uncovered=("staff_shortage",))


def test_a_lower_level_asks_for_the_levels_above_it_too():
    risks = (risk("staff_shortage", "high"), risk("language", "medium"), risk("discipline", "low"))

    verdict = covered(risks=risks, level="medium")

    assert verdict == unmet(
        **ASKED | {"level": "medium"}, risks=2, uncovered=("language", "staff_shortage")
    )


@pytest.mark.parametrize(
    "paper",
    [
        document(topic="language", status="draft"),
        document(topic="language", status="superseded"),
        document(topic="language", round=LAST_ROUND),
        document("school_roadmap", topic="language"),
        document(),
    ],
    ids=["a draft", "superseded", "the last round", "another kind", "no topic"],
)
def test_a_document_that_does_not_stand_covers_nothing(paper):
    verdict = covered(paper, risks=(risk("language", "high"),))

    assert verdict == unmet(**ASKED, risks=1, uncovered=("language",))


def test_a_submitted_programme_does_not_cover_where_an_approved_one_is_asked():
    verdict = covered(
        document(topic="language"), risks=(risk("language", "high"),), status="approved"
    )

    assert verdict.fields["uncovered"] == ("language",)


def test_a_risk_that_was_lowered_needs_no_programme():
    risks = (risk("language", "high"), risk("language", "medium", revision=12))

    assert covered(risks=risks) == met(**ASKED, risks=0, uncovered=())

"""Facts about measures, monitoring, indicators and events."""

from datetime import date

import pytest

from tests.domain.scene import LAST_ROUND, document, judge, met, record, situation, unmet

# measures_ratio

DONE = {"statuses": ("done", "explained")}


def measures(*statuses, **changes):
    return [record("measure", f"1.{at}", status, **changes) for at, status in enumerate(statuses)]


def ratio(*records, **params):
    return judge("measures_ratio", params, situation(records=records))


def test_measures_that_are_done_or_explained_make_the_whole():
    verdict = ratio(*measures("done", "explained"))

    assert verdict == met(**DONE, counted=2, have=100, left=(), need=100, total=2)


def test_the_measures_left_are_named_and_the_percent_rounds_down():
    verdict = ratio(*measures("done", "in_progress", "done"), at_least=67)

    assert verdict == unmet(**DONE, counted=2, have=66, left=("1.1",), need=67, total=3)
    assert ratio(*measures("done", "in_progress", "done"), at_least=66).met


def test_no_measures_at_all_are_not_a_whole():
    nothing = {"counted": 0, "have": 0, "left": (), "total": 0}

    assert ratio() == unmet(**DONE, **nothing, need=100)
    assert ratio(at_least=0) == met(**DONE, **nothing, need=0)


def test_measures_of_the_last_round_do_not_count():
    verdict = ratio(*measures("done", round=LAST_ROUND), *measures("planned"))

    assert verdict == unmet(**DONE, counted=0, have=0, left=("1.0",), need=100, total=1)


def test_a_region_may_count_other_statuses():
    assert ratio(*measures("done", "continue"), statuses=("done", "continue")).met


# no_open


def left_open(kind, **scene):
    return judge("no_open", {"kind": kind}, situation(**scene))


@pytest.mark.parametrize("kind", ["recommendation", "measure", "monitoring", "document"])
def test_where_there_is_nothing_there_is_nothing_open(kind):
    assert left_open(kind) == met(have=0, kind=kind, open=())


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("recommendation", "open"),
        ("measure", "planned"),
        ("measure", "in_progress"),
        ("monitoring", "open"),
    ],
)
def test_an_open_record_is_named(kind, status):
    verdict = left_open(kind, records=(record(kind, "7", status),))

    assert verdict == unmet(have=1, kind=kind, open=("7",))


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("recommendation", "verified"),
        ("recommendation", "withdrawn"),
        ("measure", "done"),
        ("measure", "explained"),
        ("measure", "continue"),
        ("monitoring", "closed"),
    ],
)
def test_a_closed_record_is_not_open(kind, status):
    assert left_open(kind, records=(record(kind, "7", status),)).met


@pytest.mark.parametrize(("kind", "status"), [("measure", "planned"), ("monitoring", "open")])
def test_what_the_last_round_left_is_not_open_in_this_one(kind, status):
    assert left_open(kind, records=(record(kind, "7", status, round=LAST_ROUND),)).met


def test_a_recommendation_stays_open_over_rounds_until_it_is_verified():
    issued = record("recommendation", "7", "open", round=LAST_ROUND, revision=5)
    verified = record("recommendation", "7", "verified", revision=11)

    assert left_open("recommendation", records=(issued,)) == unmet(
        have=1, kind="recommendation", open=("7",)
    )
    assert left_open("recommendation", records=(verified, issued)).met


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_a_document_in_work_is_open_and_named_by_its_kind(status):
    papers = (document("school_roadmap", status), document(), document(status="superseded"))

    verdict = left_open("document", documents=papers)

    assert verdict == unmet(have=1, kind="document", open=("school_roadmap",))


def test_a_returned_version_that_a_later_one_replaced_is_not_open():
    papers = (document(status="returned", version=1), document(status="submitted", version=2))

    assert left_open("document", documents=papers).met


def test_a_programme_on_another_topic_replaces_nothing():
    papers = (
        document(status="returned", topic="language"),
        document(status="submitted", version=2, topic="discipline"),
    )

    assert left_open("document", documents=papers).fields["open"] == ("antirisk_programme",)


def test_a_draft_of_the_last_round_is_not_open():
    assert left_open("document", documents=(document(status="draft", round=LAST_ROUND),)).met


# carry_over_decided


def test_a_round_whose_measures_all_have_a_word_is_decided():
    scene = situation(records=measures("done", "explained", "continue", "revise"))

    assert judge("carry_over_decided", scene=scene) == met(have=0, undecided=())


def test_the_measures_without_a_word_are_named():
    scene = situation(records=measures("planned", "done", "in_progress"))

    verdict = judge("carry_over_decided", scene=scene)

    assert verdict == unmet(have=2, undecided=("1.0", "1.2"))


def test_a_measure_decided_since_is_decided():
    records = (*measures("planned"), *measures("continue", revision=12))

    assert judge("carry_over_decided", scene=situation(records=records)).met


def test_a_round_is_not_asked_for_the_measures_of_the_last_one():
    scene = situation(records=measures("planned", round=LAST_ROUND))

    assert judge("carry_over_decided", scene=scene).met


# monitoring_closed and indicator_rule


def test_a_closed_monitoring_of_the_kind_counts_with_its_day():
    scene = situation(records=(record("monitoring", "entry", "closed"),))

    verdict = judge("monitoring_closed", {"kind": "entry"}, scene)

    assert verdict == met(found="closed", happened_on="2023-09-15")


def test_a_monitoring_that_is_still_open_is_named_as_open():
    reopened = (
        record("monitoring", "entry", "closed"),
        record("monitoring", "entry", "open", revision=12),
    )

    verdict = judge("monitoring_closed", {"kind": "entry"}, situation(records=reopened))

    assert verdict == unmet(found="open", happened_on="2023-09-15")


@pytest.mark.parametrize(
    "records",
    [
        (),
        (record("monitoring", "final", "closed"),),
        (record("monitoring", "entry", "closed", round=LAST_ROUND),),
    ],
    ids=["none", "another kind", "the last round"],
)
def test_another_monitoring_does_not_close_this_one(records):
    assert judge("monitoring_closed", {"kind": "entry"}, situation(records=records)) == unmet()


def ruled(*records, **params):
    return judge("indicator_rule", {"rule": "low_results", **params}, situation(records=records))


def test_a_rule_that_is_no_longer_met_lets_the_school_leave():
    verdict = ruled(record("indicator", "low_results", "not_met"))

    assert verdict == met(found="not_met", happened_on="2023-09-15", result="not_met")


def test_a_rule_that_is_still_met_is_named():
    verdict = ruled(record("indicator", "low_results", "met"))

    assert verdict == unmet(found="met", happened_on="2023-09-15", result="not_met")
    assert ruled(record("indicator", "low_results", "met"), result="met").met


def test_the_latest_run_of_the_rule_decides():
    first = record("indicator", "low_results", "not_met", revision=11)
    second = record("indicator", "low_results", "met", revision=12)

    assert ruled(second, first).fields["found"] == "met"


def test_a_rule_that_was_not_run_in_this_round_decides_nothing():
    other = record("indicator", "bias", "not_met")
    old = record("indicator", "low_results", "not_met", round=LAST_ROUND)

    assert ruled(other, old) == unmet(result="not_met")


# quota


def visits(*days, **changes):
    return [
        record("event", "visit", "held", happened_on=date.fromisoformat(day), **changes)
        for day in days
    ]


def held(*records, period="round", at_least=2):
    params = {"event": "visit", "at_least": at_least, "period": period}
    return judge("quota", params, situation(records=records))


def test_events_of_the_round_count_whatever_their_day():
    verdict = held(*visits("2022-12-30", "2023-09-01"))

    assert verdict == met(event="visit", have=2, need=2, period="round")


def test_events_of_the_last_round_or_another_kind_do_not_fill_the_quota():
    other = record("event", "seminar", "held")

    verdict = held(*visits("2023-09-01"), *visits("2023-09-02", round=LAST_ROUND), other)

    assert verdict == unmet(event="visit", have=1, need=2, period="round")


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("quarter", "2023-07-01", "2023-09-30"),
        ("half_year", "2023-07-01", "2023-12-31"),
        ("year", "2023-01-01", "2023-12-31"),
    ],
)
def test_events_of_the_period_of_today_count_with_both_its_ends(period, since, until):
    verdict = held(*visits(since, until), period=period)

    assert verdict == met(event="visit", have=2, need=2, period=period, since=since, until=until)


@pytest.mark.parametrize("day", ["2023-06-30", "2023-10-01", "2022-08-01"])
def test_events_outside_the_quarter_do_not_count(day):
    verdict = held(*visits(day), period="quarter", at_least=1)

    assert verdict == unmet(
        event="visit", have=0, need=1, period="quarter", since="2023-07-01", until="2023-09-30"
    )


def test_events_of_the_year_count_over_rounds():
    assert held(*visits("2023-02-01", round=LAST_ROUND), *visits("2023-09-01"), period="year").met

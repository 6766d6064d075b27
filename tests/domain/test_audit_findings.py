"""A finding of an auditor: whatever is said of it, it can still be settled, and then it rests."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.audit_findings import (
    ANSWERS,
    SETTLED,
    AuditFinding,
    FindingStatus,
    findings_of,
)
from engine.domain.situation import RecordFact, RecordKind

DUE = date(2023, 5, 15)
WHO = UUID("01893d5e-7a55-7d3e-9c41-2f1f0f3f7a11")


def finding(status: FindingStatus) -> AuditFinding:
    return AuditFinding("1", status, DUE, WHO)


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(-40, 40))
def test_whatever_was_said_the_finding_rests_only_when_an_auditor_settled_it(choices, days):
    status, today = FindingStatus.ISSUED, DUE + timedelta(days=days)
    for choice in choices:
        steps = finding(status).steps_on(today)
        if not steps:
            break
        status = steps[choice % len(steps)]

    left = finding(status)
    assert left.settled is (status in SETTLED) is (left.steps_on(today) == ())
    assert FindingStatus.WITHDRAWN in left.steps_on(today) or left.settled


def test_what_was_executed_is_not_late_while_it_waits_to_be_verified():
    after = DUE + timedelta(days=1)

    late = {status for status in FindingStatus if finding(status).late_on(after)}

    assert late == {
        FindingStatus.ISSUED,
        FindingStatus.ACKNOWLEDGED,
        FindingStatus.NOT_EXECUTED,
    }
    assert [one for one in FindingStatus if finding(one).late_on(DUE)] == []


def test_nobody_verifies_what_nobody_said_was_executed():
    verified = FindingStatus.VERIFIED

    before = [one for one in FindingStatus if verified in finding(one).steps_on(DUE)]

    assert before == [FindingStatus.EXECUTED]
    assert verified not in ANSWERS


def test_the_last_word_counts_over_all_rounds_and_numbers_are_in_order():
    def word(key: str, status: str, revision: int, round_number: int = 1) -> RecordFact:
        kind = RecordKind.FINDING
        return RecordFact(
            uuid4(), kind, key, status, round_number, DUE, WHO, "auditor", None, revision, DUE
        )

    found = findings_of(
        [
            word("10", "issued", 12),
            word("2", "verified", 30, 2),
            word("2", "executed", 20),
            RecordFact(uuid4(), RecordKind.MEASURE, "1", "done", 1, DUE, WHO, "curator"),
        ]
    )

    assert [(one.key, one.status.value) for one in found] == [("2", "verified"), ("10", "issued")]

"""Facts about documents, decisions, publications and the basis of a move."""

import pytest

from tests.domain.scene import (
    LAST_ROUND,
    attempt,
    decision,
    document,
    judge,
    met,
    next_id,
    record,
    situation,
    unmet,
)

KIND = "antirisk_programme"
ASKED = {"kind": KIND, "status": "submitted", "per": "round", "need": 1}


def presence(*documents, **params):
    return judge("document_present", {"kind": KIND, **params}, situation(documents=documents))


# document_present


def test_a_submitted_document_of_the_kind_is_present():
    assert presence(document()) == met(**ASKED, have=1)


def test_an_approved_document_is_also_a_submitted_one():
    assert presence(document(status="approved")) == met(**ASKED, have=1)


def test_no_document_is_not_present():
    assert presence() == unmet(**ASKED, have=0)


def test_a_document_of_another_kind_is_not_present():
    assert presence(document("school_roadmap")) == unmet(**ASKED, have=0)


@pytest.mark.parametrize("status", ["draft", "returned", "revoked"])
def test_a_document_that_does_not_count_is_named_by_its_status(status):
    assert presence(document(status=status)) == unmet(**ASKED, have=0, found=status)


def test_a_superseded_version_does_not_count_and_is_not_named():
    assert presence(document(status="superseded")) == unmet(**ASKED, have=0)


def test_of_several_that_do_not_count_the_closest_is_named():
    verdict = presence(document(status="superseded"), document(status="draft", version=2))

    assert verdict == unmet(**ASKED, have=0, found="draft")


def test_a_submitted_document_is_not_yet_approved():
    verdict = presence(document(), status="approved")

    assert verdict == unmet(**ASKED | {"status": "approved"}, have=0, found="submitted")


def test_a_draft_counts_where_a_draft_is_asked_but_a_returned_one_does_not():
    assert presence(document(status="draft"), status="draft").met
    assert presence(document(status="approved"), status="draft").met
    assert not presence(document(status="returned"), status="draft").met


def test_a_document_of_the_last_round_does_not_count_in_this_one():
    assert presence(document(round=LAST_ROUND)) == unmet(**ASKED, have=0, other_rounds=1)


def test_a_document_of_the_last_round_counts_where_the_case_is_asked():
    verdict = presence(document(round=LAST_ROUND), per="case")

    assert verdict == met(**ASKED | {"per": "case"}, have=1)


def test_as_many_documents_are_needed_as_the_region_says():
    verdict = presence(document(topic="staff_shortage"), min=2)

    assert verdict == unmet(**ASKED | {"need": 2}, have=1)
    assert presence(document(topic="staff_shortage"), document(topic="language"), min=2).met


def test_an_old_version_does_not_stand_for_a_second_document():
    verdict = presence(document(status="superseded"), document(version=2), min=2)

    assert verdict == unmet(**ASKED | {"need": 2}, have=1)


def test_where_enough_is_present_nothing_else_is_named():
    verdict = presence(document(topic="language"), document(status="draft", topic="discipline"))

    assert verdict == met(**ASKED, have=1)


# decision_present


def decided(*decisions, **params):
    return judge(
        "decision_present", {"kind": "list_order", **params}, situation(decisions=decisions)
    )


def test_a_decision_in_force_is_present():
    assert decided(decision()) == met(kind="list_order", per="round", have=1)


def test_no_decision_is_not_present():
    assert decided(decision("exit_order")) == unmet(kind="list_order", per="round", have=0)


def test_a_repealed_decision_is_not_present_and_is_named_as_repealed():
    verdict = decided(decision(in_force=False))

    assert verdict == unmet(kind="list_order", per="round", have=0, repealed=1)


def test_a_decision_of_the_last_round_counts_only_where_the_case_is_asked():
    old = decision(round=LAST_ROUND)

    assert decided(old) == unmet(kind="list_order", per="round", have=0, other_rounds=1)
    assert decided(old, per="case") == met(kind="list_order", per="case", have=1)


def test_a_decision_of_the_last_round_that_was_repealed_is_not_named():
    verdict = decided(decision(round=LAST_ROUND, in_force=False))

    assert verdict == unmet(kind="list_order", per="round", have=0)


# publication_recorded


def test_a_recorded_publication_counts_with_its_day():
    scene = situation(records=(record("publication", KIND, "published"),))

    verdict = judge("publication_recorded", {"kind": KIND}, scene)

    assert verdict == met(kind=KIND, happened_on="2023-09-15")


@pytest.mark.parametrize(
    "found",
    [
        record("publication", "school_roadmap", "published"),
        record("publication", KIND, "published", round=LAST_ROUND),
        record("event", KIND, "held"),
    ],
    ids=["another document", "the last round", "another record"],
)
def test_a_publication_of_something_else_does_not_count(found):
    verdict = judge("publication_recorded", {"kind": KIND}, situation(records=(found,)))

    assert verdict == unmet(kind=KIND)


# basis_given


def test_a_move_that_names_a_decision_of_the_case_has_a_basis():
    order = decision()

    verdict = judge(
        "basis_given",
        {"kind": "list_order"},
        situation(decisions=(order,)),
        attempt(basis=(order.id,)),
    )

    assert verdict == met(have=1, registered=1)


def test_a_decision_that_is_registered_but_not_named_is_no_basis():
    verdict = judge("basis_given", {}, situation(decisions=(decision(),)))

    assert verdict == unmet(have=0, registered=1, found_kinds=())


def test_a_decision_of_another_kind_is_no_basis_but_is_named():
    order = decision("exit_order")

    verdict = judge(
        "basis_given",
        {"kind": "list_order"},
        situation(decisions=(order,)),
        attempt(basis=(order.id,)),
    )

    assert verdict == unmet(have=0, registered=0, found_kinds=("exit_order",))


def test_a_repealed_decision_is_no_basis():
    order = decision(in_force=False)

    verdict = judge("basis_given", {}, situation(decisions=(order,)), attempt(basis=(order.id,)))

    assert verdict == unmet(have=0, registered=0, found_kinds=("list_order",))


def test_a_decision_of_another_case_is_no_basis():
    verdict = judge("basis_given", {}, situation(), attempt(basis=(next_id(),)))

    assert verdict == unmet(have=0, registered=0, found_kinds=())

"""Facts about the actor, the people attached and the second person's approval."""

from datetime import date
from uuid import UUID

import pytest

from engine.domain.roles import Role
from engine.domain.situation import SchoolMode
from tests.domain.scene import (
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    LAST_ROUND,
    METHODIST,
    OTHER_TUTOR_SCHOOL,
    TODAY,
    attempt,
    curator,
    decision,
    document,
    judge,
    met,
    record,
    situation,
    tutor,
    unmet,
)

YESTERDAY, TOMORROW = date(2023, 9, 14), date(2023, 9, 16)

# role_of_actor


def test_an_actor_with_one_of_the_roles_is_accepted():
    verdict = judge("role_of_actor", {"roles": ("curator", "municipal_coordinator")})

    assert verdict == met(held=("municipal_coordinator",))


def test_an_actor_without_the_roles_is_told_which_ones_are_held():
    roles = frozenset({Role.SCHOOL_DIRECTOR, Role.MUNICIPAL_COORDINATOR})

    verdict = judge("role_of_actor", {"roles": ("curator",)}, tried=attempt(roles=roles))

    assert verdict == unmet(held=("municipal_coordinator", "school_director"))


# actor_not


def refused_as(parts, scene, **params):
    verdict = judge("actor_not", {"of": parts, **params}, scene)
    assert verdict.met is not bool(verdict.fields["found"])
    return verdict.fields["found"]


def test_an_actor_who_is_none_of_the_named_is_accepted():
    scene = situation(documents=(document(),), attachments=(curator(), tutor()))

    assert judge("actor_not", {"of": ("author", "curator", "tutor")}, scene) == met(found=())


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_the_author_does_not_approve_the_own_document(status):
    scene = situation(documents=(document(author_id=COORDINATOR, status=status),))

    assert refused_as(("author",), scene) == ("author",)
    assert refused_as(("author",), scene, kind="antirisk_programme") == ("author",)


@pytest.mark.parametrize("status", ["draft", "returned", "superseded", "revoked"])
def test_the_author_of_a_document_that_does_not_stand_is_free(status):
    scene = situation(documents=(document(author_id=COORDINATOR, status=status),))

    assert refused_as(("author",), scene) == ()


def test_the_author_of_another_kind_or_round_is_free():
    own = document(author_id=COORDINATOR)
    past = document(author_id=COORDINATOR, round=LAST_ROUND)

    assert refused_as(("author",), situation(documents=(own,)), kind="school_roadmap") == ()
    assert refused_as(("author",), situation(documents=(past,))) == ()


def test_the_curator_of_the_case_is_refused_while_attached():
    attached = curator(account_id=COORDINATOR)
    ended = curator(account_id=COORDINATOR, ends_on=YESTERDAY)

    assert refused_as(("curator",), situation(attachments=(attached,))) == ("curator",)
    assert refused_as(("curator",), situation(attachments=(ended,))) == ()
    assert refused_as(("author", "tutor"), situation(attachments=(attached,))) == ()


@pytest.mark.parametrize(
    ("role", "part"), [(Role.CURATOR, "curator"), (Role.TUTOR_SCHOOL_REP, "tutor")]
)
def test_an_actor_who_acts_in_the_attached_role_is_refused(role, part):
    tried = attempt(roles=frozenset({role}))

    assert judge("actor_not", {"of": (part,)}, tried=tried) == unmet(found=(part,))


def test_everything_the_actor_is_gets_named():
    scene = situation(
        documents=(document(author_id=COORDINATOR),),
        attachments=(curator(account_id=COORDINATOR), tutor(account_id=COORDINATOR)),
    )

    assert refused_as(("author", "curator", "tutor"), scene) == ("author", "curator", "tutor")


# curator_assigned


def test_a_curator_attached_today_is_assigned():
    scene = situation(attachments=(curator(starts_on=TODAY, ends_on=TODAY),))

    assert judge("curator_assigned", scene=scene) == met(have=1)


def test_a_case_without_a_curator_says_so():
    assert judge("curator_assigned") == unmet(have=0)


def test_an_ended_and_a_coming_curator_are_named_by_their_days():
    scene = situation(
        attachments=(
            curator(ends_on=date(2023, 6, 30)),
            curator(ends_on=YESTERDAY),
            curator(starts_on=TOMORROW),
        )
    )

    verdict = judge("curator_assigned", scene=scene)

    assert verdict == unmet(have=0, ended_on="2023-09-14", starts_on="2023-09-16")


def test_a_tutor_school_is_not_a_curator():
    assert judge("curator_assigned", scene=situation(attachments=(tutor(),))) == unmet(have=0)


# tutor_active

ELIGIBLE = {"by_order": True, "modes": ("effective", "development"), "need": 1}


def tutored(*attachments, decisions=(), **params):
    return judge("tutor_active", params, situation(attachments=attachments, decisions=decisions))


def test_an_eligible_tutor_school_attached_by_order_is_active():
    verdict = tutored(tutor())

    assert verdict == met(**ELIGIBLE, attached=1, have=1, without_order=0, wrong_mode=0)


def test_no_tutor_school_is_not_active():
    assert tutored() == unmet(**ELIGIBLE, attached=0, have=0, without_order=0, wrong_mode=0)


@pytest.mark.parametrize("mode", [SchoolMode.AT_RISK, None])
def test_a_school_at_risk_or_of_unknown_mode_is_no_tutor(mode):
    verdict = tutored(tutor(mode=mode))

    assert verdict == unmet(**ELIGIBLE, attached=1, have=0, without_order=0, wrong_mode=1)


def test_a_tutor_school_without_an_order_does_not_count():
    verdict = tutored(tutor(decision_id=None))

    assert verdict == unmet(**ELIGIBLE, attached=1, have=0, without_order=1, wrong_mode=0)


def test_a_tutor_school_whose_order_was_repealed_does_not_count():
    order = decision("tutor_order", id=UUID(int=200), in_force=False)

    verdict = tutored(tutor(), decisions=(order,))

    assert verdict == unmet(**ELIGIBLE, attached=1, have=0, without_order=1, wrong_mode=0)


def test_a_region_may_do_without_the_order_and_choose_the_modes():
    verdict = tutored(
        tutor(mode=SchoolMode.AT_RISK, decision_id=None), by_order=False, modes=("at_risk",)
    )

    assert verdict == met(
        by_order=False, modes=("at_risk",), need=1,
        attached=1, have=1, without_order=0, wrong_mode=0,
    )  # fmt: skip


def test_an_ended_attachment_does_not_count_and_is_named_by_its_day():
    verdict = tutored(tutor(ends_on=YESTERDAY))

    assert verdict == unmet(
        **ELIGIBLE, attached=0, have=0, without_order=0, wrong_mode=0, ended_on="2023-09-14"
    )


def test_as_many_different_tutor_schools_are_needed_as_the_region_says():
    assert not tutored(tutor(), tutor(), min=2).met
    assert tutored(tutor(), tutor(OTHER_TUTOR_SCHOOL), min=2).met


def test_a_curator_is_not_a_tutor_school():
    assert tutored(curator()).fields["attached"] == 0


# approvals


def approval(author=METHODIST, role="methodist", key="approve_programmes", **changes):
    return record("approval", key, "given", author_id=author, author_role=role, **changes)


def approved(*records, **params):
    asked = {"roles": ("methodist", "regional_coordinator"), **params}
    return judge("approvals", asked, situation(records=records))


def test_an_approval_by_another_person_in_the_role_counts():
    assert approved(approval()) == met(have=1, need=1)


def test_no_approval_is_not_enough():
    assert approved() == unmet(have=0, need=1, own=False, other_roles=0)


def test_nobody_approves_the_own_move():
    verdict = approved(approval(COORDINATOR, "regional_coordinator"))

    assert verdict == unmet(have=0, need=1, own=True, other_roles=0)


def test_an_approval_in_another_role_does_not_count():
    verdict = approved(approval(CURATOR, "curator"))

    assert verdict == unmet(have=0, need=1, own=False, other_roles=1)


@pytest.mark.parametrize(
    "given",
    [
        approval(key="approve_exit"),
        approval(revision=9),
        approval(round=LAST_ROUND),
        record("event", "approve_programmes", "held", author_role="methodist"),
    ],
    ids=["another move", "before the stage was entered", "the last round", "another record"],
)
def test_an_approval_of_something_else_does_not_count(given):
    assert approved(given) == unmet(have=0, need=1, own=False, other_roles=0)


def test_one_person_who_approves_twice_is_one_person():
    twice = (approval(), approval(role="regional_coordinator", revision=12))

    assert approved(*twice, min=2) == unmet(have=1, need=2, own=False, other_roles=0)
    assert approved(*twice, approval(DIRECTOR), min=2) == met(have=2, need=2)

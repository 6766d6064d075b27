"""Versions in time and under two pairs of eyes: first days, approval, return, retirement."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.actions.opening import OpenRequest, open_case
from engine.actions.proposing import (
    ApproveRequest,
    ReturnRequest,
    approve_definition,
    return_definition,
    submit_definition,
    withdraw_definition,
)
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.retiring import RetireRequest, retire_version
from engine.domain.errors import (
    ApprovalRequired,
    Forbidden,
    InvalidInput,
    NotFound,
    OwnApproval,
    ProposalWaiting,
    StaleRevision,
    VersionInUse,
)
from engine.domain.roles import Role
from engine.queries.authoring import list_versions
from engine.queries.definitions import DefinitionFilter, list_definitions
from engine.queries.openings import openable_paths
from engine.queries.proposals import latest_proposal, proposal_shown, waiting_proposals
from engine.storage.database import unit_of_work
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from workflows.rehearsal import look

NOTE = "По приказу № 41 от 01.03.2023"


@pytest.fixture
def scene(bench) -> Scene:
    return make_scene(bench, schools=4)


def named(scene: Scene, title: str, **settings: str):
    """The scene's path under another title, with other settings."""
    kept = [one for one in scene.definition.settings if one[0] not in settings]
    changed = tuple(sorted([*kept, *settings.items()]))
    return replace(scene.definition, title=title, settings=changed)


def order(scene: Scene, title: str, **values) -> PublishRequest:
    definition = named(scene, title, **values.pop("settings", {}))
    return PublishRequest(scene.region_id, definition, f"# {title}", **values)


def published(scene: Scene, title: str, **values):
    admin = scene.actor(Role.REGIONAL_ADMIN)
    return publish_definition(scene.bench, order(scene, title, **values), actor=admin)


def asks_another(scene: Scene) -> None:
    """From now on another administrator of the region approves."""
    published(scene, "С утверждением", settings={"publish_approval": "another"})


def submitted(scene: Scene, title: str = "Новая", **values):
    values.setdefault("settings", {"publish_approval": "another"})
    admin = scene.actor(Role.REGIONAL_ADMIN)
    return submit_definition(scene.bench, order(scene, title, **values), actor=admin)


def read(scene: Scene, proposal_id, place: int = 1):
    other = scene.actor(Role.REGIONAL_ADMIN, place)
    return proposal_shown(scene.bench, proposal_id, actor=other)


def title_of_case(scene: Scene, case_id) -> str:
    return look(scene.bench, case_id)[0].definition.title


def versions(scene: Scene):
    actor = scene.actor(Role.REGIONAL_ADMIN)
    rows = list_definitions(scene.bench, DefinitionFilter(code="base"), actor=actor)
    return list_versions(scene.bench, rows[0].stream_id, actor=actor)


def in_force(scene: Scene) -> int:
    (row,) = [one for one in versions(scene) if one.in_force]
    (path,) = openable_paths(scene.bench, {scene.region_id})
    assert path.title == row.title
    current = DefinitionFilter(code="base", current=True)
    actor = scene.actor(Role.REGIONAL_ADMIN)
    assert [one.version for one in list_definitions(scene.bench, current, actor=actor)] == [
        row.version
    ]
    return row.version


def test_new_cases_begin_on_a_version_from_its_first_day_on(scene, clock):
    published(scene, "С мая", effective_on=date(2023, 5, 1), note=NOTE)

    before = scene.open_case(0)
    assert in_force(scene) == 1
    clock.set(2023, 5, 1)
    after = scene.open_case(1)
    dated_back = scene.open_case(2, opened_on=date(2023, 4, 28))

    assert in_force(scene) == 2
    titles = [title_of_case(scene, one) for one in (before, after, dated_back)]
    assert titles == [scene.definition.title, "С мая", scene.definition.title]
    assert verify(scene.bench.database).findings == []


def test_the_first_day_begins_by_the_clocks_of_the_region(scene, clock):
    published(scene, "С мая", effective_on=date(2023, 5, 1))

    # 23:30 of April in Moscow, half past five in the morning of May in Yakutsk.
    clock.set(2023, 4, 30, 20)
    clock.advance(minutes=30)

    assert in_force(scene) == 2
    assert title_of_case(scene, scene.open_case()) == "С мая"


def test_a_case_dated_before_the_first_version_begins_on_it(scene, clock):
    clock.set(2023, 6, 1)
    published(scene, "С июня")

    case_id = scene.open_case(opened_on=date(2023, 1, 10))

    assert title_of_case(scene, case_id) == scene.definition.title


def test_a_version_that_begins_later_takes_over_from_one_published_after_it(scene, clock):
    published(scene, "С июня", effective_on=date(2023, 6, 1))
    published(scene, "Поправка")

    today = in_force(scene)
    clock.set(2023, 6, 1)

    assert (today, in_force(scene)) == (3, 2)


@pytest.mark.parametrize("days", [-1, 2000])
def test_a_version_begins_neither_in_the_past_nor_in_another_age(scene, days):
    day = scene.bench.now().date() + timedelta(days=days)

    with pytest.raises(InvalidInput) as refused:
        published(scene, "Не тогда", effective_on=day)

    assert refused.value.fields["field"] == "effective_on"
    assert len(versions(scene)) == 1


def test_the_author_alone_publishes_where_the_region_does_not_ask_for_another(scene):
    receipt = submitted(scene, settings={})

    assert receipt.kind == "definition:published"
    assert in_force(scene) == 2


def test_what_a_version_says_of_approval_binds_only_the_next_one(scene):
    first = submitted(scene, "Просит другого")
    second = submitted(scene, "Больше не просит", settings={"publish_approval": "author"})

    assert (first.kind, second.kind) == ("definition:published", "definition:submitted")
    assert in_force(scene) == 2


def test_another_path_of_the_region_is_no_way_round_the_approval(scene):
    asks_another(scene)
    aside = replace(named(scene, "Обход"), code="aside")

    with pytest.raises(ApprovalRequired):
        publish_definition(
            scene.bench,
            PublishRequest(scene.region_id, aside, "# обход"),
            actor=scene.actor(Role.REGIONAL_ADMIN),
        )


def test_what_another_approves_is_published_word_for_word_as_it_was_submitted(scene, clock):
    asks_another(scene)
    waiting = submitted(scene, effective_on=date(2023, 5, 1), note=NOTE)
    shown = read(scene, waiting.created_id)
    author, other = scene.people[Role.REGIONAL_ADMIN][:2]

    receipt = approve_definition(scene.bench, ApproveRequest(shown.id, shown.digest), actor=other)

    (row,) = [one for one in versions(scene) if one.id == receipt.created_id]
    assert (row.version, row.title, row.effective_on, row.note) == (
        3,
        "Новая",
        date(2023, 5, 1),
        NOTE,
    )
    assert (row.author, row.approver) == (shown.author, "regional_admin regional_admin.1.amur")
    assert author.account_id != other.account_id
    assert read(scene, shown.id).status.value == "approved"
    assert waiting_proposals(scene.bench, actor=other) == []
    assert verify(scene.bench.database).findings == []


def test_a_version_approved_after_its_day_begins_on_the_day_of_the_approval(scene, clock):
    asks_another(scene)
    shown = read(scene, submitted(scene, effective_on=date(2023, 5, 1)).created_id)
    clock.set(2023, 5, 20)

    approve_definition(
        scene.bench,
        ApproveRequest(shown.id, shown.digest),
        actor=scene.actor(Role.REGIONAL_ADMIN, 1),
    )

    assert versions(scene)[0].effective_on == date(2023, 5, 20)


def test_the_author_does_not_approve_his_own_version_and_the_attempt_is_kept(scene):
    asks_another(scene)
    shown = read(scene, submitted(scene).created_id)
    author = scene.actor(Role.REGIONAL_ADMIN)

    with pytest.raises(OwnApproval):
        approve_definition(scene.bench, ApproveRequest(shown.id, shown.digest), actor=author)

    assert in_force(scene) == 2
    assert read(scene, shown.id).waiting
    with scene.bench.database.source.connect() as connection:
        kinds = connection.execute(
            sa.text("SELECT kind FROM journal WHERE stream = 'refusal' AND actor_id = :actor"),
            {"actor": _raw(scene, author.account_id)},
        )
        assert list(kinds.scalars()) == ["deed:refused"]


def test_whoever_saw_another_text_approves_nothing(scene):
    asks_another(scene)
    shown = read(scene, submitted(scene).created_id)

    with pytest.raises(StaleRevision):
        approve_definition(
            scene.bench,
            ApproveRequest(shown.id, "0" * 64),
            actor=scene.actor(Role.REGIONAL_ADMIN, 1),
        )

    assert read(scene, shown.id).waiting


def test_a_submitted_text_that_was_changed_behind_the_system_is_not_published(scene):
    asks_another(scene)
    shown = read(scene, submitted(scene).created_id)
    with scene.bench.database.source.begin() as connection:
        connection.execute(sa.text("UPDATE definition_proposal SET text = '# подмена'"))

    with pytest.raises(InvalidInput) as refused:
        approve_definition(
            scene.bench,
            ApproveRequest(shown.id, shown.digest),
            actor=scene.actor(Role.REGIONAL_ADMIN, 1),
        )

    assert refused.value.fields["rule"] == "altered"
    assert in_force(scene) == 2


def test_a_version_overtaken_by_another_is_not_approved(scene):
    asks_another(scene)
    waiting = read(scene, submitted(scene).created_id)
    # As if the region had stopped asking meanwhile: published past the waiting one.
    with unit_of_work(scene.bench.database) as transaction:
        transaction.cursor.execute("UPDATE definition_proposal SET expected = 1")

    with pytest.raises(StaleRevision):
        approve_definition(
            scene.bench,
            ApproveRequest(waiting.id, waiting.digest),
            actor=scene.actor(Role.REGIONAL_ADMIN, 1),
        )


def test_a_second_version_waits_until_the_first_is_decided_on(scene):
    asks_another(scene)
    first = submitted(scene, "Первая")

    with pytest.raises(ProposalWaiting):
        submitted(scene, "Вторая")

    author = scene.actor(Role.REGIONAL_ADMIN)
    withdraw_definition(scene.bench, first.created_id, actor=author)
    assert submitted(scene, "Вторая").kind == "definition:submitted"


def test_a_returned_version_carries_its_remarks_and_is_submitted_again(scene):
    asks_another(scene)
    shown = read(scene, submitted(scene).created_id)
    author, other = scene.people[Role.REGIONAL_ADMIN][:2]

    return_definition(scene.bench, ReturnRequest(shown.id, "Срок мал: 5 дней"), actor=other)

    back = latest_proposal(scene.bench, shown.stream_id, actor=author)
    assert back is not None
    assert (back.status.value, back.remarks) == ("returned", "Срок мал: 5 дней")
    assert in_force(scene) == 2
    with pytest.raises(InvalidInput):
        approve_definition(scene.bench, ApproveRequest(shown.id, shown.digest), actor=other)
    assert submitted(scene).kind == "definition:submitted"
    assert verify(scene.bench.database).findings == []


def test_only_the_author_withdraws_and_only_another_returns(scene):
    asks_another(scene)
    waiting = submitted(scene).created_id
    author, other = scene.people[Role.REGIONAL_ADMIN][:2]

    with pytest.raises(Forbidden):
        withdraw_definition(scene.bench, waiting, actor=other)
    with pytest.raises(InvalidInput):
        return_definition(scene.bench, ReturnRequest(waiting, "Сам себе"), actor=author)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REGIONAL_COORDINATOR])
def test_who_may_not_publish_neither_approves_nor_sees_what_waits(scene, role):
    asks_another(scene)
    shown = read(scene, submitted(scene).created_id)
    stranger = scene.actor(role)

    with pytest.raises(Forbidden):
        approve_definition(scene.bench, ApproveRequest(shown.id, shown.digest), actor=stranger)
    with pytest.raises(NotFound):
        proposal_shown(scene.bench, shown.id, actor=stranger)


def test_a_planned_version_is_called_off_by_retiring_it(scene, clock):
    receipt = published(scene, "С мая", effective_on=date(2023, 5, 1))
    admin = scene.actor(Role.REGIONAL_ADMIN)

    retire_version(scene.bench, RetireRequest(receipt.created_id, "Приказ отменён"), actor=admin)
    clock.set(2023, 5, 2)

    assert in_force(scene) == 1
    assert [one.version for one in versions(scene)] == [2, 1]
    assert versions(scene)[0].retired_on == date(2023, 4, 3)
    # The number is not given twice, and the next version follows the one that is kept.
    published(scene, "Снова", expected_version=1)
    assert versions(scene)[0].version == 3
    assert verify(scene.bench.database).findings == []


def test_a_version_that_leads_cases_or_is_in_force_is_not_retired(scene):
    scene.open_case()
    first = versions(scene)[0].id
    second = published(scene, "Вторая").created_id
    admin = scene.actor(Role.REGIONAL_ADMIN)

    with pytest.raises(VersionInUse) as led:
        retire_version(scene.bench, RetireRequest(first, "Лишняя"), actor=admin)
    with pytest.raises(VersionInUse) as leading:
        retire_version(scene.bench, RetireRequest(second, "Лишняя"), actor=admin)

    assert led.value.fields == {"cases": 1, "in_force": False}
    assert leading.value.fields == {"cases": 0, "in_force": True}


def test_a_retired_version_begins_no_case_dated_back_to_its_days(scene, clock):
    first = versions(scene)[0].id
    clock.set(2023, 5, 10)
    published(scene, "Вторая")
    admin = scene.actor(Role.REGIONAL_ADMIN)

    retire_version(scene.bench, RetireRequest(first, "Никого не вела"), actor=admin)
    case_id = scene.open_case(opened_on=date(2023, 4, 20))

    assert title_of_case(scene, case_id) == "Вторая"
    with pytest.raises(NotFound):
        retire_version(scene.bench, RetireRequest(first, "Ещё раз"), actor=admin)


def test_no_case_begins_on_a_path_whose_first_version_is_still_to_come(scene):
    coming = replace(named(scene, "Будущий"), code="coming")
    admin = scene.actor(Role.REGIONAL_ADMIN)
    request = PublishRequest(scene.region_id, coming, "#", effective_on=date(2023, 9, 1))
    publish_definition(scene.bench, request, actor=admin)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    entry = scene.entries[scene.schools[0]]

    with pytest.raises(InvalidInput) as refused:
        open_case(scene.bench, OpenRequest("coming", list_entry_id=entry), actor=coordinator)

    assert refused.value.fields["field"] == "definition_code"


def test_the_frozen_text_is_named_by_its_digest_in_the_journal(scene):
    asks_another(scene)
    waiting = submitted(scene)

    with scene.bench.database.source.connect() as connection:
        body = connection.execute(
            sa.text("SELECT body FROM journal WHERE kind = 'definition:submitted'")
        ).scalar_one()

    assert hashlib.sha256("# Новая".encode()).hexdigest().encode() in bytes(body)
    assert read(scene, waiting.created_id).definition.digest.encode() in bytes(body)


def _raw(scene: Scene, account_id):
    return account_id.hex if scene.bench.database.dialect == "sqlite" else account_id

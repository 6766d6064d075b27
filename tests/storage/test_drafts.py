"""Texts of definitions that somebody writes: their own, in their own regions, never lost."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from engine.actions.drafting import DraftRequest, drop_draft, keep_draft
from engine.domain.errors import Forbidden, InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Actor, Role
from engine.queries.drafts import own_draft, own_drafts
from engine.workbench import Workbench
from tests.people import Country, make_country

STREAM = UUID("018f0000-0000-7000-8000-000000000001")


@pytest.fixture
def country(bench: Workbench) -> Country:
    return make_country(bench)


def written(country: Country, text: str = "code = 'а'", revision: int | None = 0) -> DraftRequest:
    assert country.amur.region_id is not None
    return DraftRequest(STREAM, country.amur.region_id, text, 1, revision)


def kept_text(country: Country, actor: Actor) -> str | None:
    draft = own_draft(country.bench, STREAM, actor=actor)
    return draft.text if draft else None


def test_a_draft_is_kept_until_it_is_let_go_and_may_begin_anew(country: Country) -> None:
    admin = country.manager("amur.admin")

    first = keep_draft(country.bench, written(country), actor=admin)
    second = keep_draft(country.bench, written(country, "второй", first), actor=admin)
    assert (first, second, kept_text(country, admin)) == (1, 2, "второй")

    drop_draft(country.bench, STREAM, actor=admin)
    assert kept_text(country, admin) is None
    drop_draft(country.bench, STREAM, actor=admin)
    assert keep_draft(country.bench, written(country, "третий"), actor=admin) == 3
    assert [draft.text for draft in own_drafts(country.bench, actor=admin)] == ["третий"]


def test_a_page_that_stayed_open_does_not_undo_what_another_one_kept(country: Country) -> None:
    admin = country.manager("amur.admin")
    keep_draft(country.bench, written(country, "первая"), actor=admin)

    with pytest.raises(StaleRevision):
        keep_draft(country.bench, written(country, "вторая"), actor=admin)

    assert kept_text(country, admin) == "первая"
    keep_draft(country.bench, written(country, "всё равно", None), actor=admin)
    assert kept_text(country, admin) == "всё равно"


def test_a_draft_is_seen_by_its_writer_only(country: Country) -> None:
    admin = country.manager("amur.admin")
    colleague = country.manager("amur.second")

    keep_draft(country.bench, written(country, "мой"), actor=admin)
    keep_draft(country.bench, written(country, "свой"), actor=colleague)

    assert (kept_text(country, admin), kept_text(country, colleague)) == ("мой", "свой")


def test_only_who_may_publish_in_the_region_keeps_a_draft(country: Country) -> None:
    viewer = country.manager("amur.viewer", Role.VIEWER)
    stranger = country.manager("primorye.admin", place=country.primorye_region)

    with pytest.raises(Forbidden):
        keep_draft(country.bench, written(country), actor=viewer)
    with pytest.raises(NotFound):
        keep_draft(country.bench, written(country), actor=stranger)

    assert own_drafts(country.bench, actor=viewer) == []


def test_a_draft_of_a_region_one_no_longer_leads_is_not_shown(country: Country) -> None:
    admin = country.manager("amur.admin")
    keep_draft(country.bench, written(country), actor=admin)

    assert kept_text(country, replace(admin, grants=())) is None


@pytest.mark.parametrize("text", ["а\x00б", "\ud800", "а" * 300_000])
def test_what_a_database_cannot_hold_is_refused_by_name(country: Country, text: str) -> None:
    admin = country.manager("amur.admin")

    with pytest.raises(InvalidInput) as refusal:
        keep_draft(country.bench, written(country, text), actor=admin)

    assert refusal.value.fields["field"] == "text"

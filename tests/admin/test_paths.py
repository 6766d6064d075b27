"""A path in forms: kept as a draft, checked beside its fields, published without a word of TOML."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from engine.domain.definition import OnDue, StageKind
from engine.domain.roles import Role
from engine.domain.terms import TermKind
from engine.queries.drafts import own_draft
from tests.admin.scenes import HEADER, Office
from tests.web.browsing import Browser

_FIELD = r'<{0}[^>]*name="([^"]+)"[^>]*>(.*?)</{0}>'


def path_of(office: Office, code: str = "amur_path") -> str:
    """The address of a path in forms."""
    return office.edit_path(code).removesuffix("/edit")


def draft_text(office: Office, login: str = "amur.admin") -> str:
    """The text the admin has kept, empty for none."""
    stream_id = office.current().stream_id
    draft = own_draft(office.bench, stream_id, actor=office.actor(login))
    return draft.text if draft else ""


def fields_of(page: str) -> dict[str, Any]:
    """The form of a page as a browser would send it untouched."""
    start = page.index('class="sheet editing-form"')
    html = page[start : page.index("</form>", start)]
    sent: dict[str, Any] = {}

    def put(name: str, value: str) -> None:
        sent.setdefault(name, []).append(value)

    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        boxed = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and name[1] != "csrf_token" and (not boxed or " checked" in tag):
            put(name[1], _plain(value[1] if value else ""))
    for name, body in re.findall(_FIELD.format("textarea"), html, re.DOTALL):
        put(name, _plain(body))
    for name, body in re.findall(_FIELD.format("select"), html, re.DOTALL):
        options = re.findall(r'<option value="([^"]*)"( selected)?', body)
        chosen = [value for value, mark in options if mark] or [value for value, _m in options[:1]]
        put(name, chosen[0] if chosen else "")
    return sent


def _plain(text: str) -> str:
    return text.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")


def send(office: Office, path: str, do: str, **changed: Any):
    """Open a form, change some fields, and press a button; `browser` says whose it is."""
    browser: Browser = changed.pop("browser", office.amur)
    form = {**fields_of(browser.get(path).text), **changed, "do": do}
    return browser.post(path, form)


def test_what_a_form_keeps_is_a_draft_that_nobody_else_sees(office: Office) -> None:
    path = f"{path_of(office)}/stages/listed"

    answer = send(office, path, "save", title="Принята на сопровождение")

    assert answer.status_code == 303
    assert 'op = "rename_stage"' in draft_text(office)
    assert office.current().version == 1
    page = office.amur.get(path_of(office) + "/path").text
    assert "прежнее название «Включена в перечень», новое «Принята на сопровождение»" in page
    assert 'value="publish"' in page
    colleague = office.browser("amur.second", Role.REGIONAL_ADMIN)
    assert "Принята" not in colleague.get(path_of(office) + "/path").text


def test_a_form_sent_untouched_changes_nothing(office: Office) -> None:
    for element in ("stages/listed", "stages/post_exit_watch", "moves/approve_programmes"):
        answer = send(office, f"{path_of(office)}/{element}", "save")

        assert answer.status_code == 303, element
        assert draft_text(office) in ("", office.current().text)


def test_a_stage_with_a_term_and_moves_is_added_by_forms_and_published(office: Office) -> None:
    path = path_of(office)
    added = send(
        office,
        f"{path}/add-stage?after=listed",
        "save",
        title="Установочная встреча",
        to="self_diagnosis",
        term=["0"],
        **{"term-0-title": "Провести встречу", "term-0-kind": "working_days"},
        **{"term-0-working": "10", "term-0-on_due": "escalate", "term-0-remind": "3, 1"},
    )
    stage = "ustanovochnaya_vstrecha"
    assert added.status_code == 303
    assert added.location.endswith(f"/stages/{stage}")

    leaving = f"{path}/moves/leave_{stage}"
    more = send(office, leaving, "add_req", new_fact="document_present")
    assert more.status_code == 200
    form = fields_of(more.text)
    form |= {"req-0-kind": ["meeting_minutes"], "reason": ["yes"], "reason_length": ["20"]}
    assert office.amur.post(leaving, {**form, "do": "save"}).status_code == 303

    # The base promises a main way without this stage: it is given up first, with the reason.
    refused = office.amur.post(f"{path}/path", {"do": "publish", "expected": 1})
    given_up = {"do": "drop:main_way", "reason-main_way": "Сначала проводится встреча"}
    promises = office.amur.post(f"{path}/promises", given_up)
    published = office.amur.post(f"{path}/path", {"do": "publish", "expected": 1})

    assert (refused.status_code, promises.status_code, published.status_code) == (422, 303, 303)
    definition = office.current().definition
    (term,) = definition.stage_by_code[stage].terms
    assert (term.due.kind, term.due.days) == (TermKind.WORKING_DAYS, 10)
    assert (term.on_due, term.remind_before) == (OnDue.ESCALATE, (3, 1))
    codes = [one.code for one in definition.stages]
    assert codes[codes.index("listed") + 1] == stage
    assert definition.move_by_code["start_self_diagnosis"].ways[0].target == stage
    facts = [one.fact for one in definition.move_by_code[f"leave_{stage}"].requirements]
    assert facts == ["document_present", "reason_given"]
    assert draft_text(office) == ""


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    path = f"{path_of(office)}/stages/listed"

    page = send(
        office, path, "save", title=" ", hint="Моя подсказка", **{"term-0-working": "много"}
    )

    assert page.status_code == 422
    assert 'id="title-refusal"' in page.text
    assert 'id="term-0-working-refusal"' in page.text
    assert "Моя подсказка" in page.text
    assert draft_text(office) == ""


def test_a_finding_stands_beside_its_field_with_what_mends_it(office: Office) -> None:
    path = path_of(office)
    send(office, f"{path}/moves/start_self_diagnosis", "save", roles=["municipal_coordinator"])

    page = office.amur.get(f"{path}/stages/listed").text

    beside = re.search(r'data-findings="term-1-move">(.*?)</div>', page, re.DOTALL)
    assert beside is not None
    assert "не разрешён системе по расписанию" in beside[1]
    assert "отметьте, что его делает система" in beside[1]
    overview = office.amur.get(f"{path}/path").text
    assert "Найдено ошибок: 1" in overview
    assert 'value="publish"' not in overview
    assert office.amur.post(f"{path}/path", {"do": "publish", "expected": 1}).status_code == 422
    assert office.current().version == 1


def test_the_preview_follows_the_form_and_keeps_nothing(office: Office) -> None:
    path = f"{path_of(office)}/moves/retain"

    answer = send(office, path, "preview", title="Оставить ещё на год", roles=["auditor"])

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "новое «Оставить ещё на год»" in answer.text
    assert re.search(r'<g class="way way-taken is-changed"', answer.text)
    assert 'data-for="roles"' in answer.text
    assert draft_text(office) == ""


def test_a_group_of_requirements_is_made_by_buttons_without_a_script(office: Office) -> None:
    path = f"{path_of(office)}/moves/retain"
    browser = office.amur

    page = send(office, path, "wrap-any:0")
    page = browser.post(path, {**fields_of(page.text), "do": "add_req:2", "new_fact2": "not"})
    form = {**fields_of(page.text), "do": "add_req:3", "new_fact3": "curator_assigned"}
    page = browser.post(path, form)
    said = "переход делает не куратор дела; (не выполняется условие: назначен куратор)"
    assert f"<p>Хотя бы одно: {said}.</p>" in page.text
    saved = browser.post(path, {**fields_of(page.text), "do": "save"})

    assert saved.status_code == 303
    overview = browser.get(f"{path_of(office)}/path").text
    assert f"новое условие — хотя бы одно: {said}." in overview
    published = browser.post(f"{path_of(office)}/path", {"do": "publish", "expected": 1})
    assert published.status_code == 303
    (group,) = (
        one
        for one in office.current().definition.move_by_code["retain"].requirements
        if one.fact == "any"
    )
    assert [one.fact for one in group.parts] == ["actor_not", "not"]


def test_an_empty_group_is_told_beside_it_and_nothing_is_kept(office: Office) -> None:
    path = f"{path_of(office)}/moves/retain"
    page = send(office, path, "add_req", new_fact="all")

    refused = office.amur.post(path, {**fields_of(page.text), "do": "save"})

    assert refused.status_code == 422
    assert "Добавьте в группу требование или уберите группу." in refused.text
    assert draft_text(office) == ""


def test_lists_of_small_forms_grow_and_shrink_without_a_script(office: Office) -> None:
    path = f"{path_of(office)}/stages/listed"
    grown = send(office, path, "add_term", title="Набрано")
    shrunk = office.amur.post(path, {**fields_of(grown.text), "do": "drop_term:0"})

    assert fields_of(grown.text)["term"] == ["0", "1", "2"]
    assert fields_of(shrunk.text)["term"] == ["1", "2"]
    assert fields_of(shrunk.text)["title"] == ["Набрано"]
    assert draft_text(office) == ""


def test_a_form_that_stayed_open_overwrites_nothing(office: Office) -> None:
    path = f"{path_of(office)}/stages/listed"
    form = fields_of(office.amur.get(path).text)
    send(office, path, "save", title="Первая вкладка")

    late = office.amur.post(path, {**form, "title": "Вторая вкладка", "do": "save"})

    assert late.status_code == 409
    assert "Вторая вкладка" in late.text
    assert "Первая вкладка" in draft_text(office)
    again = office.amur.post(path, {**fields_of(late.text), "do": "save"})
    assert again.status_code == 303
    assert "Вторая вкладка" in draft_text(office)


def test_a_stage_taken_out_is_put_back(office: Office) -> None:
    path = path_of(office)

    assert send(office, f"{path}/stages/interim_monitoring", "remove").status_code == 303
    page = office.amur.get(f"{path}/path").text
    assert 'value="restore:stages.interim_monitoring"' in page
    assert "is-removed" in page
    office.amur.post(f"{path}/path", {"do": "restore:stages.interim_monitoring"})

    assert "interim_monitoring" not in draft_text(office)


def test_a_kind_the_base_gave_is_not_changed_by_a_form(office: Office) -> None:
    path = path_of(office)

    send(office, f"{path}/stages/listed", "save", kind="end")

    assert "listed" not in draft_text(office)
    send(office, f"{path}/add-stage?after=exited", "save", title="Архив", kind="end", to="")
    assert f'kind = "{StageKind.END.value}"' in draft_text(office)


def test_a_draft_that_cannot_be_read_is_told_and_can_be_let_go(office: Office) -> None:
    path = path_of(office)
    office.send("check", "code = [")

    page = office.amur.get(f"{path}/path")

    assert "Черновик не читается" in page.text
    assert office.amur.get(f"{path}/stages/listed").status_code == 404
    assert office.amur.post(f"{path}/path", {"do": "drop"}).status_code == 303
    assert "Этапы и переходы" in office.amur.get(f"{path}/path").text


def test_the_text_shows_what_the_forms_wrote_and_the_forms_what_was_typed(office: Office) -> None:
    path = path_of(office)
    send(office, f"{path}/stages/listed", "save", title="Из формы")
    assert "Из формы" in office.amur.get(office.edit_path()).text

    office.send("check", HEADER.format(code="amur") + "# заметка\n")
    send(office, f"{path}/stages/listed", "save", title="Снова из формы")

    assert "# заметка" in draft_text(office)
    assert "Снова из формы" in draft_text(office)


def test_a_version_published_meanwhile_is_shown_and_the_draft_stays(office: Office) -> None:
    path = path_of(office)
    send(office, f"{path}/stages/listed", "save", title="Моё название")
    colleague = office.browser("amur.second", Role.REGIONAL_ADMIN)
    send(office, f"{path}/stages/candidate", "save", browser=colleague, title="Чужое название")
    colleague.post(f"{path}/path", {"do": "publish", "expected": 1})

    conflict = office.amur.post(f"{path}/path", {"do": "publish", "expected": 1})

    assert conflict.status_code == 409
    assert "опубликована версия 2: Сотрудник amur.second" in conflict.text
    assert "новое «Чужое название»" in conflict.text
    assert "Моё название" in draft_text(office)
    assert office.amur.post(f"{path}/path", {"do": "publish", "expected": 2}).status_code == 303
    assert office.current().version == 3


def test_words_are_added_and_renamed_in_the_draft(office: Office) -> None:
    path = f"{path_of(office)}/words"

    added = office.amur.post(path, {"do": "add:document", "title-document": "Справка ВПР"})
    named = {"do": "rename:document.roadmap", "title-document-roadmap": "План округа"}
    office.amur.post(path, named)
    empty = office.amur.post(path, {"do": "add:event", "title-event": " "})

    assert added.status_code == 303
    assert 'word = "spravka_vpr"' in draft_text(office)
    assert "План округа" in office.amur.get(path).text
    assert empty.status_code == 422
    assert "Впишите название." in empty.text
    assert office.amur.post(path, {"do": "add:nothing"}).status_code == 404


def test_a_path_is_begun_by_its_name(office: Office) -> None:
    new = f"/admin/definitions/region/{office.country.amur.region_id}/new"

    begun = office.amur.post(new, {"do": "begin", "title": "Второй маршрут"})

    assert begun.status_code == 303
    assert "Второй маршрут" in office.amur.get("/admin/definitions/").text
    assert office.amur.post(begun.location, {"do": "publish", "expected": 0}).status_code == 303
    assert office.current("amur_path").version == 1
    assert "Второй маршрут" in office.amur.get("/admin/definitions/").text
    assert office.amur.post(new, {"do": "begin", "title": " "}).status_code == 422


def test_forms_of_another_region_or_of_the_base_answer_like_absent_ones(office: Office) -> None:
    base = f"/admin/definitions/stream/{office.current_base().stream_id}"
    nothing = f"/admin/definitions/stream/{UUID(int=7)}"
    for path, browser in (
        (path_of(office), office.primorye),
        (base, office.amur),
        (nothing, office.amur),
    ):
        for page in ("path", "words", "stages/listed", "moves/retain", "add-stage", "add-move"):
            assert browser.get(f"{path}/{page}").status_code == 404, page
            assert browser.post(f"{path}/{page}", {"do": "save"}).status_code == 404, page
    assert office.amur.get(f"{path_of(office)}/stages/nowhere").status_code == 404
    assert office.amur.get(f"{path_of(office)}/moves/nowhere").status_code == 404


def test_who_only_reads_sees_the_path_and_no_form(office: Office) -> None:
    viewer = office.browser("viewer", Role.VIEWER)

    assert viewer.get(f"/admin/definitions/{office.current().id}").status_code == 200
    assert viewer.get(f"{path_of(office)}/path").status_code == 403


@pytest.mark.parametrize("page", ["stages/listed", "moves/retain", "add-stage", "add-move"])
def test_strange_forms_are_answered_with_sentences(office: Office, page: str) -> None:
    path = f"{path_of(office)}/{page}"
    for form in (
        {},
        {"title": "А\x00Б", "term": ["0", "x", "9" * 30], "term-0-kind": "odd"},
        {"title": "А" * 3000, "way": ["0"], "req": ["0"], "req-0-was": "{" * 5000},
        {"do": "drop_term:x", "roles": ["emperor"], "phase": "odd", "kind": "odd"},
    ):
        assert office.amur.post(path, {"do": "save", **form}).status_code in (200, 422), form
    assert draft_text(office) == ""


def test_the_form_of_a_stage_keeps_what_closes_its_terms(office: Office) -> None:
    path = path_of(office)
    before = office.current().definition.stage_by_code["listed"].terms
    closed = [one for one in before if one.met_by is not None]
    form = fields_of(office.amur.get(f"{path}/stages/listed").text)

    kept = office.amur.post(f"{path}/stages/listed", {**form, "title": "В перечне", "do": "save"})
    published = office.amur.post(f"{path}/path", {"do": "publish", "expected": 1})

    assert (kept.status_code, published.status_code) == (303, 303)
    stage = office.current().definition.stage_by_code["listed"]
    assert stage.title == "В перечне"
    assert stage.terms == before
    assert [one.code for one in closed] == ["curator_due"]

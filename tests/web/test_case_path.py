"""What the card says of the path and its terms, of what is new, and of what was typed too late."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.actions.moving import MoveRequest, move_case
from engine.domain.definition import StageTerm
from engine.domain.looking import VISIT
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.terms import Term, TermKind
from engine.queries.cases import case_card
from engine.storage.database import reading
from engine.storage.tables import CaseLookRow
from tests.factories import make_scene
from tests.web.case_cards import register_order
from tests.web.visiting import case_url, faults_of, visits
from web.cases.terms import Stay, stay_of
from web.wording.terms import due_consequence, due_reason

FIRST_DAY = date(2023, 4, 3)


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def part_of(page, beginning, end):
    """The markup from a beginning to the first such end."""
    return beginning + page.html.split(beginning, 1)[1].split(end, 1)[0]


def picture_of(page, shape="wide"):
    return part_of(page, f'<svg class="drawing drawing-{shape}"', "</svg>")


def classes_in(html, beginning):
    return re.findall(rf'class="({beginning}[^"]*)"', html)


def next_visit(scene):
    scene.bench.now.advance(seconds=VISIT.total_seconds())


def looks(scene):
    with reading(scene.bench.database) as connection:
        return connection.execute(sa.select(CaseLookRow.seen_at)).scalars().all()


def make_move(scene, case_id, move, role=Role.MUNICIPAL_COORDINATOR, reason=""):
    order = MoveOrder(move, reason)
    move_case(scene.bench, MoveRequest(case_id, order), actor=scene.actor(role))


@pytest.mark.parametrize("shape", ["wide", "tall"])
def test_the_picture_has_a_name_a_description_and_links_to_rows_that_are_there(scene, site, shape):
    case_id = scene.case_at("mentoring")

    page = site.of(Role.CURATOR).page(case_url(case_id))
    drawn = picture_of(page, shape)

    title, description = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', drawn)
    assert 'role="group"' in drawn
    assert f'<title id="{title}">Путь: ' in drawn
    assert f'<desc id="{description}">Дело на этапе «Сопровождение» с 0' in drawn
    targets = re.findall(r'href="#([^"]+)"', drawn)
    assert len(targets) == 14
    assert [one for one in targets if f'<tr id="{one}"' not in page.html] == []
    assert drawn.count('aria-current="step"') == 1
    assert list(faults_of(page.html)) == []


def test_the_picture_shows_the_way_taken_and_what_is_open_and_closed(scene, site):
    case_id = scene.case_at("mentoring")

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))
    drawn = picture_of(page)

    assert len(classes_in(drawn, "way way-taken")) == 6
    assert len(classes_in(drawn, "drawn-stage stage-passed")) == 6
    assert len(classes_in(drawn, "drawn-stage stage-here")) == 1
    ways = [
        one
        for state in ("open", "waits", "closed")
        for one in classes_in(drawn, f"way way-{state}")
    ]
    cards = re.findall(
        r'<span class="step-number step-(\w+)" aria-hidden="true">(\d)</span>', page.html
    )
    assert sorted(f"way way-{state}" for state, _ in cards) == sorted(ways)
    badges = re.findall(r'class="badge-mark badge-(\w+)">.*?<text[^>]*>(\d)</text>', drawn)
    assert sorted(badges) == sorted(cards)


def test_the_table_says_the_same_in_words_with_days_and_reasons(scene, site):
    case_id = scene.open_case()
    scene.bench.now.advance(days=12)

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    row = part_of(page, '<tr id="stage-candidate"', "</tr>")
    told = " ".join(re.sub("<[^>]+>", " ", row).split())
    assert told == (
        "Кандидат дело здесь Идентификация 03.04.2023 … 12 1 Утвердить включение в перечень → "
        "«Включена в перечень» : пока нельзя. Не зарегистрирован документ «Приказ об утверждении "
        "перечня»."
    ).replace("» : ", "»: ")
    assert "Вне схемы, когда это возможно: «Отклонить кандидата», «Приостановить" in page.text


def test_a_move_of_another_role_is_ready_whatever_its_form_still_asks_for(scene, site):
    case_id = scene.case_at("mentoring")

    page = site.of(Role.VIEWER).page(case_url(case_id))

    assert "way-open" not in re.sub(
        r"<ul class=\"drawing-legend\".*?</ul>", "", page.html, flags=re.DOTALL
    )


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (
            Term(TermKind.CALENDAR_DAYS, days=30),
            "Через 30 календарных дней после начала этапа 03.04.2023.",
        ),
        (
            Term(TermKind.WORKING_DAYS, days=5),
            (
                "Через 5 рабочих дней после начала этапа 03.04.2023; выходные и праздники не "
                "считаются."
            ),
        ),
        (
            Term(TermKind.WORKING_DAYS),
            "Первый рабочий день с начала этапа 03.04.2023.",
        ),
        (
            Term(TermKind.YEARLY_DATE, month=10, day=1),
            "Каждый год 1 октября: ближайшая такая дата после начала этапа 03.04.2023.",
        ),
        (
            Term(TermKind.MONTH_WINDOW, month=5, from_month=4),
            "Конец периода с начала апреля до конца мая, ближайшего после начала этапа 03.04.2023.",
        ),
        (
            Term(TermKind.MONTH_WINDOW, month=5),
            "Последний день мая, ближайшего после начала этапа 03.04.2023.",
        ),
        (Term(TermKind.OPEN, note="по графику"), ""),
    ],
)
def test_every_kind_of_term_says_why_it_falls_on_its_day(site, term, said):
    with site.app.test_request_context():
        assert due_reason(term, FIRST_DAY) == said


def test_a_term_that_was_suspended_says_by_how_much_it_moved(scene, site):
    case_id = scene.case_at("risk_profiling")
    before = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id)).text
    make_move(scene, case_id, "suspend", reason="Школа переезжает в другое здание")
    scene.bench.now.advance(days=10)
    paused = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))
    make_move(scene, case_id, "resume", reason="Школа переехала")

    after = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id)).text

    assert "Сдвинут" not in before
    assert "срок остановлен" in paused.text
    assert "продолжится здесь" in paused.text
    assert "Сдвинут на 10 дней: столько дело было приостановлено." in after
    card = case_card(scene.bench, case_id, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    stay = stay_of(card.spells, card.locked.definition, paused=False)
    began_on = card.line.stage_entered_on - timedelta(days=10)
    assert stay == Stay("risk_profiling", began_on, 10)


def test_a_day_on_which_the_clock_moves_the_case_says_so(scene, site):
    terms = [one for stage in scene.definition.stages for one in stage.terms if one.move]
    plain = StageTerm("plain", "Срок", Term(TermKind.OPEN))

    with site.app.test_request_context():
        said = {due_consequence(one, scene.definition) for one in terms}

        assert "В этот день переход «Открыть промежуточный мониторинг» сделает система." in said
        assert due_consequence(plain, scene.definition) == ""


def test_what_others_did_since_the_last_visit_is_told_and_marked_where_it_is(scene, site):
    case_id = scene.open_case()
    auditor = site.of(Role.AUDITOR)
    first = auditor.page(case_url(case_id)).text
    register_order(scene, site, case_id)
    next_visit(scene)

    page = auditor.page(case_url(case_id))
    again = auditor.page(case_url(case_id))

    assert "прошлого визита" not in first
    news = part_of(page, '<section aria-labelledby="news-title"', "</section>")
    assert "Зарегистрирован документ: «Приказ об утверждении перечня» № 120 от" in news
    assert "municipal_coordinator.0.amur" in news
    assert page.html.count('new-mark">новое: 1<') == 1
    assert page.html.count('new-mark">новое<') == 1
    assert "Приказы и решения новое: 1" in page.text
    assert "Что изменилось с вашего прошлого визита" in again.text
    next_visit(scene)
    assert "другие ничего не меняли" in auditor.page(case_url(case_id)).text


def test_ones_own_deeds_are_no_news(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    coordinator.page(case_url(case_id))
    register_order(scene, site, case_id)
    next_visit(scene)

    assert "другие ничего не меняли" in coordinator.page(case_url(case_id)).text


def test_a_look_is_noted_for_a_person_who_opens_the_page_and_not_otherwise(scene, site):
    case_id = scene.open_case()
    curator = site.of(Role.CURATOR)

    curator.client.head(case_url(case_id))
    curator.get(case_url(case_id), headers={"Sec-Purpose": "prefetch"})
    curator.get(case_url(case_id), headers={"Sec-Purpose": "prefetch;prerender"})
    curator.post(case_url(case_id, "/documents"), {})
    assert looks(scene) == []

    curator.page(case_url(case_id))
    assert len(looks(scene)) == 1


def test_a_stale_form_shows_what_happened_meanwhile_beside_what_was_typed(scene, site):
    case_id = scene.case_at("risk_profiling")
    curator, coordinator = site.of(Role.CURATOR), site.of(Role.MUNICIPAL_COORDINATOR)
    stale = curator.page(case_url(case_id)).hidden("risks")
    fresh = coordinator.page(case_url(case_id)).hidden("risks")
    coordinator.send(case_url(case_id, "/risks"), {**fresh, "level-staff_shortage": "low"})

    page = curator.send(
        case_url(case_id, "/risks"), {**stale, "level-staff_shortage": "high"}, status=409
    )

    assert (
        "проверьте и отправьте снова. municipal_coordinator municipal_coordinator.0.amur: Фактор "
        "риска «Дефицит педагогических кадров»: низкий."
    ) in page.text
    assert "сейчас записано: низкий" in page.text
    part = page.html.split('name="level-staff_shortage"', 1)[1].split("</select>", 1)[0]
    assert '<option value="high" selected>' in part


def test_a_text_whose_form_is_gone_is_given_back(scene, site):
    case_id = scene.open_case()
    order = register_order(scene, site, case_id)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    address = case_url(case_id, f"/decisions/{order}/repeal")
    form = {
        **coordinator.page(case_url(case_id)).hidden(f"repeal-{order}"),
        "repealed_on": "02.04.2023",
        "reason": "Издан ошибочно",
    }
    coordinator.send(address, form)

    late = coordinator.send(address, {**form, "key": "", "reason": "Другая причина"}, status=409)

    assert "Вы написали: День утраты силы 02.04.2023 Причина Другая причина" in late.text
    assert f'href="#repeal-{order}"' not in late.html


def test_no_form_of_the_card_has_two_fields_of_one_name(scene, site):
    case_id = scene.case_at("mentoring")
    register_order(scene, site, case_id)

    for role in (Role.MUNICIPAL_COORDINATOR, Role.CURATOR, Role.REGIONAL_ADMIN):
        page = site.of(role).page(case_url(case_id))
        for form in re.findall(r"<form.*?</form>", page.html, re.DOTALL):
            single = re.sub(r'<input[^>]*type="(?:checkbox|radio)"[^>]*>', "", form)
            names = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', single)
            choices = set(re.findall(r'<input[^>]*type="radio"[^>]* name="([^"]+)"', form))
            assert sorted(names) == sorted(set(names))
            assert not choices & set(names)


def test_a_term_over_before_the_case_was_entered_is_named_and_is_no_delay(scene, site):
    case_id = scene.open_case(opened_on=date(2022, 11, 21))

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    assert (
        "Срок утверждения перечня: 31 января 2023 г. — срок истёк до внесения, "
        "просрочкой не считается." in page.text
    )
    assert "просрочено" not in page.text
    assert "На этом этапе сроков нет." not in page.text


def test_a_term_of_a_former_stay_is_not_named_again(scene, site, clock):
    case_id = scene.open_case(opened_on=date(2022, 11, 21))
    clock.advance(days=1)
    make_move(scene, case_id, "suspend", reason="Школа на капитальном ремонте")
    clock.advance(days=1)
    make_move(scene, case_id, "resume", reason="Ремонт закончен, школа работает")

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    assert "срок истёк до внесения" not in page.text

"""The case card: what it shows, what its forms do, and what happens when they are refused."""

import io
import re
import threading
from dataclasses import replace

import pytest

from engine.actions.deciding import OrderPaper
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.opening import OpenRequest, open_case
from engine.domain.errors import InvalidInput, TutorSchoolIneligible
from engine.domain.roles import Place, Role
from engine.domain.situation import AttachmentKind
from engine.queries.candidates import person_candidates, tutor_candidates
from engine.queries.cases import case_card
from engine.queries.history import read_case_history
from tests.factories import add_person, make_scene
from tests.web.visiting import Page, case_url, faults_of, visits
from web.demonstration.tutors import lend

SHOWN_TO = (
    Role.MUNICIPAL_COORDINATOR,
    Role.CURATOR,
    Role.SCHOOL_DIRECTOR,
    Role.METHODIST,
    Role.AUDITOR,
    Role.VIEWER,
    Role.REGIONAL_ADMIN,
)


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def kinds(scene, case_id):
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    return [entry.kind for entry in read_case_history(scene.bench, case_id, actor=coordinator)]


def card_of(scene, case_id):
    return case_card(scene.bench, case_id, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def register_order(scene, site, case_id, kind="list_order", number="120"):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    form = {
        **page.hidden("decision"),
        "kind": kind,
        "number": number,
        "signed_on": "31.03.2023",
        "body": "Управление образования",
    }
    coordinator.send(case_url(case_id, "/decisions"), form)
    return card_of(scene, case_id).decisions[-1].id


def test_the_card_says_where_the_case_stands_and_what_is_lacking_with_a_way_to_mend_it(scene, site):
    case_id = scene.open_case()

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    assert "Сейчас: Кандидат" in page.text
    assert (
        "Не зарегистрирован документ «Приказ об утверждении перечня». Его регистрирует "
        "муниципальный координатор или региональный координатор до 31.01.2024. Сделать это здесь"
    ) in page.text
    assert f'href="{case_url(case_id)}?decision=list_order#decision"' in page.html
    assert "ЕГЭ 2022: 34 % ниже порога" in page.text


def test_a_link_of_a_reason_opens_the_form_already_filled_in(scene, site):
    case_id = scene.open_case()

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id, "?decision=list_order"))

    assert '<option value="list_order" selected>' in page.html


@pytest.mark.parametrize("role", SHOWN_TO)
def test_every_card_can_be_read_by_everybody(scene, site, role):
    case_id = scene.case_at("programme_review")

    page = site.of(role).page(case_url(case_id))

    assert list(faults_of(page.html)) == []


def test_a_card_offers_only_what_the_person_may_do(scene, site):
    case_id = scene.open_case()

    viewer = site.of(Role.VIEWER).page(case_url(case_id))
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    assert 'class="deed' not in viewer.html
    assert "Зарегистрировать приказ" not in viewer.text
    assert "Зарегистрировать приказ" in coordinator.text


def test_a_case_of_another_place_answers_like_none(scene, site):
    case_id = scene.open_case()

    assert site.of(Role.SCHOOL_DIRECTOR, 1).get(case_url(case_id)).status_code == 404
    assert site.of(Role.SCHOOL_DIRECTOR, 1).post(case_url(case_id, "/moves/x")).status_code == 404


def test_a_move_is_made_by_its_form_and_told_in_the_words_of_the_journal(scene, site):
    case_id = scene.open_case()
    order = register_order(scene, site, case_id)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))

    done = coordinator.send(
        case_url(case_id, "/moves/approve_listing"),
        {
            **page.hidden("move-approve_listing"),
            "reason": "Показатели подтверждены",
            "basis": str(order),
        },
    )

    assert (
        "Готово: «Утвердить включение в перечень»: с этапа «Кандидат» на этап «Включена в "
        "перечень»."
    ) in done.text
    assert scene.stage(case_id) == "listed"
    assert "Сейчас: Включена в перечень" in done.text


def test_a_form_sent_twice_is_one_deed(scene, site):
    case_id = scene.open_case()
    register_order(scene, site, case_id)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    form = coordinator.page(case_url(case_id)).hidden("move-approve_listing")

    first = coordinator.send(case_url(case_id, "/moves/approve_listing"), form)
    second = coordinator.send(case_url(case_id, "/moves/approve_listing"), form)

    assert "Готово:" in first.text
    assert "Готово:" in second.text
    assert kinds(scene, case_id).count("case:moved") == 1


def test_two_browsers_that_send_one_form_at_once_make_one_deed(scene, site):
    case_id = scene.open_case()
    register_order(scene, site, case_id)
    browsers = [site.of(Role.MUNICIPAL_COORDINATOR) for _ in range(2)]
    form = browsers[0].page(case_url(case_id)).hidden("move-approve_listing")
    statuses = []

    def send(browser):
        answer = browser.post(case_url(case_id, "/moves/approve_listing"), form)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [303, 303]
    assert kinds(scene, case_id).count("case:moved") == 1


def test_a_stale_page_says_who_was_quicker_and_keeps_what_was_typed(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    stale = coordinator.page(case_url(case_id)).hidden("move-reject_candidate")
    register_order(scene, site, case_id)

    page = coordinator.send(
        case_url(case_id, "/moves/reject_candidate"),
        {**stale, "reason": "Ошибочно внесена в перечень"},
        status=409,
    )

    assert (
        "Пока страница была открыта, дело изменилось: municipal_coordinator "
        "municipal_coordinator.0.amur, 3 апреля 2023 г., 15:00. Сейчас этап «Кандидат»."
    ) in page.text
    assert page.field("move-reject_candidate", "reason") == "Ошибочно внесена в перечень"
    assert scene.stage(case_id) == "candidate"

    fresh = page.hidden("move-reject_candidate")
    coordinator.send(
        case_url(case_id, "/moves/reject_candidate"),
        {**fresh, "reason": page.field("move-reject_candidate", "reason")},
    )
    assert scene.stage(case_id) == "closed_other"


def test_a_form_without_the_revision_of_its_page_does_nothing(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    answer = coordinator.post(
        case_url(case_id, "/moves/reject_candidate"), {"reason": "Ошибочно внесена"}
    )

    assert answer.status_code == 409
    assert scene.stage(case_id) == "candidate"


def test_a_move_that_is_refused_tells_every_reason_and_is_recorded(scene, site):
    case_id = scene.case_at("programme_review")
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    revision = scene.revision(case_id)

    page = coordinator.send(
        case_url(case_id, "/moves/approve_programmes"), {"revision": str(revision)}, status=409
    )

    assert "Не зарегистрирован документ «Решение об утверждении программ»." in page.text
    assert "Не закреплена школа-тьютор." in page.text
    assert (
        "Отказано в переходе «Утвердить программы». Не зарегистрирован документ «Решение об "
        "утверждении программ». Не закреплена школа-тьютор."
    ) in page.text
    assert kinds(scene, case_id)[-1] == "move:refused"


def test_a_move_of_another_role_says_whose_it_is(scene, site):
    case_id = scene.case_at("exit_review")

    page = site.of(Role.CURATOR).send(
        case_url(case_id, "/moves/approve_exit"),
        {"revision": str(scene.revision(case_id))},
        status=403,
    )

    assert (
        "Этот переход делает региональный координатор или муниципальный координатор." in page.text
    )


def test_a_document_is_filed_returned_with_remarks_and_filed_again(scene, site):
    case_id = scene.case_at("programme_drafting")
    director, curator = site.of(Role.SCHOOL_DIRECTOR), site.of(Role.CURATOR)
    form = {
        **director.page(case_url(case_id)).hidden("document"),
        "kind": "midterm_programme",
        "title": "СПР на 2023–2025 годы",
        "file": (io.BytesIO(b"%PDF-1.7 programme"), "СПР школы № 1.pdf", "application/pdf"),
    }

    filed = director.send(case_url(case_id, "/documents"), form)
    document = card_of(scene, case_id).documents[-1]
    page = curator.page(case_url(case_id))
    address = case_url(case_id, f"/documents/{document.id}/return")
    short = curator.send(
        address, {**page.hidden(f"return-{document.id}"), "remarks": "нет"}, status=422
    )
    returned = curator.send(
        address,
        {
            **short.hidden(f"return-{document.id}"),
            "remarks": "Добавьте показатели по каждому году.",
        },
    )
    director.send(
        case_url(case_id, "/documents"),
        {
            **director.page(case_url(case_id)).hidden("document"),
            "kind": "midterm_programme",
            "file": (io.BytesIO(b"%PDF-1.7 again"), "СПР 2.pdf", "application/pdf"),
        },
    )

    assert "Готово: документ «Среднесрочная программа развития»" in filed.text
    assert "Слишком коротко: нужно не меньше 5 знаков." in short.text
    assert short.field(f"return-{document.id}", "remarks") == "нет"
    assert "Замечания Добавьте показатели по каждому году." in returned.text
    mine = director.page(case_url(case_id)).text
    assert "Прежние версии" in mine
    assert "Добавьте показатели по каждому году." in mine


def test_a_file_without_content_is_told_from_a_file_that_was_not_chosen(scene, site):
    case_id = scene.case_at("programme_drafting")
    director = site.of(Role.SCHOOL_DIRECTOR)
    form = {
        **director.page(case_url(case_id)).hidden("document"),
        "kind": "midterm_programme",
        "file": (io.BytesIO(b""), "СПР.pdf", "application/pdf"),
    }

    page = director.send(case_url(case_id, "/documents"), form, status=422)

    assert "Этот файл пуст. Выберите файл с содержанием." in page.text


def test_a_file_is_handed_out_to_be_saved_and_only_to_who_sees_the_case(scene, site):
    case_id = scene.case_at("programme_drafting")
    director = site.of(Role.SCHOOL_DIRECTOR)
    content = b"<html><script>alert(1)</script></html>"
    director.send(
        case_url(case_id, "/documents"),
        {
            **director.page(case_url(case_id)).hidden("document"),
            "kind": "midterm_programme",
            "file": (io.BytesIO(content), "Программа «Рост».html", "text/html"),
        },
    )
    document = card_of(scene, case_id).documents[-1]
    address = case_url(case_id, f"/files/documents/{document.id}")

    answer = director.get(address)

    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (
        "%D0%9F%D1%80%D0%BE%D0%B3%D1%80%D0%B0%D0%BC%D0%BC%D0%B0"
        in answer.headers["Content-Disposition"]
    )
    assert site.of(Role.SCHOOL_DIRECTOR, 1).get(address).status_code == 404


def test_what_cannot_be_kept_is_refused_beside_its_field_and_stays(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    form = {
        **page.hidden("decision"),
        "kind": "list_order",
        "body": "УО",
        "signed_on": "32.13.2023",
    }

    answer = coordinator.send(
        case_url(case_id, "/decisions"), {**form, "number": "1\x00" + "20"}, status=422
    )

    assert "В тексте есть знаки, которые нельзя сохранить." in answer.text
    assert "Напишите день так: 31.03.2023." in answer.text
    assert answer.field("decision", "body") == "УО"
    assert answer.field("decision", "signed_on") == "32.13.2023"
    assert card_of(scene, case_id).decisions == []


def test_letters_typed_apart_are_kept_composed(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    form = {
        **coordinator.page(case_url(case_id)).hidden("decision"),
        "kind": "list_order",
        "number": "7",
        "signed_on": "2023-03-31",
        "body": "Управление Кировскои\u0306 области",
    }

    coordinator.send(case_url(case_id, "/decisions"), form)

    assert card_of(scene, case_id).decisions[0].body == "Управление Кировской области"


def test_a_decision_that_was_repealed_no_longer_stands(scene, site):
    case_id = scene.open_case()
    order = register_order(scene, site, case_id)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))

    done = coordinator.send(
        case_url(case_id, f"/decisions/{order}/repeal"),
        {
            **page.hidden(f"repeal-{order}"),
            "repealed_on": "02.04.2023",
            "reason": "Издан ошибочно",
        },
    )

    assert "утратил силу 02.04.2023" in done.text
    assert "Документ «Приказ об утверждении перечня» признан утратившим силу." in done.text


def test_a_curator_is_attached_and_the_attachment_is_ended(scene, site):
    case_id = scene.open_case()
    coordinator, curator = site.of(Role.MUNICIPAL_COORDINATOR), scene.actor(Role.CURATOR)
    page = coordinator.page(case_url(case_id))

    attached = coordinator.send(
        case_url(case_id, "/people/curator"),
        {**page.hidden("attach-curator"), "account_id": str(curator.account_id)},
    )
    link = card_of(scene, case_id).attachments[0].id
    ended = coordinator.send(
        case_url(case_id, f"/attachments/{link}/end"),
        {
            **attached.hidden(f"end-{link}"),
            "ends_on": "30.04.2023",
            "reason": "Назначен другой куратор",
        },
    )

    assert "Готово: закрепление. Куратор: curator curator.0.amur, с 03.04.2023." in attached.text
    assert "с 03.04.2023 по 30.04.2023" in ended.text


def test_a_tutor_school_takes_an_order_and_a_full_one_says_so(scene, site):
    case_id = scene.open_case()
    order = register_order(scene, site, case_id, "tutor_order")
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    form = {**page.hidden("attach-tutor_school"), "school_id": str(scene.tutor_schools[0])}

    without = coordinator.send(case_url(case_id, "/people/tutor_school"), form, status=422)
    done = coordinator.send(
        case_url(case_id, "/people/tutor_school"),
        {
            **without.hidden("attach-tutor_school"),
            "school_id": str(scene.tutor_schools[0]),
            "decision_id": str(order),
        },
    )

    assert "Заполните это поле." in without.text
    assert "МБОУ СОШ № 500" in done.text
    assert "приказ № 120 от 31.03.2023" in done.text
    again = coordinator.send(
        case_url(case_id, "/people/tutor_school"),
        {
            **done.hidden("attach-tutor_school"),
            "school_id": str(scene.tutor_schools[1]),
            "decision_id": str(order),
        },
        status=409,
    )
    assert "На эти дни такое закрепление уже есть." in again.text


def test_a_school_that_is_sought_says_why_it_cannot_be_a_tutor(scene, site):
    case_id = scene.open_case()

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id, "?tutor=школа+2"))

    assert "МБОУ СОШ № 2 Сковородинский округ Школа работает в другом режиме: режим риска." in (
        re.sub(r"\s+", " ", page.text)
    )


def test_candidates_are_those_whom_the_deed_accepts(scene, site):
    case_id = scene.open_case()
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    order = register_order(scene, site, case_id, "tutor_order")
    own = Place(scene.region_id, scene.municipality_id, scene.schools[0])
    add_person(scene, Role.CURATOR, own, "curator.of.the.school")

    tutors = [
        one
        for words in ("школа 1", "СОШ №2", "500")
        for one in tutor_candidates(scene.bench, case_id, actor=coordinator, words=words)
    ]
    curators = person_candidates(scene.bench, case_id, AttachmentKind.CURATOR, actor=coordinator)

    assert [one.why_not for one in tutors] == ["same_school", "mode", None]
    for tutor in tutors:
        asked = AttachRequest(
            case_id,
            AttachmentKind.TUTOR_SCHOOL,
            school_id=tutor.school_id,
            decision_id=order,
            ends_on=scene.bench.now().date(),
        )
        assert refused_by(scene, asked) == tutor.why_not
    assert len(curators) == 3
    for curator in curators:
        asked = AttachRequest(case_id, AttachmentKind.CURATOR, account_id=curator.account_id)
        assert refused_by(scene, asked) == curator.why_not


def refused_by(scene, asked):
    """The rule by which an attachment is refused; one that is made is ended the day before."""
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)
    scene.bench.now.advance(days=1)
    today = scene.bench.now().date()
    try:
        attach(scene.bench, replace(asked, starts_on=today, ends_on=today), actor=actor)
    except (TutorSchoolIneligible, InvalidInput) as refusal:
        return refusal.fields["rule"]
    return None


def test_the_whole_risk_profile_is_written_by_one_form(scene, site):
    case_id = scene.case_at("risk_profiling")
    curator = site.of(Role.CURATOR)
    page = curator.page(case_url(case_id))
    factors = dict(scene.definition.vocabulary)["risk_factor"]
    form = {
        **page.hidden("risks"),
        **{f"level-{code}": "low" for code in factors},
        "level-staff_shortage": "high",
        "chosen-staff_shortage": "1",
    }

    done = curator.send(case_url(case_id, "/risks"), form)
    again = curator.send(case_url(case_id, "/risks"), {**form, **done.hidden("risks")})

    assert "Готово: в рисковом профиле записано — 12 факторов." in done.text
    assert "Уровень определён у 12 из 12 факторов, направлений выбрано: 1." in done.text
    assert "Готово: в рисковом профиле ничего не изменилось." in again.text
    assert len([one for one in card_of(scene, case_id).records if one.kind == "risk"]) == 12


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("monitoring", {"about": "entry", "status": "closed"}, "«Входной мониторинг»: закрыт."),
        ("measure", {"about": "3.2", "status": "done"}, "мероприятие № 3.2: выполнено."),
        ("event", {"about": "seminar", "status": "held"}, "событие «Семинар»: проведено."),
        (
            "indicator",
            {"about": "mean_score", "status": "met", "value": "47"},
            "показатель «Средний балл»: выполняется (47).",
        ),
        (
            "recommendation",
            {"about": "1", "status": "open", "note": "Усилить контроль"},
            "рекомендация № 1: исполняется.",
        ),
        (
            "publication",
            {
                "about": "midterm_programme",
                "status": "published",
                "note": "https://school.example/",
            },
            "публикация «Среднесрочная программа развития»: опубликован.",
        ),
        (
            "approval",
            {"about": "close_other", "status": "given"},
            "согласие «Закрыть по иному основанию»: дано.",
        ),
    ],
)
def test_every_kind_of_record_has_its_form(scene, site, kind, form, said):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))

    done = coordinator.send(
        case_url(case_id, f"/records/{kind}"), {**page.hidden(f"record-{kind}"), **form}
    )

    assert f"Готово: {said}" in done.text


def test_a_forced_move_asks_for_consent_and_is_told_apart(scene, site):
    case_id = scene.case_at("listed")
    admin, coordinator = site.of(Role.REGIONAL_ADMIN), site.of(Role.REGIONAL_COORDINATOR)
    form = {"target": "mentoring", "reason": "Восстановление после потери документов в пожаре"}

    refused = admin.send(
        case_url(case_id, "/force"),
        {**admin.page(case_url(case_id)).hidden("force"), **form},
        status=409,
    )
    coordinator.send(
        case_url(case_id, "/records/approval"),
        {
            **coordinator.page(case_url(case_id)).hidden("record-approval"),
            "about": "force_move",
            "status": "given",
        },
    )
    done = admin.send(
        case_url(case_id, "/force"), {**admin.page(case_url(case_id)).hidden("force"), **form}
    )

    assert "Нет согласия второго лица: региональный координатор или муниципальный" in refused.text
    assert (
        "Готово: перевод вне маршрута: с этапа «Включена в перечень» на этап «Сопровождение»."
    ) in done.text


def test_a_tutor_school_sees_the_case_it_is_attached_to_and_no_other(scene, site):
    case_id = scene.case_at("mentoring")
    other = scene.open_case(1)
    tutor = next(
        index
        for index, school in enumerate(scene.tutor_schools)
        if school == card_of(scene, case_id).attachments[-1].school_id
    )

    visitor = site.of(Role.TUTOR_SCHOOL_REP, tutor)

    assert "МБОУ СОШ № 1" in visitor.page(case_url(case_id)).text
    assert visitor.get(case_url(other)).status_code == 404


def test_the_former_case_is_named_only_to_whoever_may_open_it(scene, site, clock):
    former = scene.case_at("exited")
    clock.advance(days=1)
    order = OrderPaper("list_order", "9", clock().date(), "УО")
    asked = OpenRequest("base", subject_id=scene.schools[0], order=order)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    again = open_case(scene.bench, asked, actor=coordinator).created_id
    assert again is not None
    cast = scene.cast()
    lend(scene.bench, again, replace(cast, tutor_schools=cast.tutor_schools[1:]))

    tutor = site.of(Role.TUTOR_SCHOOL_REP, 1)

    assert tutor.get(case_url(former)).status_code == 404
    assert "Прежнее дело школы" not in tutor.page(case_url(again)).html
    assert "Прежнее дело школы" in site.of(Role.CURATOR).page(case_url(again)).html


def test_whoever_only_reads_is_shown_no_kind_of_record_without_records(scene, site):
    case_id = scene.case_at("risk_profiling")

    reader, writer = site.of(Role.AUDITOR), site.of(Role.MUNICIPAL_COORDINATOR)

    assert 'id="part-record-publication"' not in reader.page(case_url(case_id)).html
    assert 'id="part-record-publication"' in writer.page(case_url(case_id)).html


def test_titles_and_remarks_are_shown_as_text(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    form = {
        **coordinator.page(case_url(case_id)).hidden("decision"),
        "kind": "list_order",
        "number": "<b>1</b>",
        "signed_on": "31 марта 2023",
        "body": "<script>alert(1)</script>",
    }

    page = coordinator.send(case_url(case_id, "/decisions"), form)

    assert "<script>alert(1)</script>" not in page.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.html


def test_a_page_of_words_reads_like_its_markup():
    assert Page("<p>Готово: <b>сдано</b></p>").text == "Готово: сдано"


def test_a_ground_is_contested_and_decided_on_the_card(scene, site):
    case_id = scene.open_case()
    director, coordinator = (
        site.of(role) for role in (Role.SCHOOL_DIRECTOR, Role.MUNICIPAL_COORDINATOR)
    )
    card, place = case_url(case_id), case_url(case_id, "/grounds/ege_low")
    form = director.page(card).hidden("objection-ege_low")

    refused = director.send(f"{place}/objection", {**form, "reason": ""}, 422)
    filed = director.send(f"{place}/objection", {**form, "reason": "Писали 7, не 5"})
    form = coordinator.page(card).hidden("verdict-ege_low")
    needs_paper = {**form, "reason": "Расчёт неверен", "verdict": "upheld"}
    lacking = coordinator.send(f"{place}/verdict", needs_paper, 422)
    decided = coordinator.send(f"{place}/verdict", {**needs_paper, "verdict": "dismissed"})

    assert "Заполните это поле." in refused.text
    assert "Возражение: низкие результаты ЕГЭ — подано, ждёт решения" in filed.text
    assert "Писали 7, не 5" in filed.text
    assert "objection-ege_low" not in filed.html
    assert "Заполните это поле." in lacking.text
    assert "Возражение: низкие результаты ЕГЭ — отклонено" in decided.text
    school = director.page(f"/schools/{scene.schools[0]}").text
    assert "отклонено. Расчёт неверен" in school
    assert "objection-ege_low" in director.page(card).html

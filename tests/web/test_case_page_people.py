"""Curators, tutor schools and records on the case card, and who is shown what."""

import re
from dataclasses import replace

import pytest

from engine.actions.deciding import OrderPaper
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.opening import OpenRequest, open_case
from engine.domain.errors import InvalidInput, TutorSchoolIneligible
from engine.domain.roles import Place, Role
from engine.domain.situation import AttachmentKind
from engine.queries.candidates import person_candidates, tutor_candidates
from tests.factories import add_person
from tests.web.case_cards import card_of, register_order, scene, site
from tests.web.visiting import Page, case_url
from web.demonstration.tutors import lend

__all__ = ["scene", "site"]


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

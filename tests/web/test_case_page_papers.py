"""Papers and decisions on the case card: filed, returned, handed out, repealed."""

import io

from engine.domain.roles import Role
from tests.web.case_cards import card_of, register_order, scene, site
from tests.web.visiting import case_url

__all__ = ["scene", "site"]


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

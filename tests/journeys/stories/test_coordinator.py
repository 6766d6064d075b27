"""Stories of the coordinator: what was signed late, who is behind, who is listed twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.on_pages import open_named, schools_of, today, unfold_all
from tests.journeys.served import every, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_story_20_a_term_that_was_over_before_the_case_was_entered_is_no_alarm(visit):
    year = today().year - 1
    coordinator = visit()
    page = coordinator.sign_in("coordinator.programme")
    late = page.get_by_role("list", name="Сроки коротко").get_by_role("link", name="срок прошёл")
    before = words(late)
    page.get_by_role("link", name="Открыть дело").click()
    listed = page.get_by_role("row").filter(has_text="школа № 9")
    listed.get_by_role("link", name="Открыть дело").click()
    page.get_by_label("День открытия").fill(f"{year}-01-15")
    page.get_by_role("button", name="Открыть дело").click()

    expect(page.get_by_role("status")).to_have_text("Готово: дело открыто.")
    stages = page.get_by_role("region", name="Этапы")
    expect(stages).to_contain_text(f"с 15 января {year} г.")
    expect(stages).to_contain_text(
        f"Срок анализа данных и списка: 31 октября {year} г. — срок истёк до внесения, "
        "просрочкой не считается."
    )
    expect(page.get_by_role("main")).not_to_contain_text("просрочено")
    coordinator.look()
    page.get_by_role("link", name="Мои школы").first.click()
    line = schools_of(page).filter(has_text="школа № 9")
    expect(line).to_contain_text("Анализ данных и идентификация")
    expect(line).not_to_contain_text("просрочено")
    assert words(late) == before


def test_story_24_the_coordinator_reads_which_schools_have_not_drawn_their_profile(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    unfold_all(page.get_by_role("search", name="Отбор школ"))
    page.get_by_label("Фаза").select_option(label="Диагностика")
    page.get_by_role("button", name="Показать").click()
    unfold_all(page.get_by_role("main"))
    profiling = schools_of(page).filter(has_text="Рисковый профиль")
    lacking = profiling.filter(has_text="Не хватает документа «Рисковый профиль школы»")

    missing = {words(one) for one in every(lacking.get_by_role("heading"))}
    assert missing >= {"МОБУ СОШ № 28", "МОБУ СОШ № 87"}
    coordinator.look()
    for name in {words(one) for one in every(profiling.get_by_role("heading"))}:
        open_named(page, name)
        papers = page.get_by_role("region", name="Документы")
        drawn = papers.get_by_role("heading", name="Рисковый профиль школы", exact=True)
        assert (drawn.count() == 0) is (name in missing), name
        page.go_back()
    assert "МОБУ ООШ № 43" not in missing


def test_story_24_the_coordinator_counts_who_has_not_drawn_the_profile_this_quarter(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    unfold_all(page.get_by_role("search", name="Отбор школ"))
    page.get_by_label("Чего нет").select_option(label="Рисковый профиль школы")
    page.get_by_label("За какую четверть").select_option(label="за эту четверть")
    page.get_by_role("button", name="Показать").click()

    quarters = page.get_by_role("region", name="По четвертям")
    now = quarters.get_by_role("row").filter(has_text="за эту четверть")
    counted = re.search(r"(\d+) из (\d+) (\d+)$", words(now))
    assert counted
    had, total, lacking = map(int, counted.groups())
    assert had + lacking == total > 0
    expect(page.get_by_role("main")).to_contain_text(f"{lacking} ")
    coordinator.look()
    former = quarters.get_by_role("row").filter(has_text="за прошлую четверть")
    of_former = int(words(former).split()[-1])
    former.get_by_role("link").click()
    expect(page.get_by_label("За какую четверть")).to_have_value("1")
    shown = schools_of(page).count()
    assert shown == min(of_former, 25)
    coordinator.look()


def test_story_25_a_school_on_both_lists_is_one_case_with_both_grounds(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.skovorodino")
    school = "МБОУ СОШ с. Албазино"
    line = schools_of(page).filter(has_text=school)
    expect(line).to_have_count(1)
    expect(line).to_contain_text("ШНОР и ШНСУ")
    open_named(page, school)

    grounds = page.get_by_role("region", name="Почему в перечне")
    expect(grounds).to_contain_text("ШНОР и ШНСУ: ")
    expect(page.get_by_role("region", name="Этапы")).to_have_count(1)
    expect(page.get_by_role("region", name=re.compile("^Мероприятия"))).to_have_count(1)
    coordinator.look()
    page.get_by_role("link", name="Школы", exact=True).click()
    row = page.get_by_role("row").filter(has_text=school)
    expect(row.get_by_role("cell").last).to_contain_text(re.compile(r"\b1$"))

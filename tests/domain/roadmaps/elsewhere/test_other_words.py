"""Headings in the words of other authorities, in any order."""

from __future__ import annotations

import pytest

from tests.domain.roadmaps.elsewhere.expecting import codes, read
from tests.domain.roadmaps.files import Rows, word

CELLS = {
    "number": "1",
    "section": "Кадры",
    "level": "школьный",
    "title": "Педагогический совет",
    "task": "Поднять качество",
    "audience": "учителя",
    "deadline": "май 2024",
    "responsible": "Завуч",
    "expected_result": "Решение совета",
    "evidence": "Протокол",
    "note": "онлайн",
}


HEADINGS = """
Проблема = section
Причины = note
Пути решения = title
Сроки (план/факт) = deadline
Куратор = responsible

№ п.п. = number
Что делаем = title
Когда = deadline
Кто отвечает = responsible
Что получим = expected_result

Этап = section
Содержание работы = title
Сроки выполнения = deadline
Ответственное лицо = responsible
Прогнозируемый результат = expected_result
Подтверждающий документ = evidence

Ответственные исполнители = responsible
Дата проведения = deadline
Наименование мероприятий = title
Категория участников = audience
Форма представления результата = evidence
Примечания = note

Номер = number
Мероприятия по реализации = title
Срок (период) = deadline
ФИО ответственного = responsible
Индикаторы = expected_result
Отметка об исполнении = note

№ = number
Задачи = task
Действия = title
Срок = deadline
Исполнитель = responsible
Вид документа = evidence

Уровень = level
Мероприятие = title
Планируемые сроки = deadline
Организаторы = responsible
Планируемый результат = expected_result

№ = number
Форма, тема мероприятия = title
Целевая аудитория = audience
Дата, время = deadline
Место проведения = note
Ответственный за проведение = responsible

Направление деятельности = section
Мероприятия, содержание = title
Срок реализации = deadline
Ответственный/соисполнители = responsible
Результат (документ) = expected_result

Риск = section
Цель = task
Перечень мероприятий = title
Сроки = deadline
Показатели = expected_result
Ответственные = responsible
Участники = audience

№ пп = number
Вид деятельности = title
Период проведения = deadline
Координатор = responsible
Итоговый документ = evidence

№ = number
Мера = title
Дедлайн = deadline
Ответственный (должность) = responsible
Критерии эффективности = expected_result

№ п.п. = number
Тема = title
Ф.И.О. участников = audience
Срок сдачи = deadline
Кому поручено = responsible
Форма отчёта = evidence

№ = number
Комплекс мер = title
Начало и окончание = deadline
Отв-ный = responsible
Ожидаемый эффект = expected_result

№ мероприятия = number
Проводимая работа = title
Месяц = deadline
Ответств. = responsible
Отчётность = evidence

№ = number
Планируемые мероприятия = title
Планируемая дата = deadline
Фамилия, имя, отчество ответственного = responsible
Результаты = expected_result
Ссылка на материалы = evidence

№ = number
Мероприятия школы по выходу из списка ШНОР = title
Срок = deadline
Ответственные лица школы = responsible

№ = number
Шаги по решению проблемы = title
Срок = deadline
Исполнители = responsible
Необходимые ресурсы = note
"""


@pytest.mark.parametrize("headings", HEADINGS.strip().split("\n\n"))
def test_columns_are_known_by_their_words(headings):
    columns = [tuple(one.split(" = ")) for one in headings.split("\n")]
    table: Rows = [[heading for heading, _ in columns], [CELLS[field] for _, field in columns]]

    roadmap = read(word("План на 2024 год", table))

    assert [one.field.value for one in roadmap.headers[0].columns] == [one for _, one in columns]
    assert [one.title for one in roadmap.measures] == ["Педагогический совет"]
    assert codes(roadmap) == {}

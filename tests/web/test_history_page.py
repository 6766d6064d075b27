"""The history of a school: every entry a sentence, with its proof, and a table to keep."""

import csv
import io
import re

import pytest
import sqlalchemy as sa

from engine.actions.deciding import OrderPaper
from engine.actions.forcing import ForceRequest, force_move
from engine.actions.opening import OpenRequest, open_case
from engine.actions.recording import RecordRequest, register_record
from engine.domain.audit import AuditKind
from engine.domain.errors import RequirementsUnmet
from engine.domain.events import EventGroup, group_of, kinds_of
from engine.domain.roles import Role
from engine.domain.situation import RecordKind
from tests.factories import make_scene
from tests.web.visiting import case_url, faults_of, visits
from web.exporting import safe_cell


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def school_url(scene, part="", number=0):
    return f"/schools/{scene.schools[number]}{part}"


def refuse_a_force(scene, case_id):
    asked = ForceRequest(case_id, "exited", "Закрыть без решения комиссии и без приказа")
    with pytest.raises(RequirementsUnmet):
        force_move(scene.bench, asked, actor=scene.actor(Role.REGIONAL_ADMIN))


def note(scene, case_id, text):
    asked = RecordRequest(case_id, RecordKind.EVENT, "seminar", "held", note=text)
    register_record(scene.bench, asked, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def table_of(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_school_is_told_from_its_entry_in_the_register_to_its_last_stage(scene, site):
    scene.case_at("risk_profiling")

    page = site.of(Role.AUDITOR).page(school_url(scene, "/history"))

    told = (
        "Школа внесена в реестр: МБОУ СОШ № 1 (режим риска).",
        "Дело открыто на этапе «Кандидат».",
        "Зарегистрирован документ: «Приказ об утверждении перечня» № 1-Д от 03.04.2023.",
        "«Утвердить включение в перечень»: с этапа «Кандидат» на этап «Включена в перечень».",
        "Закрепление. Куратор: curator curator.0.amur, с 03.04.2023.",
        "«Сдать самодиагностику»: с этапа «Самодиагностика» на этап «Рисковый профиль».",
    )
    places = [page.text.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert list(faults_of(page.html)) == []


def test_days_and_times_are_those_of_the_region(scene, site, clock):
    clock.set(2023, 4, 30, 16)
    case_id = scene.open_case()

    page = site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    assert "1 мая 2023" in page.text.replace("\u202f", " ")
    assert "01:00 · municipal_coordinator" in page.text


def test_behind_an_entry_stand_before_after_paper_facts_version_and_hash(scene, site):
    case_id = scene.case_at("listed")

    page = site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    assert "Дело: этап Кандидат Включена в перечень" in page.text
    assert "Основание «Приказ об утверждении перечня» № 1-Д от 03.04.2023" in page.text
    assert "Зарегистрирован документ «Приказ об утверждении перечня»: да" in page.text
    assert "Маршрут и версия Базовый маршрут школы, версия 1" in page.text
    assert "журнал дела, № 3" in page.text
    assert scene.definition.digest in page.html


def test_no_value_behind_an_entry_is_named_by_its_column(scene, site):
    case_id = scene.case_at("risk_profiling")

    page = site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    labels = set(re.findall(r'<th scope="row"[^>]*>([^<]*)</th>', page.html))
    assert "Дело: срок этапа" in labels
    assert [label for label in sorted(labels) if re.search("[a-z]", label)] == []


def test_a_move_shows_the_former_term_of_the_stage_beside_the_new_one(scene, site):
    case_id = scene.case_at("self_diagnosis")

    page = site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    rows = re.findall(r"Дело: срок этапа (\S+) (\S+)", page.text)
    assert len(rows) > 1
    assert all(re.fullmatch(r"\d\d\.\d\d\.\d{4}", former) for former, _ in rows[1:])


def test_refused_attempts_stand_in_the_history_with_every_reason(scene, site):
    case_id = scene.open_case()
    refuse_a_force(scene, case_id)
    auditor = site.of(Role.AUDITOR)

    page = auditor.page(case_url(case_id, "/history"))
    only = auditor.page(case_url(case_id, "/history?group=refusals"))

    sentence = (
        "Отказано в переходе «Перевести вне маршрута». Нет согласия второго лица: региональный "
        "координатор или муниципальный координатор."
    )
    assert sentence in page.text
    assert sentence in only.text
    assert "Дело открыто на этапе «Кандидат»." not in only.text


def test_a_history_is_narrowed_by_what_it_is_about_by_whom_and_by_days(scene, site, clock):
    case_id = scene.case_at("programme_review")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    auditor, today = site.of(Role.AUDITOR), clock().date().isoformat()

    def found(query):
        page = auditor.page(case_url(case_id, f"/history?{query}"))
        return page.text.partition("Раскрыть все подробности")[2]

    assert "с этапа «Кандидат» на этап «Включена в перечень»" in found("group=moves")
    assert "Документ «" not in found("group=moves")
    assert "Документ «" in found("group=papers")
    assert "с этапа" not in found("group=papers")
    assert "Дело открыто на этапе «Кандидат»." in found(f"who={coordinator.account_id}")
    assert "Дело открыто на этапе" in found(f"since={today}&until={today}")
    assert "Таких событий нет." in found("until=2023-01-01")
    assert "Дело открыто на этапе" in found("group=nonsense&who=x&since=31.31.2023")


def test_every_kind_of_a_case_or_a_school_is_in_one_group():
    elsewhere = {"account", "bulk", "calendar", "definition", "installation", "mailbox"}
    elsewhere |= {
        "municipality",
        "password",
        "personal_data",
        "quarters",
        "region",
        "roadmap",
        "role",
    }
    elsewhere |= {"event", "evidence", "feed", "measure", "measures", "succession"}
    elsewhere |= {"reminders", "sign_in", "token"}

    without = {kind.value for kind in AuditKind if group_of(kind) is None}

    assert {kind.partition(":")[0] for kind in without} == elsewhere
    assert {kind for group in EventGroup for kind in kinds_of(group)} == set(AuditKind) - without


def test_a_school_that_came_back_has_one_history_over_both_cases(scene, site, clock):
    first = scene.case_at("exited")
    clock.advance(days=1)
    asked = OpenRequest(
        "base",
        subject_id=scene.schools[0],
        order=OrderPaper("list_order", "9", clock().date(), "УО"),
    )
    second = open_case(scene.bench, asked, actor=scene.actor(Role.MUNICIPAL_COORDINATOR)).created_id
    assert second is not None

    page = site.of(Role.AUDITOR).page(school_url(scene, "/history"))

    assert "на этап «Вышла из перечня»." in page.text
    assert "Школа включена повторно: открыто новое дело, этап «Кандидат»." in page.text
    assert page.text.count("Журнал проверен:") == 3
    card = site.of(Role.AUDITOR).page(case_url(second))
    assert f'href="{case_url(first)}"' in card.html


def test_an_untouched_journal_is_marked_as_checked(scene, site):
    case_id = scene.case_at("listed")
    entries = scene.revision(case_id)

    page = site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    assert f"Дело. Журнал проверен: {entries} записи, изменений после внесения нет." in page.text


def test_a_journal_that_was_tampered_with_is_marked_with_the_place(scene, site, database):
    case_id = scene.case_at("listed")
    change_an_actor(database, case_id)

    page = site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    assert "Проверка журнала нашла нарушения:" in page.text
    assert "№ 2: " in page.text


def change_an_actor(database, case_id):
    """What somebody with the database's password could do, past its guards."""
    with database.source.begin() as connection:
        if database.dialect == "sqlite":
            connection.execute(sa.text("DROP TRIGGER journal_no_update"))
        else:
            connection.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        changed = connection.execute(
            sa.text(
                "UPDATE journal SET actor_id = "
                "(SELECT id FROM account WHERE login = 'expert.0.amur') "
                "WHERE subject_id = :case AND stream = 'case' AND seq = 2"
            ),
            {"case": str(case_id).replace("-", "") if database.dialect == "sqlite" else case_id},
        )
        assert changed.rowcount == 1


def test_the_table_to_keep_has_every_entry_and_its_hash(scene, site):
    case_id = scene.case_at("self_diagnosis")
    answer = site.of(Role.AUDITOR).get(case_url(case_id, "/history.csv"))

    rows = table_of(answer)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert rows[0][:5] == ["Записано", "Произошло", "Дело", "Событие", "Кто"]
    assert len(rows) - 1 == scene.revision(case_id)
    assert [row[10] for row in rows[1:]] == [str(seq) for seq in range(1, len(rows))]
    assert all(len(row[11]) == 64 for row in rows[1:])


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", " =", "＝"])
def test_a_cell_never_becomes_a_formula(beginning):
    cell = safe_cell(f'{beginning}HYPERLINK("http://evil.example")')

    assert cell.startswith("'")


def test_a_reason_that_looks_like_a_formula_stays_a_text(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    reason = '=HYPERLINK("http://evil.example";"отчёт")'
    coordinator.send(
        case_url(case_id, "/moves/reject_candidate"),
        {**page.hidden("move-reject_candidate"), "reason": reason},
    )

    rows = table_of(coordinator.get(case_url(case_id, "/history.csv")))

    assert rows[-1][6] == f"'{reason}"


def test_a_long_history_goes_on_page_by_page_and_whole_in_the_table(scene, site, monkeypatch):
    monkeypatch.setattr("web.history.PAGE", 5)
    monkeypatch.setattr("web.history.WHOLE", 3)
    case_id = scene.open_case()
    for number in range(11):
        note(scene, case_id, f"занятие {number}")
    auditor = site.of(Role.AUDITOR)

    address, pages = case_url(case_id, "/history"), []
    while address:
        page = auditor.page(address)
        pages.append(page.text.count("Событие «Семинар»: проведено."))
        link = page.html.partition('<a class="btn btn-outline-secondary" href="')[2]
        address = case_url(case_id, "/history") + link.partition('"')[0] if link else ""
    rows = table_of(auditor.get(case_url(case_id, "/history.csv")))

    assert pages == [4, 5, 2]
    assert [row[3] for row in rows[1:]].count("Событие «Семинар»: проведено.") == 11
    assert len(rows) == 13


def test_a_history_is_for_those_who_may_read_it(scene, site):
    scene.open_case()

    assert site.of(Role.SCHOOL_DIRECTOR, 0).get(school_url(scene, "/history")).status_code == 200
    assert site.of(Role.SCHOOL_DIRECTOR, 1).get(school_url(scene, "/history")).status_code == 404
    assert site.of(Role.VIEWER).get(school_url(scene, "/history")).status_code == 403
    assert site.of(Role.VIEWER).get(school_url(scene, "/history.csv")).status_code == 403


def test_a_place_in_a_history_that_is_nonsense_begins_anew(scene, site):
    case_id = scene.open_case()
    auditor = site.of(Role.AUDITOR)

    for place in (
        "x",
        "1_2_3_4",
        "2023-04-03_x_case_1",
        "2023-04-03T06:00:00_" + "0" * 32 + "_c_9",
        "2023-04-03T06:00:00Z_" + "0" * 32 + "_%00_9",
        "2023-04-03T06:00:00Z_" + "0" * 32 + "_case_2147483648",
        "0001-01-01T00:00:00%2B14:00_" + "0" * 32 + "_case_9",
        "9999-12-31T23:59:59-14:00_" + "0" * 32 + "_case_9",
    ):
        page = auditor.page(case_url(case_id, f"/history?after={place}"))
        assert "Дело открыто на этапе «Кандидат»." in page.text

"""Every code has its Russian sentence, and the sentences say what they should."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from engine.domain import roles, situation
from engine.domain.audit import AuditKind
from engine.domain.bulk import NOT_REGISTERED
from engine.domain.checks import Finding, Severity
from engine.domain.definition import Effect, Level, Phase, StageKind
from engine.domain.difference import difference
from engine.domain.errors import EngineError
from engine.domain.rebasing import Choice, How
from engine.domain.requirements import Unmet
from engine.domain.roles import Role
from engine.domain.situation import RECORD_STATUSES
from engine.domain.succession import Fate, PaperPolicy, TermPolicy
from engine.domain.succession.counting import Figure
from engine.domain.succession.results import ResultStatus
from engine.domain.terms import Term, TermKind
from engine.queries.history import HistoryEntry
from engine.queries.mentioned import AttachmentMention, DecisionMention, Mentioned, VersionMention
from web.filters import days_left, file_size
from web.titles import PERMISSION_TITLES, ROLE_TITLES
from web.wording import (
    describe,
    details,
    difference_sentence,
    finding_sentence,
    requirement_text,
    unmet_from_plain,
    unmet_sentence,
)
from web.wording.demands import DEMANDS
from web.wording.differences import DIFFERENCES
from web.wording.findings import FINDINGS
from web.wording.grammar import counted, day_text, listed, moment_text, quoted
from web.wording.history import SENTENCES
from web.wording.mending import MENDS
from web.wording.origins import LEVELS
from web.wording.origins import OPERATIONS as OPERATION_NAMES
from web.wording.paths import due_text
from web.wording.reasons import REASONS
from web.wording.rebasing import CHOICES as REBASE_CHOICES
from web.wording.rebasing import OUTCOMES as REBASE_OUTCOMES
from web.wording.refusals import ineligible_text, refused_text
from web.wording.rules import RULES, invalid_text
from web.wording.scenarios import REASON_NAMES
from web.wording.succession import (
    FATES,
    FIGURES,
    PAPER_POLICIES,
    PLAN_FINDINGS,
    TERM_POLICIES,
)
from web.wording.succession import RESULTS as SUCCESSION_RESULTS
from web.wording.titles import (
    ATTACHMENTS,
    CATEGORIES,
    DICTIONARIES,
    DOCUMENT_STATUSES,
    EFFECTS,
    GROUNDS,
    MODES,
    PHASES,
    RECORDS,
    SETTINGS,
    STAGE_KINDS,
)
from web.wording.titles import RECORD_STATUSES as STATUS_TITLES
from web.wording.verification import FOUND
from workflows import vocabulary
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped
from workflows.schema_changes import OPERATIONS
from workflows.seeding import GROUNDS as SEED_GROUNDS

ROOT = Path(__file__).parents[2]
BASE = load_shipped()["base"].definition
DIRECTOR = (Role.SCHOOL_DIRECTOR,)
COORDINATOR = (Role.MUNICIPAL_COORDINATOR,)


def unmet(code, /, *roles, by=None, **fields):
    return Unmet(code, tuple(sorted(fields.items())), tuple(roles), by)


def every_error(family):
    return {family}.union(*(every_error(one) for one in family.__subclasses__()))


def sources(*folders):
    return "\n".join(
        path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
    )


def test_every_fact_of_the_catalogue_has_a_demand_and_a_reason():
    assert set(DEMANDS) == set(CATALOGUE)
    assert set(REASONS) == set(CATALOGUE) | {"stage", "role", "not", NOT_REGISTERED}


def test_every_kind_of_the_journal_has_a_sentence():
    assert set(SENTENCES) == set(AuditKind)


def test_every_closed_word_has_a_title():
    assert set(PHASES) == set(Phase)
    assert set(STAGE_KINDS) == set(StageKind)
    assert set(EFFECTS) == set(Effect)
    assert set(DOCUMENT_STATUSES) == set(situation.DocumentStatus)
    assert set(MODES) == set(situation.SchoolMode)
    assert set(CATEGORIES) == set(situation.Category)
    assert set(ATTACHMENTS) == set(situation.AttachmentKind)
    assert set(RECORDS) == set(situation.RecordKind)
    assert set(STATUS_TITLES) == {
        (kind.value, status) for kind, statuses in RECORD_STATUSES.items() for status in statuses
    }
    assert set(ROLE_TITLES) == set(roles.Role)
    assert set(PERMISSION_TITLES) == set(roles.Permission)
    assert set(SETTINGS) == set(vocabulary.SETTINGS)
    assert set(DICTIONARIES) == set(vocabulary.DICTIONARIES)
    assert set(GROUNDS) == set(SEED_GROUNDS)


def test_every_finding_of_a_definition_or_its_text_has_a_sentence():
    text = sources("engine/domain/checks", "workflows") + "".join(
        (ROOT / f"engine/domain/{name}.py").read_text()
        for name in ("overlay", "drafting", "tightening")
    )
    named = set(re.findall(r'\b(?:error|note)\(\s*"([a-z_]+)"', text))
    refused = set(re.findall(r'OperationRefused\("([a-z_]+)"\)', text))
    values = set(re.findall(r'"((?:value|key|ways|code)_[a-z_]+)', text))
    values |= set(re.findall(r'"((?:day|final|scenario)_[a-z_]+)"\)', text))
    known = {"too_many", "requirement_head", "setting_unknown"}

    codes = named | refused | values | known

    assert codes - set(FINDINGS) == set()


def test_every_finding_of_a_plan_and_every_figure_of_a_succession_has_words():
    text = (ROOT / "engine/domain/succession/checking.py").read_text()

    assert set(re.findall(r'\b(?:error|note)\(\s*"([a-z_]+)"', text)) == set(PLAN_FINDINGS)
    assert set(TERM_POLICIES) == set(TermPolicy)
    assert set(PAPER_POLICIES) == set(PaperPolicy)
    assert set(FATES) == set(Fate)
    assert set(FIGURES) == set(Figure)
    assert set(SUCCESSION_RESULTS) == set(ResultStatus)


def test_every_finding_comes_with_a_proposal_how_to_mend_it():
    assert set(MENDS) == set(FINDINGS)
    assert [code for code, mend in MENDS.items() if not str(mend).endswith(".")] == []


def test_every_operation_and_level_of_an_overlay_has_a_name():
    assert set(OPERATION_NAMES) == {*OPERATIONS, "identify", "add_scenario", "written"}
    assert set(LEVELS) == set(Level)


def test_every_reason_of_a_refusal_has_a_name_in_a_few_words():
    assert set(REASON_NAMES) == set(CATALOGUE) | {"stage", "role", "any", "not"}


def test_every_outcome_of_a_rebase_and_every_answer_has_a_sentence():
    assert set(REBASE_OUTCOMES) == set(How)
    assert set(REBASE_CHOICES) == set(Choice)


def test_every_difference_has_a_sentence():
    text = (ROOT / "engine/domain/difference.py").read_text()

    codes = set(
        re.findall(
            r'"([a-z]+_(?:added|removed|dropped|renamed|changed|reordered|returned|withdrawn))"',
            text,
        )
    )

    assert codes == set(DIFFERENCES)


def test_every_finding_of_the_verifier_has_a_sentence():
    text = (ROOT / "engine/storage/verification/finding.py").read_text()
    listed_codes = text.split("Codes: ")[1].split('"""')[0]

    codes = set(re.findall(r"\b([a-z_]+)\b(?=[ ,(.])", re.sub(r"\([^)]*\)", "", listed_codes)))

    assert {code for code in codes if "_" in code} <= set(FOUND)
    assert {"unreadable", "place", "prev", "hash", "mac", "key", "head", "state"} <= set(FOUND)


def test_every_rule_an_action_refuses_by_has_a_sentence():
    text = sources("engine/actions")
    rules = set(re.findall(r'InvalidInput\([^)]*rule="([a-z_]+)"', text))
    of_people = {"common", "exists", "level", "order", "past", "ended", "same", "wrong"}

    assert rules - set(RULES) <= of_people


@pytest.mark.parametrize("fact", sorted(CATALOGUE))
def test_a_reason_is_a_whole_sentence_even_without_its_fields(fact):
    said = unmet_sentence(unmet(fact, *COORDINATOR), BASE).text

    assert said[0].isupper() or said.startswith("«")
    assert said.endswith(".")
    assert "%(" not in said
    assert "None" not in said


def test_a_missing_document_says_which_who_and_by_when():
    reason = unmet(
        "document_present",
        Role.SCHOOL_DIRECTOR,
        by=date(2023, 3, 31),
        kind="self_diagnosis",
        status="submitted",
        have=0,
        need=1,
    )

    assert unmet_sentence(reason, BASE).text == (
        "Не хватает документа «Самодиагностика» в статусе «сдан». "
        "Его регистрирует директор школы до 31.03.2023."
    )


def test_a_term_that_is_over_is_said_to_be_over():
    reason = unmet("decision_present", *COORDINATOR, by=date(2023, 3, 31), kind="list_order")

    assert unmet_sentence(reason, BASE, today=date(2023, 4, 1)).text == (
        "Не зарегистрирован документ «Приказ об утверждении перечня». "
        "Его регистрирует муниципальный координатор; срок прошёл 31.03.2023."
    )


REASON_TEXTS = {
    "returned": (
        unmet(
            "document_present",
            *DIRECTOR,
            kind="midterm_programme",
            status="submitted",
            found="returned",
        ),
        (
            "Не хватает документа «Среднесрочная программа развития» в статусе «сдан». "
            "Последняя версия возвращена с замечаниями. "
            "Исправленную версию регистрирует директор школы."
        ),
    ),
    "several": (
        unmet("document_present", *DIRECTOR, kind="visit_report", status="draft", have=1, need=3),
        (
            "Не хватает документов «Отчёт о консультационно-методическом выезде» в статусе "
            "«черновик»: есть 1, нужно 3. Его регистрирует директор школы."
        ),
    ),
    "repealed": (
        unmet("decision_present", *COORDINATOR, kind="exit_order", repealed=1),
        (
            "Документ «Приказ об исключении из перечня» признан утратившим силу. "
            "Его регистрирует муниципальный координатор."
        ),
    ),
    "tutor": (
        unmet(
            "tutor_active", *COORDINATOR, attached=1, have=0, need=1, wrong_mode=1, without_order=1
        ),
        (
            "Школ-тьюторов засчитывается 0, нужно 1. Режим работы закреплённой школы не подходит. "
            "Нет действующего приказа о закреплении. "
            "Школу-тьютора закрепляет приказом муниципальный координатор."
        ),
    ),
    "author": (
        unmet("actor_not", *COORDINATOR, found=("author",), kind="midterm_programme"),
        (
            "Этот переход не может сделать автор документа «Среднесрочная программа развития». "
            "Нужен другой человек: муниципальный координатор."
        ),
    ),
    "risks": (
        unmet("risks_covered", *DIRECTOR, kind="antirisk_programme", uncovered=("staff_shortage",)),
        (
            "Нет документа «Программа антирисковых мер» по рискам: «Дефицит педагогических "
            "кадров». По каждому из них документ регистрирует директор школы."
        ),
    ),
    "measures": (
        unmet(
            "measures_ratio", *DIRECTOR, total=2, have=50, need=100, left=("3",), statuses=("done",)
        ),
        (
            "Мероприятий в статусе «выполнено» — 50\u00a0%, нужно 100\u00a0%. Остались: №\u00a03. "
            "Мероприятия отмечает директор школы."
        ),
    ),
    "counted measures": (
        unmet(
            "quota_met",
            *DIRECTOR,
            asked=2,
            period="ended",
            lacking=("10", "Наставничество"),
            held=("1", "0"),
            needed=("3", "1"),
            since=("2023-04-01", "2023-01-09"),
            until=("2023-06-30", "2023-03-24"),
        ),
        (
            "За закончившийся период проведено меньше, чем нужно: "
            "№\u00a010 — 1 из 3 (01.04–30.06.2023); «Наставничество» — 0 из 1 "
            "(09.01–24.03.2023). Отчёт о проведённом вносит директор школы; "
            "засчитывается принятое."
        ),
    ),
    "profile": (
        unmet("profile_complete", *DIRECTOR, missing=("low_discipline",), directions=0),
        (
            "В рисковом профиле нет уровня факторов: «Низкий уровень дисциплины в классе». "
            "Направлений работы выбрано 0, нужно не меньше 1. "
            "Уровни и направления вносит директор школы."
        ),
    ),
    "window": (
        Unmet("date_window", (("from", "11-01"), ("opens_on", "2023-11-01"), ("to", "03-31"))),
        (
            "Сегодня этот переход сделать нельзя: он возможен с 1 ноября по 31 марта. "
            "Ближайший день — 01.11.2023."
        ),
    ),
    "reason": (
        unmet("reason_given", have=4, need=10),
        "Причина слишком короткая (4): нужно не меньше 10 знаков. Напишите её в форме перехода.",
    ),
    "stage": (
        unmet("stage", stage="mentoring", sources=("exit_review",)),
        "На этапе «Сопровождение» такого перехода нет: он возможен на этапе «Рассмотрение выхода».",
    ),
    "role": (
        unmet("role", Role.CURATOR, roles=("curator", "municipal_coordinator")),
        "Этот переход делает куратор или муниципальный координатор.",
    ),
    "not": (
        unmet("not", fact="curator_assigned"),
        "Мешает: назначен куратор.",
    ),
}


@pytest.mark.parametrize("name", sorted(REASON_TEXTS))
def test_reasons_read_as_they_should(name):
    reason, text = REASON_TEXTS[name]

    assert unmet_sentence(reason, BASE).text == text


def test_of_several_branches_one_is_enough_and_each_is_told():
    branch = (unmet("curator_assigned", *COORDINATOR),)
    other = (unmet("entry_facts", *COORDINATOR),)

    said = unmet_sentence(Unmet("any", alternatives=(branch, other)), BASE)

    assert said.text == (
        "Нужно хотя бы одно: 1) Не назначен куратор. Куратора закрепляет муниципальный "
        "координатор; 2) Школа не внесена в перечень: нет оснований включения. "
        "В перечень школу вносит муниципальный координатор."
    )
    assert [len(one) for one in said.alternatives] == [1, 1]


def test_a_reason_kept_in_the_journal_names_what_was_lacking_and_nobody():
    kept = {"code": "decision_present", "fields": {"kind": "exit_order"}}

    assert unmet_sentence(unmet_from_plain(kept), BASE).text == (
        "Не зарегистрирован документ «Приказ об исключении из перечня»."
    )


@pytest.mark.parametrize("code", sorted(load_shipped()))
def test_every_requirement_of_every_region_can_be_told(code):
    definition = load_shipped()[code].definition
    requirements = [one for move in definition.moves for one in move.requirements]

    for requirement in requirements:
        said = requirement_text(requirement, definition)

        assert "%(" not in said
        assert not re.search(r"[a-z]+_[a-z]+", said), said


def entry(kind, texts=None, subject=None, **body):
    return HistoryEntry(
        subject or UUID(int=1),
        "case",
        3,
        kind,
        datetime(2023, 4, 3, 6, tzinfo=UTC),
        UUID(int=2),
        "Куратор",
        b"\x01" * 32,
        {"def": BASE.digest, **body},
        texts or {},
    )


ORDER_ID, LINK_ID = uuid4(), uuid4()
MENTIONED = Mentioned(
    {BASE.digest: VersionMention(BASE, 3)},
    {UUID(int=1): "МБОУ СОШ № 53", UUID(int=7): "МБОУ Лицей № 5"},
    {ORDER_ID: DecisionMention("exit_order", "120", date(2023, 3, 31), "УО")},
    {},
    {LINK_ID: AttachmentMention("tutor_school", "МБОУ Лицей № 5")},
)


@pytest.mark.parametrize("kind", sorted(AuditKind))
def test_an_entry_with_an_empty_body_is_still_told(kind):
    said = describe(entry(kind), MENTIONED)

    assert said.endswith(".")
    assert "None" not in said
    assert "%(" not in said


ENTRIES = {
    "moved": (
        entry(
            "case:moved",
            move="approve_exit",
            to="exited",
            **{"from": "exit_review"},
        ),
        "«Исключить из перечня»: с этапа «Рассмотрение выхода» на этап «Вышла из перечня».",
    ),
    "refused": (
        entry(
            "move:refused",
            move="approve_programmes",
            fields={
                "code": "move.requirements_unmet",
                "permission": "case:move",
                "unmet": [
                    {"code": "decision_present", "fields": {"kind": "programme_approval"}},
                    {"code": "tutor_active", "fields": {"attached": 0, "need": 1}},
                ],
            },
        ),
        (
            "Отказано в переходе «Утвердить программы». Не зарегистрирован документ «Решение об "
            "утверждении программ». Не закреплена школа-тьютор."
        ),
    ),
    "deed": (
        entry(
            "deed:refused",
            fields={
                "code": "input.invalid",
                "permission": "attachment:write",
                "unmet": [{"field": "ends_on", "rule": "before_start"}],
            },
        ),
        (
            "Отказано: закреплять кураторов и школы-тьюторы — поле «последний день», последний "
            "день раньше первого."
        ),
    ),
    "attached": (
        entry(
            "tutor_school:attached",
            rows=[
                [
                    "attachment",
                    str(LINK_ID),
                    {
                        "kind": "tutor_school",
                        "school_id": str(UUID(int=7)),
                        "starts_on": "2023-05-02",
                    },
                ]
            ],
        ),
        "Закрепление. Школа-тьютор: МБОУ Лицей № 5, с 02.05.2023.",
    ),
    "ended": (
        entry(
            "tutor_school:ended",
            rows=[["attachment", str(LINK_ID), {"ends_on": "2023-12-31"}]],
            fields={"last_day": "2023-12-31"},
        ),
        "Закрепление закончено. Школа-тьютор: МБОУ Лицей № 5, последний день — 31.12.2023.",
    ),
    "risk": (
        entry(
            "record:registered",
            rows=[
                [
                    "case_record",
                    str(uuid4()),
                    {"kind": "risk", "key": "staff_shortage", "status": "high", "value": 1},
                ]
            ],
        ),
        "Фактор риска «Дефицит педагогических кадров»: высокий, выбран направлением работы.",
    ),
    "escalated": (
        entry(
            "term:escalated",
            fields={
                "term": "interim_start",
                "due_on": "2023-06-01",
                "move": "open_interim",
                "unmet": [{"code": "no_open", "fields": {"kind": "measure", "open": ["3"]}}],
            },
        ),
        (
            "Переход по сроку не сделан: Начало промежуточного мониторинга — 01.06.2023. "
            "Не завершены мероприятия: №\u00a03."
        ),
    ),
    "recounted": (
        entry(
            "term:recounted",
            fields={"days": [["curator_due", "2023-04-17", "2023-04-18"], ["spoilt"]]},
        ),
        (
            "Сроки пересчитаны по изменённому календарю: Срок назначения куратора — "
            "было 17.04.2023, стало 18.04.2023."
        ),
    ),
    "late": (
        entry(
            "term:reminded",
            fields={"term": "interim_start", "due_on": "2023-06-01", "late": True},
        ),
        (
            "Напоминание: Начало промежуточного мониторинга — 01.06.2023. "
            "Обработано позже положенного дня."
        ),
    ),
    "changed": (
        entry(
            "school:changed",
            rows=[["school", str(uuid4()), {"title": "МБОУ СОШ № 53", "mode": "effective"}]],
            before={"school": {"title": "МБОУ СОШ № 53", "mode": "at_risk", "closed": False}},
        ),
        "Сведения о школе изменены: режим — эффективный режим.",
    ),
    "listing": (
        entry(
            "listing:registered",
            rows=[
                [
                    "list_edition",
                    str(uuid4()),
                    {"title": "Перечень", "order_number": "76", "order_date": "2021-01-28"},
                ],
                ["list_entry", str(uuid4()), {"school_id": str(UUID(int=7))}],
                ["list_entry", str(uuid4()), {"school_id": str(UUID(int=1))}],
            ],
        ),
        "Зарегистрирован перечень «Перечень» (2 школы): приказ № 76 от 28.01.2021.",
    ),
}


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_entries_read_as_they_should(name):
    told, text = ENTRIES[name]

    assert describe(told, MENTIONED) == text


def test_behind_a_move_stand_before_and_after_the_paper_the_facts_and_the_version():
    move = entry(
        "case:moved",
        {"reason": "Показатели выше порога"},
        move="approve_exit",
        role="municipal_coordinator",
        origin="ui",
        basis=[str(ORDER_ID)],
        before={"case_file": {"stage": "exit_review"}},
        rows=[["case_file", str(UUID(int=1)), {"stage": "exited", "closed": True}]],
        facts=[["decision_present", True, {"kind": "exit_order"}]],
        text={"reason": "0" * 64, "note": "1" * 64},
    )

    behind = details(move, MENTIONED)

    assert behind.reason == "Показатели выше порога"
    assert behind.basis == ("«Приказ об исключении из перечня» № 120 от 31.03.2023",)
    assert [(one.column, one.before, one.after) for one in behind.changes] == [
        ("Этап", "Рассмотрение выхода", "Вышла из перечня"),
        ("Закрыт", "", "да"),
    ]
    assert [(one.demand, one.met) for one in behind.facts] == [
        ("Зарегистрирован документ «Приказ об исключении из перечня»", True)
    ]
    assert behind.definition == "Базовый маршрут школы, версия 3"
    assert behind.origin == "на странице"
    assert behind.texts[1] == ("Пояснение", "(текст стёрт, его след в журнале сохранён)")


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_a_finding_is_a_sentence_even_without_its_fields(code):
    said = finding_sentence(Finding(Severity.ERROR, code, "stages.listed"), BASE)

    assert said.startswith("Этап «Включена в перечень»: ")
    assert said.endswith(".")
    assert "%(" not in said


def test_a_finding_names_its_place_and_what_is_wrong():
    fields = (("dictionary", "decision"), ("fact", "decision_present"), ("word", "приказ"))
    finding = Finding(Severity.ERROR, "word_unknown", "moves.approve_exit", fields)

    assert finding_sentence(finding, BASE) == (
        "Переход «Исключить из перечня»: условие decision_present называет «приказ», чего нет в "
        "словаре «приказы и решения»."
    )


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ("stages.listed.colour", "Этап «Включена в перечень», ключ «colour»"),
        ("stages.listed.terms.0.due.days", "Этап «Включена в перечень», ключ «terms[1].due.days»"),
        (
            "moves.retain.requires.0.kind",
            "Переход «Оставить на сопровождении», ключ «requires[1].kind»",
        ),
        ("change.2.stage", "Изменение 3, ключ «stage»"),
        ("hooks", "«hooks»"),
    ],
)
def test_a_finding_names_the_key_that_is_meant(element, said):
    finding = Finding(Severity.ERROR, "key_unknown", element)

    assert finding_sentence(finding, BASE) == f"{said}: такого ключа нет."


@pytest.mark.parametrize("code", sorted(set(load_shipped()) - {"base"}))
def test_every_difference_between_the_base_and_a_region_can_be_told(code):
    region = load_shipped()[code].definition

    said = [difference_sentence(one, BASE, region) for one in difference(BASE, region)]

    assert all(one.endswith(".") and "%(" not in one and "None" not in one for one in said)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 школ"),
        (1, "1 школа"),
        (2, "2 школы"),
        (5, "5 школ"),
        (11, "11 школ"),
        (14, "14 школ"),
        (21, "21 школа"),
        (104, "104 школы"),
        (112, "112 школ"),
        (1001, "1001 школа"),
    ],
)
def test_nouns_agree_with_numbers(number, text):
    assert counted(number, "школа|школы|школ") == text


def test_days_and_moments_are_russian_and_of_the_region():
    assert (
        day_text(date(2023, 4, 3)).replace("\u202f", " ").replace("\xa0", " ") == "3 апреля 2023 г."
    )
    assert moment_text(datetime(2023, 4, 3, 6, tzinfo=UTC), "Asia/Yakutsk") == (
        "3 апреля 2023 г., 15:00"
    )


def test_titles_within_titles_take_inner_quotation_marks():
    assert quoted("Доля отметок «4» и «5»") == "«Доля отметок „4“ и „5“»"


def test_a_long_list_names_the_first_and_counts_the_others():
    assert listed("abc") == "a, b и c"
    assert listed("abcdefgh") == "a, b, c, d, e, f и ещё 2 других"


def test_terms_are_told_as_rules():
    assert due_text(Term(TermKind.WORKING_DAYS, days=21)) == "21 рабочий день"
    assert due_text(Term(TermKind.YEARLY_DATE, day=1, month=3)) == "ежегодно 1 марта"
    assert due_text(Term(TermKind.MONTH_WINDOW, from_month=2, month=3)) == (
        "с начала февраля до конца марта"
    )
    assert due_text(Term(TermKind.OPEN, note="по графику")) == "по графику"


def test_days_left_and_sizes_are_counted():
    assert [days_left(days) for days in (5, 0, -21)] == [
        "осталось 5 дней",
        "сегодня",
        "просрочено на 21 день",
    ]
    assert [file_size(size) for size in (None, 100, 4096, 1_500_000)] == [
        "",
        "1 КБ",
        "4 КБ",
        "1,4 МБ",
    ]


def test_what_is_wrong_with_a_value_is_told_with_its_bounds():
    assert invalid_text("too_short", 5) == "Слишком коротко: нужно не меньше 5 знаков."
    assert invalid_text("too_large", 20 * 1024 * 1024) == (
        "Файл слишком большой: можно не больше 20 МБ."
    )
    assert invalid_text("something_new") == "Это значение не принято."


def test_refusals_name_the_right_that_is_lacking():
    assert refused_text("forbidden", "document:review", [{"rule": "author"}]) == (
        "автор не утверждает свой документ"
    )
    assert refused_text("case.stale", "case:move", []) == (
        "страница была открыта раньше, чем дело изменил кто-то другой"
    )


@pytest.mark.parametrize(
    "code", sorted(one.code for one in every_error(EngineError) if one is not EngineError)
)
def test_no_refusal_is_told_by_its_code(code):
    assert code not in refused_text(code, "case:move", [])


def test_a_history_says_why_a_school_could_not_be_attached_as_a_tutor():
    reason = {"rule": "mode", "mode": "effective"}

    said = refused_text("tutor_school.ineligible", "attachment:manage", [reason])

    assert said == "школа работает в другом режиме: эффективный режим"


def test_why_a_school_cannot_be_a_tutor_is_told():
    from web.wording.fields import Fields

    said = ineligible_text(Fields({"rule": "capacity", "taken": 3, "capacity": 3}))

    assert said == "Все места заняты: 3 из 3."

"""What letters say: sentences, numbers in their forms, links to the public address, no stranger."""

from __future__ import annotations

import io
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import structlog

from engine.actions.delivering import deliver_due
from engine.actions.mailboxes import MailboxRequest, change_mailbox
from engine.actions.mailing import owe_letters, send_owed
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.people import EndRoleRequest, end_role
from engine.actions.roadmaps.reminding import remind_due
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from engine.queries.people import list_grants
from tests.factories import make_scene
from tests.storage.noticed import letters
from tests.storage.roadmap_scene import make_roadmap
from tests.storage.test_living_roadmap import report
from tests.storage.test_measure_reminders import PLAN
from tests.storage.test_notices import Told, add_notice
from tests.storage.test_publishing import published
from tests.web.browsing import make_app
from tests.web.smtp_server import mail_server
from tests.web.visiting import Page
from web.mailing.office import Office
from web.mailing.senders import FolderSender, SmtpSender
from web.mailing.ways import Cover, SmtpServer

PUBLIC = "https://marshrut.amurobl.example/route"
SENDER = "marshrut@edu.example"


@pytest.fixture
def scene(bench):
    return make_scene(bench, tutor_schools=1)


@pytest.fixture
def post(scene, tmp_path):
    return Office(make_app(scene.bench), FolderSender(tmp_path / "mail", SENDER), PUBLIC)


def subscribe(scene, role: Role, place: int = 0) -> None:
    actor = scene.actor(role, place)
    address = f"{role.value}.{place}@school.example"
    change_mailbox(scene.bench, MailboxRequest(actor.account_id, address), actor=actor)


def send(scene, post) -> list[EmailMessage]:
    """Everything that is owed, as it was put into the folder, by address."""
    deliver_due(scene.bench, node="node-a", limit=1000)
    owe_letters(scene.bench)
    send_owed(scene.bench, post, node="node-a")
    folder = post.sender.folder
    files = sorted(folder.iterdir()) if folder.exists() else []
    sent = [message_from_bytes(one.read_bytes(), EmailMessage, policy=default) for one in files]
    return sorted(sent, key=lambda one: one["To"])


def words(message: EmailMessage) -> tuple[str, str]:
    """The plain words, and the words of the HTML."""
    plain, html = (part.get_content() for part in message.iter_parts())
    return plain, html


def test_a_digest_tells_what_is_late_due_waits_and_happened(scene, post, clock):
    case_id = scene.case_at("programme_review")
    subscribe(scene, Role.MUNICIPAL_COORDINATOR, 1)
    Told(scene, case_id).move("suspend", Role.MUNICIPAL_COORDINATOR)
    Told(scene, case_id).move("resume", Role.MUNICIPAL_COORDINATOR)
    clock.advance(days=7)

    (message,) = send(scene, post)

    plain, html = words(message)
    assert message["To"] == "municipal_coordinator.1@school.example"
    assert re.match(
        r"Сводка за неделю — (просрочено|скоро срок): 1, .*новостей: \d+", message["Subject"]
    )
    assert re.search(r"СРОКИ В БЛИЖАЙШИЕ ДВЕ НЕДЕЛИ: 1 ДЕЛО|ПРОСРОЧЕНО: 1 ДЕЛО", plain)
    assert "МБОУ СОШ № 1\n  Этап «Экспертиза программ». «Срок экспертизы программ» — до " in plain
    assert f"\n  {PUBLIC}/cases/{case_id}\n" in plain
    assert "ЧТО ПРОИЗОШЛО" in plain
    assert f"{PUBLIC}/account#mail" in plain
    assert f'href="{PUBLIC}/cases/{case_id}"' in html
    for told in (plain, Page(html).text):
        assert "None" not in told
        assert "%(" not in told
        assert "{{" not in told


def test_a_week_without_anything_to_tell_brings_no_letter(scene, post, clock):
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    clock.advance(days=7)

    assert send(scene, post) == []
    assert [status for _, _, status in letters(scene.bench)] == ["skipped"]


def test_the_next_digest_does_not_tell_again_what_the_last_one_told(scene, post, clock):
    case = Told(scene, scene.open_case())
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    case.move("suspend")
    clock.advance(days=7)
    (first,) = send(scene, post)
    case.move("resume")
    clock.advance(days=7)

    told = [words(one)[0] for one in send(scene, post)]

    assert len(told) == 2
    (second,) = (text for text in told if text != words(first)[0])
    assert words(first)[0].count("Новый этап") == second.count("Новый этап") == 1


def test_an_escalation_says_what_is_over_and_is_not_told_again_in_the_digest(scene, post, clock):
    case = Told(scene, scene.open_case())
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    add_notice(case, "municipal_coordinator")

    (message,) = send(scene, post)
    plain, html = words(message)

    assert message["Subject"] == "Прошёл срок: МБОУ СОШ № 1"
    assert "Просрочено: «diagnosis» — было нужно до 13.04.2023." in plain
    assert f'href="{PUBLIC}/cases/{case.case_id}"' in html
    clock.advance(days=7)
    later = [words(one)[0] for one in send(scene, post)]
    assert sum("Просрочено: «diagnosis»" in text for text in later) == 1


def test_who_no_longer_sees_the_case_gets_no_letter_about_it(scene, post):
    case = Told(scene, scene.open_case())
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    add_notice(case, "municipal_coordinator")
    deliver_due(scene.bench, node="node-a")
    admin, person = command_actor(scene.bench), scene.actor(Role.MUNICIPAL_COORDINATOR)
    grant = list_grants(scene.bench, person.account_id, actor=admin)[0].id
    end_role(scene.bench, EndRoleRequest(grant), actor=admin)

    assert send(scene, post) == []


def test_a_title_with_markup_stays_a_title_in_the_html(scene, post):
    case = Told(scene, scene.open_case())
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    add_notice(case, "municipal_coordinator", fields={"term": "<b>x</b>", "due_on": "2023-04-13"})

    (message,) = send(scene, post)

    assert "&lt;b&gt;x&lt;/b&gt;" in words(message)[1]


def test_a_letter_refused_by_a_real_server_leaves_no_word_of_a_person_in_the_log(scene, clock):
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    case = Told(scene, scene.open_case())
    add_notice(case, "municipal_coordinator")
    deliver_due(scene.bench, node="node-a")
    owe_letters(scene.bench)
    log = io.StringIO()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=log))
    answers = {"RCPT": "550 no municipal_coordinator.0@school.example here"}
    try:
        with mail_server(answers=answers) as server:
            way = SmtpSender(SmtpServer("localhost", server.port, Cover.NONE, timeout=2), SENDER)
            send_owed(scene.bench, Office(make_app(scene.bench), way, PUBLIC), node="node-a")
    finally:
        structlog.reset_defaults()

    assert [status for _, _, status in letters(scene.bench)] == ["failed"]
    assert "smtp_550" in log.getvalue()
    assert "@" not in log.getvalue()
    assert "СОШ" not in log.getvalue()


def test_the_digest_tells_of_an_attachment_and_leads_to_the_people_of_the_card(scene, post, clock):
    case_id = scene.open_case()
    subscribe(scene, Role.CURATOR)
    curator = scene.actor(Role.CURATOR).account_id
    request = AttachRequest(case_id, AttachmentKind.CURATOR, account_id=curator)
    attach(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    clock.advance(days=7)

    (message,) = send(scene, post)

    plain, html = words(message)
    assert "\n  03.04.2023. Вы назначены куратором, с 03.04.2023.\n" in plain
    assert f"{PUBLIC}/cases/{case_id}#people" in plain
    assert f'href="{PUBLIC}/cases/{case_id}#people"' in html


def test_the_digest_tells_of_a_published_version_and_leads_to_its_page(scene, post, clock):
    subscribe(scene, Role.REGIONAL_COORDINATOR, 0)
    published(scene, "Вторая редакция")
    clock.advance(days=7)

    (message,) = send(scene, post)

    plain, _html = words(message)
    assert "Вторая редакция\n" in plain
    assert "Опубликована версия 2 маршрута." in plain
    assert re.search(rf"{PUBLIC}/admin/definitions/[0-9a-f-]+\n", plain)


def test_a_digest_tells_what_one_has_to_hand_in_and_to_accept_in_measures(scene, post, clock):
    made = make_roadmap(scene, (("1", PLAN, "school", "до 28 апреля 2023"),))
    made.approve()
    clock.set(2023, 4, 17)
    subscribe(scene, Role.SCHOOL_DIRECTOR)
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    plans = [made.occurrences(PLAN, school)[0].id for school in scene.schools]
    report(made, plans[1], title="План работы", school=1)
    clock.set(2023, 4, 24)
    coordinator, director = send(scene, post)

    assert "отчётов на проверку: 1" in coordinator["Subject"]
    assert "Ждут вашей проверки: 1 отчёт\n" in words(coordinator)[0]
    assert f"{PUBLIC}/measures/review" in words(coordinator)[0]
    assert "мероприятий к сдаче: 1" in director["Subject"]
    plain, html = words(director)
    assert f"МЕРОПРИЯТИЯ: СРОК НА ЭТОЙ НЕДЕЛЕ\n\n* МБОУ СОШ № 1\n  {PLAN} — до 28.04.2023" in plain
    assert f'href="{PUBLIC}/measures/report/{plans[0]}"' in html

    clock.set(2023, 5, 2)
    remind_due(scene.bench, node="node-a")
    late_coordinator, late_director = send(scene, post)[1::2]
    assert "МЕРОПРИЯТИЯ: СРОК ПРОШЁЛ" in words(late_director)[0]
    assert "Срок прошёл, отчёта нет" not in words(late_director)[0]
    assert "Не сданы в срок: 3 мероприятия" in words(late_coordinator)[0]


def test_measures_that_stay_late_bring_the_coordinator_a_letter_at_once(scene, post, clock):
    made = make_roadmap(scene, (("1", PLAN, "school", "до 28 апреля 2023"),))
    made.approve()
    clock.set(2023, 5, 3)
    subscribe(scene, Role.MUNICIPAL_COORDINATOR)
    remind_due(scene.bench, node="node-a")

    (message,) = send(scene, post)
    assert message["Subject"].startswith("Мероприятия не сданы в срок: ")
    plain, html = words(message)
    assert "Срок прошёл, отчётов нет: 4 мероприятия, 4 школы." in plain
    assert f'href="{PUBLIC}/measures/roadmaps/{made.id}/schedule"' in html
    assert len(send(scene, post)) == 1

"""`marshrut definition impact` and `migrate` as an operator runs them."""

import json

import pytest

from tests.crowds import make_crowd
from tests.factories import make_scene
from tests.passages import ACT, REASON, published, recoded
from tests.web.commanding import marshrut


@pytest.fixture
def scene(bench, database_url):
    found = make_scene(bench, schools=1, tutor_schools=1)
    make_crowd(found, 2, listed=1)
    published(found, recoded(found.definition, "candidate", "proposed"))
    return found


def written(path, **changes):
    plan = json.loads(path.read_text())
    plan |= {
        "act": {
            "kind": ACT.kind,
            "number": ACT.number,
            "signed_on": ACT.signed_on.isoformat(),
            "body": ACT.body,
        },
        "reason": REASON,
        **changes,
    }
    path.write_text(json.dumps(plan))
    return str(path)


def test_cases_are_counted_taken_over_and_brought_back(scene, database_url, tmp_path):
    plan = tmp_path / "plan.json"
    looked = marshrut(
        *("definition", "impact", "amur/base@", "--region", "amur", "--write-plan", str(plan)),
        url=database_url,
    )
    dry = marshrut("definition", "migrate", "amur/base@", "--dry-run", url=database_url)
    refused = marshrut("definition", "migrate", "amur/base@", "--plan", str(plan), url=database_url)
    done = marshrut(
        "definition", "migrate", "amur/base@", "--plan", written(plan), url=database_url
    )
    number = done.stdout.splitlines()[0].removeprefix("Номер: ")
    back = marshrut(
        *("definition", "migrate", "--undo", number, "--reason", "Ошибка в плане"),
        url=database_url,
    )

    assert looked.stdout == (
        "«Кандидат»: 2 дела; перейдут 2, сменят этап 2.\n"
        "«Включена в перечень»: 1 дело; перейдут 1.\n"
        "Всего: 3 дела; перейдут 3, сменят этап 2.\n"
    )
    assert dry.stdout == looked.stdout
    assert refused.returncode == 1
    assert refused.stderr.startswith("Не указан документ, который разрешает перевод")
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["Сделано: 3 дела."])
    assert (back.returncode, back.stdout.splitlines()[1:]) == (0, ["Сделано: 3 дела."])


def test_a_report_is_also_for_programs(scene, database_url):
    told = marshrut(
        "definition", "impact", "amur/base@", "--region", "amur", "--json", url=database_url
    )

    report = json.loads(told.stdout)
    assert report["total"] == {"stage": "", "cases": 3, "by": {"ready": 3, "restaged": 2}}
    assert report["plan"]["stages"][0] == ["candidate", "proposed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Назовите одно: ВЕРСИЮ, --carry-on, --retry или --undo."),
        (("--carry-on", "5"), "Это не номер перевода: 5."),
        (("amur/base@",), "Нужен план с документом, который разрешает перевод"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(scene, database_url, words, said):
    done = marshrut("definition", "migrate", *words, url=database_url)

    assert done.returncode == 1
    assert done.stderr.startswith(said)

"""Paths as files: out as they were written, in as a draft, and no hostile file any further."""

from __future__ import annotations

import io
import json
import re

import pytest

from tests.admin.scenes import HEADER, Office, make_office, typed_text

RENAMED = '\n[[change]]\nop = "rename_stage"\nstage = "listed"\ntitle = "Принята"\n'
GOOD = HEADER.format(code="amur") + RENAMED


@pytest.fixture
def office(bench) -> Office:
    return make_office(bench)


def sent(office: Office, content: bytes, **fields: str):
    """The form as a browser sends it; written here, for Flask's client leaves large files open."""
    region = office.current().region_id
    values = {"csrf_token": office.amur.form_token(), **fields}
    parts = [
        b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (name.encode(), value.encode())
        for name, value in values.items()
    ]
    head = b'Content-Disposition: form-data; name="file"; filename="path.toml"\r\n'
    parts.append(head + b"Content-Type: text/plain\r\n\r\n" + content)
    body = b"".join(b"--edge\r\n%b\r\n" % part for part in parts) + b"--edge--\r\n"
    return office.amur.client.post(
        f"/admin/definitions/region/{region}/import",
        data=body,
        content_type="multipart/form-data; boundary=edge",
    )


def test_a_version_is_downloaded_as_it_was_written_and_as_it_reads(office):
    current = office.current()

    text = office.amur.get(f"/admin/definitions/{current.id}/text.toml")
    path = office.amur.get(f"/admin/definitions/{current.id}/path.json")

    assert text.data.decode() == current.text
    assert text.headers["Content-Disposition"] == 'attachment; filename="amur_path-1.toml"'
    read = json.loads(path.data)
    assert read["digest"] == current.definition.digest
    assert [one["code"] for one in read["stages"]] == [
        one.code for one in current.definition.stages
    ]


def test_a_file_of_a_known_path_becomes_the_draft_of_whoever_brought_it(office):
    answer = sent(office, GOOD.encode())

    assert answer.status_code == 303
    assert answer.location == office.edit_path()
    assert typed_text(office.amur.get(answer.location).text) == GOOD
    assert office.current().version == 1


def test_a_draft_is_replaced_by_a_file_only_when_that_is_said(office):
    office.send("check", HEADER.format(code="amur") + "# моё\n")

    refused = sent(office, GOOD.encode())
    kept = typed_text(office.amur.get(office.edit_path()).text)
    replaced = sent(office, GOOD.encode(), replace="yes")

    assert refused.status_code == 409
    assert "У вас уже есть черновик этого маршрута" in refused.text
    assert kept.endswith("# моё\n")
    assert replaced.status_code == 303
    assert typed_text(office.amur.get(office.edit_path()).text) == GOOD


def test_errors_of_a_file_are_shown_with_line_and_column(office):
    wrong = GOOD.replace('"listed"', '"nowhere"')

    answer = sent(office, wrong.encode())

    assert answer.status_code == 303
    page = office.amur.get(answer.location).text
    assert re.search(r"Строка \d+, столбец \d+", page)
    assert "nowhere" in page


HOSTILE = {
    "Выберите файл с текстом маршрута: этот пуст.": b"  \n",
    "Файл слишком велик: можно до 512 КБ.": b"#" * (10 * 1024 * 1024),
    "Файл начинается с метки BOM.": b"\xef\xbb\xbf" + GOOD.encode(),
    "Файл не в кодировке UTF-8 (строка 2)": GOOD.encode("cp1251"),
    "Файл не в кодировке UTF-8 (строка 1)": GOOD.encode("utf-16"),
    "Слишком много уровней вложенности.": b"a = " + b"[" * 5000 + b"]" * 5000,
    "В файле не назван код маршрута": b'title = "x"\n',
    "Текст не читается": b"\x00\x01 = [[[",
}


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_leaves_no_draft(office, said):
    answer = sent(office, HOSTILE[said])

    assert answer.status_code == 422
    assert said in answer.text
    assert typed_text(office.amur.get(office.edit_path()).text) == office.current().text


def test_a_file_brings_nothing_into_a_region_of_somebody_else(office):
    region = office.current("primorye_path").region_id

    address = f"/admin/definitions/region/{region}/import"
    answer = office.amur.post(address, {"file": (io.BytesIO(GOOD.encode()), "x.toml")})

    assert answer.status_code == 404

"""Whatever comes as a file is read or refused, in bounded time and memory."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.errors import RoadmapUnreadable
from tests.domain.roadmaps.files import ACROSS, DOWN, excel, word
from web.wording.roadmaps import unreadable_sentence, warning_sentence
from workflows.roadmaps.cells import Cell, SourceDocument, SourceKind, grid_of
from workflows.roadmaps.plain import roadmap_json
from workflows.roadmaps.readers.opening import read_bytes, read_path
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.refusing import LARGEST_FILE, MOST_ROWS

TABLE = [["№", "Мероприятие", "Срок"], ["1", "Совещание", "май 2023"]]
SHEET = "xl/worksheets/sheet1.xml"
BODY = "word/document.xml"


def refused(data, name=""):
    """The reason why a file is not read."""
    with pytest.raises(RoadmapUnreadable) as caught:
        read_bytes(data, name)
    sentence = unreadable_sentence(caught.value.fields)
    assert sentence.endswith(".")
    assert "%(" not in sentence
    return caught.value.fields["reason"]


def read_or_refused(data, name=""):
    """What came of a file: a roadmap, or a sentence."""
    try:
        return read_roadmap(read_bytes(data, name))
    except RoadmapUnreadable as error:
        return unreadable_sentence(error.fields)


def repacked(data, **parts):
    """A package with some parts replaced or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, parts.pop(info.filename, None) or old.read(info))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def changed(data, name, old, new):
    with zipfile.ZipFile(BytesIO(data)) as package:
        content = package.read(name)
    assert old in content
    return repacked(data, **{name: content.replace(old, new, 1)})


@pytest.fixture(scope="module")
def document():
    return word("План на 2023 год", TABLE)


@pytest.fixture(scope="module")
def workbook():
    return excel(TABLE)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1", "rtf"),
        (b"\x89PNG\r\n", "picture"),
        (b"Rar!\x1a\x07", "archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"\0\1\2\3" * 300, "binary"),
    ],
)
def test_what_is_no_document_is_refused_by_its_first_bytes(start, reason):
    assert refused(start, "map.docx") == reason


def test_pictures_without_a_letter_are_a_scan_and_no_empty_file():
    picture = repacked(word(), **{"word/media/image1.png": b"\x89PNG"})

    assert refused(picture, "map.docx") == "scan"
    assert refused(word(), "map.docx") == "empty"


def test_random_bytes_are_refused():
    chance = random.Random(7)
    for size in (1, 30, 3_000, 300_000):
        assert refused(bytes([200]) + chance.randbytes(size) + b"\0") == "binary"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "map.txt"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)

    with pytest.raises(RoadmapUnreadable) as caught:
        read_path(path)

    assert caught.value.fields["reason"] == "too_large"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("а" * (5 * 2**20), "too_much_text"),
        ("а" * 60_000, "too_long_text"),
        ("мероприятие\n" * 30_000, "too_many_paragraphs"),
        ("мероприятие\tсрок\n" * 30_000, "too_many_rows"),
        ("\n".join(["а\t" * 300] * 5), "too_many_columns"),
        ("№;Мероприятие;Срок\n" + "1;Совет;май 2023\n" * 30_000, "too_many_rows"),
        ("МБОУ СОШ № 5, " * 100_000, "too_long_text"),
        ("&amp;" * 700_000, "too_long_text"),
        ("мероприятие\n" * 250_000, "too_many_rows"),
        ("Ø" * 1_000_000, "too_long_text"),
        ("<table></tr>" + "<!--" * 250_000 + "а" * 60_000, "empty"),
        ("<table><tr>" + "<td>а" * 300 + "</tr>", "too_many_columns"),
        ("<table><tr><td rowspan=99999 colspan=150>а</tr>", "too_many_cells"),
        ("№   Мероприятие   Срок\n" + "       в           с\n" * 60_000, "too_long_text"),
        ("Мероприятие: а\nСрок: б\n" * 2 + "в\n" * 60_000, "too_many_paragraphs"),
        ("|№|Мероприятие|Срок|\n" + "+---+\n" * 3 + "| |а|б|\n" * 60_000, "too_long_text"),
    ],
)
def test_more_text_than_any_roadmap_has_is_refused(text, reason):
    assert refused(text.encode(), "map.txt") == reason


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        (BODY, b"<a>" + b" " * (40 * 2**20) + b"</a>", "bomb"),
        ("word/media/image.png", b"0" * (130 * 2**20), "bomb"),
        ("word/vbaProject.bin", b"macros", "macros"),
        ("word/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "entities"),
        (BODY, "\ufeff<!DOCTYPE a [<!ENTITY b 'c'>]><a/>".encode("utf-16-le"), "entities"),
        (BODY, b"<a>" + b"<b/>" * 2_000_000 + b"</a>", "bomb"),
        (BODY, b"<a>" + b"<b>" * 100_000 + b"</b>" * 100_000 + b"</a>", "damaged"),
        (BODY, b"<a>" + b"x" * 11_000_000 + b"</a>", "too_long_text"),
        (BODY, b"<a>", "damaged"),
        (BODY, b"<a/>", "damaged"),
        ("[Content_Types].xml", b"<a/>", "damaged"),
    ],
)
def test_a_dangerous_or_damaged_package_is_refused_before_it_is_opened(
    document, part, content, reason
):
    assert refused(repacked(document, **{part: content})) == reason


def test_an_archive_of_other_things_is_no_document():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("letter.txt", "text")

    assert refused(file.getvalue()) == "archive"


def test_a_package_cut_or_changed_anywhere_is_read_or_refused(document, workbook):
    chance = random.Random(11)
    for whole in (document, workbook):
        assert refused(whole[: len(whole) // 2]) == "damaged"
        for _ in range(40):
            data = bytearray(whole)
            for _ in range(8):
                data[chance.randrange(4, len(data))] = chance.randrange(256)
            assert read_or_refused(bytes(data))


def test_a_million_empty_rows_are_refused(document, workbook):
    rows = b"".join(b'<row r="%d"/>' % row for row in range(3, 1_000_000))
    assert refused(changed(workbook, SHEET, b"</sheetData>", rows + b"</sheetData>")) == (
        "too_many_cells"
    )
    assert refused(changed(document, BODY, b"</w:tbl>", b"<w:tr/>" * 10**6 + b"</w:tbl>")) == (
        "too_many_rows"
    )
    assert refused(changed(document, BODY, b"<w:body>", b"<w:body>" + b"<w:p/>" * 10**6)) == (
        "too_many_paragraphs"
    )


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "too_many_cells"),
        (
            b"<mergeCells>" + b'<mergeCell ref="A9:B9"/>' * 30_000 + b"</mergeCells>",
            "too_many_cells",
        ),
        (b'<x><row r="9"><c r="XFD9" t="str"><v>1</v></c></row></x>', "too_many_columns"),
        (b'<x><row r="9"><c r="A1048576" t="str"><v>1</v></c></row></x>', "too_many_rows"),
    ],
)
def test_a_sheet_that_reaches_too_far_is_refused_unbuilt(workbook, more, reason):
    assert refused(changed(workbook, SHEET, b"</sheetData>", b"</sheetData>" + more)) == reason


def test_an_empty_cell_far_away_costs_nothing(workbook):
    far = b'<row r="1048576"><c r="XFD1048576"/></row></sheetData>'

    document = read_bytes(changed(workbook, SHEET, b"</sheetData>", far))

    assert len(read_roadmap(document).measures) == 1


@pytest.mark.parametrize(
    "wrapper",
    [
        (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"),
        (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
    ],
)
def test_what_is_nested_too_deeply_is_refused_or_cut(document, wrapper):
    opened, closed = (one * 200 for one in wrapper)
    data = changed(document, BODY, b"<w:body>", b"<w:body>" + opened + b"<w:p/>" + closed)

    assert read_or_refused(data)


TEXTS = st.one_of(
    st.sampled_from(
        [
            *("", "", "№", "Мероприятие", "Срок", "Ответственный", "2023", "2024 год", "1", "1.1."),
            *("май 2023", "ежегодно", "по", "2019", "Раздел 1", "Муниципальный уровень", "школами"),
            *("И.И. Седов, директор СЦРО", "Школы с низкими результатами", "Комитет образования"),
            *("до 30.09.2023", "Декабрь- январь", "МБОУ «Лесная СОШ»", "(приказ)", "Итого"),
        ]
    ),
    st.text(max_size=40),
)


@st.composite
def grids(draw):
    """Tables of any shape with any merges."""
    height, width = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    cells = [
        Cell(
            draw(TEXTS),
            row,
            column,
            draw(st.sampled_from([1, 1, 1, 2, 5])),
            draw(st.sampled_from([1, 1, 1, 2, 6])),
        )
        for row in range(height)
        for column in range(width)
    ]
    return grid_of(cells, height)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(grids(), TEXTS.filter(bool)), max_size=5))
def test_any_table_is_read_and_every_row_of_it_accounted_for(blocks):
    document = SourceDocument(SourceKind.WORD, tuple(blocks))

    roadmap = read_roadmap(document)

    accounting = roadmap.accounting
    assert accounting.pop("rows") == sum(accounting.values())
    assert len(roadmap.rows) == sum(len(one.rows) for one in document.grids)
    told = roadmap_json(roadmap, warning_sentence)
    assert len(told["measures"]) == accounting["measures"]


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for name in ("map.csv", "map.txt"):
        assert read_or_refused(data, name)


def test_the_limits_leave_room_for_real_documents():
    rows = [["№", "Мероприятие", "Срок"]]
    rows += [[str(at), f"Мероприятие номер {at}", "май 2023"] for at in range(1, 301)]

    assert len(read_roadmap(read_bytes(excel(rows))).measures) == 300
    assert LARGEST_FILE >= 20 * 2**20
    assert MOST_ROWS >= 10_000
    assert DOWN != ACROSS

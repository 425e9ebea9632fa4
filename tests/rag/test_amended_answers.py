# ruff: noqa: E501
"""Asking of documents that change one another: old and new side by side, on the day asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ocr.page import Cell, Line, PageText, Table
from rag.assistant import Assistant
from rag.embed import Embedder
from rag.types import Answer, AnswerForm
from records.types import FieldName, FieldValue, RelationFound, RelationKind
from tests.rag.asked_library import AskedLibrary, build
from vanthu.db import Base, Database
from vanthu.text import squeeze

RULES = """QUYẾT ĐỊNH
ban hành Quy chế trông giữ xe

Điều 1. Ban hành kèm theo Quyết định này Quy chế trông giữ xe của cơ quan.
Điều 2. Quyết định này có hiệu lực kể từ ngày 10 tháng 01 năm 2030.
Nơi nhận:
- Như Điều 1.
QUY CHẾ
Trông giữ xe của cơ quan
Điều 1. Nơi để xe
1. Xe máy của công chức để tại nhà xe tầng hầm.
2. Xe đạp của khách để cạnh cổng chính.
Điều 2. Vé gửi xe
1. Vé gửi xe máy của khách có giá 3.000 đồng mỗi lượt.
2. Nghiêm cấm cho người ngoài mượn thẻ gửi xe.
"""

AMENDING = """QUYẾT ĐỊNH
sửa đổi Quy chế trông giữ xe

Điều 1. Sửa đổi Quy chế trông giữ xe ban hành kèm theo Quyết định số 4/QĐ-UBND
1. Sửa đổi khoản 1 Điều 2 như sau:
“1. Vé gửi xe máy của khách có giá 5.000 đồng mỗi lượt.”
2. Sửa đổi khoản 2 Điều 1 như sau:
“2. Xe đạp của khách để tại nhà xe tầng hầm.”
Điều 2. Quyết định này có hiệu lực kể từ ngày 01 tháng 3 năm 2031.
"""

OLD_LEAVE = """QUY ĐỊNH
về trồng cây xanh
Điều 1. Mỗi cơ quan trồng ít nhất 20 cây xanh mỗi năm trong khuôn viên.
"""

NEW_LEAVE = """QUY ĐỊNH
về cây xanh công sở
Điều 1. Mỗi cơ quan trồng ít nhất 50 cây xanh mỗi năm trong khuôn viên.
Điều 2. Quy định này có hiệu lực từ ngày 01/6/2031 và thay thế Quy định số 8-QĐ/TU, ngày 02/02/2029 của Tỉnh uỷ về trồng cây xanh.
"""

AIMS = """NGHỊ QUYẾT
về thư viện công sở

I- TÌNH HÌNH
Đến nay mới có ba phòng đọc, chưa đạt mục tiêu của kế hoạch trước.
II- MỤC TIÊU
1. Đến năm 2033
1.1. Có 10 phòng đọc.
1.2. Mỗi phòng đọc có 200 đầu sách.
2. Đến năm 2035
2.1. Có 25 phòng đọc trong toàn tỉnh.
2.2. Mỗi phòng đọc mở cửa 12 giờ mỗi ngày.
III- TỔ CHỨC THỰC HIỆN
1. Ban Thường vụ xây dựng kế hoạch trước năm 2032, tổng kết vào năm 2035.
"""

TABLED = "Phân công trực cơ quan như sau:"
ROWS = (
    ("TT", "Phòng", "Người trực", "Số buổi"),
    ("1", "Phòng Hành chính", "Ông Lê Văn Tám", "12"),
    ("2", "Phòng Quản trị", "Bà Trần Thị Chín", "9"),
)


def sheet() -> PageText:
    texts = [TABLED, *(cell for row in ROWS for cell in row)]
    boxes = [(0.1, 0.1, 0.6, 0.12)] + [
        (0.1 + 0.2 * column, 0.2 + 0.05 * row, 0.28 + 0.2 * column, 0.22 + 0.05 * row)
        for row in range(3)
        for column in range(4)
    ]
    lines = tuple(Line(text, box, 0.9, ()) for text, box in zip(texts, boxes, strict=True))
    cells = tuple(Cell(at // 4, at % 4, 1, 1, boxes[at + 1], (at + 1,)) for at in range(12))
    table = Table((0.1, 0.2, 0.9, 0.35), 3, 4, cells)
    return PageText(1, 1240, 1754, 150, "t", "scan", 0.9, lines, tables=(table,))


@pytest.fixture(scope="module")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedLibrary]:
    folder: Path = tmp_path_factory.mktemp("amended")
    database = Database(f"sqlite:///{folder / 'library.sqlite'}")
    Base.metadata.create_all(database.engine)
    made = build(
        folder,
        database,
        embedder,
        (
            ("rules", "TINH", "4/QĐ-UBND", "Ban hành Quy chế trông giữ xe", RULES),
            ("amending", "TINH", "9/QĐ-UBND", "Sửa đổi Quy chế trông giữ xe", AMENDING),
            ("old", "TINH", "8-QĐ/TU", "Quy định về trồng cây xanh", OLD_LEAVE),
            ("new", "TINH", "3-QĐ/TU", "Quy định về cây xanh công sở", NEW_LEAVE),
            ("aims", "TINH", "5-NQ/TU", "Nghị quyết về thư viện công sở", AIMS),
            ("table", "TINH", "6/TB-VP", "Thông báo phân công trực cơ quan", TABLED),
        ),
    )
    issued = {
        "rules": date(2030, 1, 5),
        "amending": date(2031, 2, 1),
        "old": date(2029, 2, 2),
        "new": date(2031, 5, 1),
    }
    for name, day in issued.items():
        fields = [*made.catalogue.document(made.documents[name], made.scope).fields.values()]
        dated = FieldValue(FieldName.ISSUE_DATE, day.isoformat(), 0.9)
        made.catalogue.put_fields(made.documents[name], [*fields, dated], needs_review=False)
    for name, kind, number, day, words in (
        (
            "amending",
            RelationKind.AMENDS,
            "4/QĐ-UBND",
            date(2030, 1, 5),
            "Sửa đổi Quy chế trông giữ xe ban hành kèm theo Quyết định số 4/QĐ-UBND",
        ),
        (
            "new",
            RelationKind.REPLACES,
            "8-QĐ/TU",
            date(2029, 2, 2),
            "Quy định này có hiệu lực từ ngày 01/6/2031 và thay thế Quy định số 8-QĐ/TU",
        ),
    ):
        found = RelationFound(kind, number, day, None, words, 1, None)
        made.catalogue.put_relations(made.documents[name], [found])
    made.catalogue.put_page(made.documents["table"], replace(sheet()), "0" * 64)
    for document_id in made.documents.values():
        made.indexer.index(document_id)
    yield made
    database.dispose()


@pytest.fixture(scope="module")
def assistant(library: AskedLibrary) -> Assistant:
    return Assistant(
        library.search,
        library.store,
        library.embedder,
        None,
        pages=library.catalogue,
        records=library.catalogue,
    )


def cells(answer: Answer) -> list[list[str]]:
    assert answer.table is not None
    return [[squeeze(cell.text) for cell in row] for row in answer.table.rows]


def quoted(answer: Answer) -> None:
    """Every cited cell and every sentence is in its citation, and nothing is cited that is not shown."""
    quotes = {cited.n: squeeze(cited.quote) for cited in answer.citations}
    shown = {n for sentence in answer.sentences for n in sentence.citations}
    for sentence in answer.sentences:
        assert any(squeeze(sentence.text) in quotes[n] for n in sentence.citations)
    for row in answer.table.rows if answer.table else ():
        for cell in row:
            shown.update(cell.citations)
    assert shown == quotes.keys()
    assert all(cited.boxes for cited in answer.citations)


@pytest.mark.parametrize(("day", "price"), [(date(2031, 2, 20), "3.000"), (date(2031, 3, 1), "5.000")])
def test_an_amended_clause_is_told_as_of_the_day(
    assistant: Assistant, library: AskedLibrary, day: date, price: str
) -> None:
    answer = assistant.ask("Vé gửi xe máy của khách giá bao nhiêu?", library.official, on=day)
    assert price in answer.sentences[0].text and len(answer.sentences) == 1
    assert (answer.form, answer.as_of) == (AnswerForm.HISTORY, day)
    ((place, old, new),) = cells(answer)
    assert place == "Khoản 1 Điều 2" and "3.000" in old and "5.000" in new
    assert answer.table and answer.table.columns[1:] == ("Trước ngày 01/03/2031", "Từ ngày 01/03/2031")
    quoted(answer)
    standing = {told.document_id: told for told in answer.standings}
    rules, amending = standing[library.documents["rules"]], standing[library.documents["amending"]]
    assert rules.effective_from == date(2030, 1, 10)
    in_force = day >= date(2031, 3, 1)
    assert rules.successors == (((library.documents["amending"], "9/QĐ-UBND"),) if in_force else ())
    assert amending.validity.status == ("unknown" if in_force else "not_yet_effective")


def test_the_history_of_an_article_and_of_a_whole_document(
    assistant: Assistant, library: AskedLibrary
) -> None:
    one = assistant.ask("Lịch sử Điều 1 Quyết định 4/QĐ-UBND", library.official)
    assert [row[0] for row in cells(one)] == ["Khoản 2 Điều 1"]
    assert "cạnh cổng chính" in cells(one)[0][1]
    whole = assistant.ask("Quyết định 4/QĐ-UBND đã được sửa đổi những gì?", library.official)
    assert {row[0] for row in cells(whole)} == {"Khoản 2 Điều 1", "Khoản 1 Điều 2"}
    quoted(one)
    quoted(whole)


def test_what_became_of_a_document_is_led_by_the_plain_words(
    assistant: Assistant, library: AskedLibrary
) -> None:
    after = assistant.ask("Quy định 8-QĐ/TU còn hiệu lực không?", library.official, on=date(2032, 1, 1))
    assert after.verdict == "no"
    assert "thay thế Quy định số 8-QĐ/TU" in after.sentences[0].text
    told = {standing.document_id: standing for standing in after.standings}[library.documents["old"]]
    assert (told.validity.status, told.validity.since) == ("expired", date(2031, 6, 1))
    assert told.successors == ((library.documents["new"], "3-QĐ/TU"),)
    before = assistant.ask("Quy định 8-QĐ/TU còn hiệu lực không?", library.official, on=date(2031, 5, 15))
    assert before.verdict is None
    quoted(after)


@pytest.mark.parametrize(("day", "trees"), [(date(2031, 5, 15), "20 cây"), (date(2031, 6, 1), "50 cây")])
def test_what_is_in_force_comes_first(
    assistant: Assistant, library: AskedLibrary, day: date, trees: str
) -> None:
    answer = assistant.ask("Mỗi cơ quan phải trồng bao nhiêu cây xanh mỗi năm?", library.official, on=day)
    assert trees in answer.sentences[0].text


def test_a_prohibition_under_a_question_of_leave(assistant: Assistant, library: AskedLibrary) -> None:
    answer = assistant.ask("Có được cho người ngoài mượn thẻ gửi xe không?", library.official)
    assert (answer.form, answer.verdict) == (AnswerForm.YES_NO, "no")
    assert "Nghiêm cấm" in answer.sentences[0].text


def test_a_comparison_sets_both_sides_beside_each_other(assistant: Assistant, library: AskedLibrary) -> None:
    answer = assistant.ask("So sánh nơi để xe máy của công chức và nơi để xe đạp của khách", library.official)
    assert answer.form is AnswerForm.COMPARISON
    ((_, one, other),) = cells(answer)
    assert "Xe máy của công chức" in one and "Xe đạp của khách" in other
    assert all(cell.citations for cell in answer.table.rows[0][1:]) if answer.table else False
    quoted(answer)


def test_a_section_whose_heading_is_asked_for_is_quoted_whole(
    assistant: Assistant, library: AskedLibrary
) -> None:
    answer = assistant.ask("Nghị quyết 5-NQ/TU đề ra mục tiêu gì đến năm 2035?", library.official)
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert "25 phòng đọc" in told and "12 giờ" in told
    assert "10 phòng" not in told and "tổng kết" not in told
    quoted(answer)


def test_two_documents_are_compared_by_what_they_mainly_say(
    assistant: Assistant, library: AskedLibrary
) -> None:
    answer = assistant.ask("So sánh Nghị quyết 5-NQ/TU và Quyết định 4/QĐ-UBND", library.official)
    assert answer.form is AnswerForm.COMPARISON
    assert {cited.document_id for cited in answer.citations} == {
        library.documents["aims"],
        library.documents["rules"],
    }
    quoted(answer)


def test_a_summary_quotes_in_reading_order(assistant: Assistant, library: AskedLibrary) -> None:
    answer = assistant.ask("Tóm tắt Quy định 12-QĐ/TU", library.official)
    assert answer.form is AnswerForm.SUMMARY
    assert {cited.document_id for cited in answer.citations} == {library.documents["reports"]}
    order = [passage.id for passage in library.store.of_document(library.documents["reports"], library.scope)]
    places = [order.index(cited.passage_id) for cited in answer.citations]
    assert places == sorted(places) and 2 <= len(places) <= 7
    quoted(answer)


def test_a_row_of_a_table_with_its_headings(assistant: Assistant, library: AskedLibrary) -> None:
    answer = assistant.ask("Phòng Quản trị ai trực, mấy buổi?", library.official)
    assert answer.form is AnswerForm.TABLE and answer.table
    assert answer.table.columns == ROWS[0]
    assert cells(answer) == [list(ROWS[2])]
    page = sheet()
    (cited,) = answer.citations
    assert {place.box for place in cited.boxes} == {page.lines[at].box for at in range(9, 13)}


def test_what_may_not_be_read_changes_nothing(assistant: Assistant, library: AskedLibrary) -> None:
    """Documents of commune Bình Minh are not those of its neighbours: no standing, no successor tells of them."""
    for question in ("Vé gửi xe máy của khách giá bao nhiêu?", "Tóm tắt Thông báo 7-TB/ĐU"):
        answer = assistant.ask(question, library.official)
        named = {cited.document_id for cited in answer.citations} | {
            told.document_id for told in answer.standings
        }
        assert library.documents["binh"] not in named


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Quyết định 9/QĐ-UBND ban hành ngày nào và có hiệu lực từ ngày nào?",
            ["01/02/2031", "01 tháng 3 năm 2031"],
        ),
        ("Trích yếu và ngày ban hành của Quyết định 9/QĐ-UBND", ["Sửa đổi Quy chế", "01/02/2031"]),
    ],
)
def test_a_question_of_several_parts_is_answered_in_all(
    assistant: Assistant, library: AskedLibrary, question: str, parts: list[str]
) -> None:
    answer = assistant.ask(question, library.official)
    for sentence, words in zip(answer.sentences, parts, strict=True):
        assert words in squeeze(sentence.text)
    assert [cited.n for cited in answer.citations] == [1, 2]
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,)]
    assert {cited.document_id for cited in answer.citations} == {library.documents["amending"]}


def test_an_amended_clause_asked_for_beside_another_is_told_as_it_is_in_force(
    assistant: Assistant, library: AskedLibrary
) -> None:
    asked = "Khoản 1 và khoản 2 Điều 2 Quyết định 4/QĐ-UBND nói gì?"
    answer = assistant.ask(asked, library.official, on=date(2031, 5, 1))
    told = squeeze(answer.answer)
    assert "5.000 đồng" in told and "cho người ngoài mượn thẻ" in told and "3.000 đồng" not in told
    assert answer.form is AnswerForm.HISTORY

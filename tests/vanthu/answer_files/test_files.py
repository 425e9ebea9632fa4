"""Answers as files, read back: every word is there, notes and marks fit, nothing hidden leaves."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import docx
import pypdf
import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from rag.citing import Place
from rag.types import Answer, AnswerCell, AnswerForm, AnswerSentence, AnswerTable, Citation, Standing
from records.types import DataClass, Validity
from tests.ui.conftest import House
from tests.vanthu.answer_files.test_citing import a_summary
from vanthu.answer_files import FileForm, Told, make
from vanthu.answer_files.content import MADE_BY_AI, RESTRICTED, Sources
from vanthu.errors import Forbidden, NotFound

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
"""Already the 23rd in Hà Nội."""
PANGRAM = "Nguyễn Thuý Ưởng được cử; ẵm bễ ghẹ; ĐẢNG UỶ XÃ Ỷ Lan: 15 ngày, kể từ 01/01/2026."


def cited(n: int, document_id: int = 1, data_class: DataClass = DataClass.ORDINARY) -> Citation:
    return Citation(
        n, n * 10, document_id, "a.pdf", "57-NQ/TW", "Tên", "", "5", 3, "trích", (), (), data_class
    )


def an_answer(**more: Any) -> Answer:
    told: dict[str, Any] = {
        "sentences": (AnswerSentence(PANGRAM, (2,)), AnswerSentence("Câu thứ hai nhắc lại.", (1, 2))),
        "citations": (cited(1), cited(2, 2), cited(3)),
        "form": AnswerForm.COMPARISON,
        "table": AnswerTable(
            ("Nội dung", "Thời hạn"), ((AnswerCell("Báo cáo"), AnswerCell("5 ngày", (3,))),)
        ),
        "standings": (Standing(1, Validity("expired", date(2026, 1, 1)), ((2, "58-NQ/TW"),)),),
        "as_of": date(2026, 1, 1),
        "verdict": "yes",
        "withheld": 2,
    }
    return Answer(**{"answer": "x", "refused": False, "reason": None, **told, **more})


SOURCES = Sources(
    {
        1: a_summary(
            reference_number="57-NQ/TW",
            document_type="resolution",
            issuing_body="Bộ Chính trị",
            issue_date=date(2024, 12, 22),
        )
    },
    {10: Place("5", "2")},
)
FIRST = "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị, Điều 5, khoản 2, tr. 3."
REFUSED = Answer("Kho không có câu trả lời.", True, "nothing_found", ask_whom="Hỏi Văn phòng Đảng uỷ.")
TALK = [Told("Khi nào?", an_answer(), AT), Told("Còn xã?", REFUSED, AT), Told("Khi nào?", an_answer(), AT)]


def content(told: list[Told], form: FileForm, sources: Sources = SOURCES) -> bytes:
    return make(told, sources, form).content


def word_parts(data: bytes) -> tuple[Any, Any]:
    """The body and the notes of a DOCX, as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert "/word/footnotes.xml" in archive.read("[Content_Types].xml").decode()
        parts = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    return parts[0], parts[1]


def noted(notes: Any) -> dict[str, str]:
    """Text by number of the notes that are no separators."""
    return {
        note.get(f"{W}id"): "".join(note.itertext()).strip() for note in notes if note.get(f"{W}type") is None
    }


def test_footnotes_are_true_footnotes() -> None:
    body, notes = word_parts(content([TALK[0]], FileForm.DOCX))
    told = noted(notes)
    referred = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    assert referred == list(told) == ["1", "2", "3"]
    assert FIRST in told.values()
    marked = {each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")}
    again = [each.text.split()[1] for each in body.iter(f"{W}instrText") if "NOTEREF" in each.text]
    assert again and set(again) <= marked  # a source named twice is one note


def test_it_is_set_as_official_documents_are() -> None:
    made = docx.Document(io.BytesIO(content([TALK[0]], FileForm.DOCX)))
    normal = made.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)
    section = made.sections[0]
    assert [round(edge.mm) for edge in (section.page_width, section.left_margin, section.right_margin)] == [
        210, 30, 15
    ]  # fmt: skip
    (table,) = made.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Nội dung", "Thời hạn"]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("told", [[TALK[0]], TALK], ids=["one", "conversation"])
def test_every_word_is_there_in_every_form(told: list[Told]) -> None:
    pdf = content(told, FileForm.PDF)
    made = docx.Document(io.BytesIO(content(told, FileForm.DOCX)))
    body, _ = word_parts(content(told, FileForm.DOCX))
    read = {
        "text": content(told, FileForm.TEXT).decode(),
        "docx": "\n".join(paragraph.text for paragraph in made.paragraphs),
        "xml": "\n".join("".join(each.itertext()) for each in body.iter(f"{W}p")),
        "pypdf": "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
        "pdfium": "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)),
    }
    expected = [
        PANGRAM, MADE_BY_AI.format(day="23/11/2026"), "Câu hỏi: Khi nào?", "Có, theo đoạn được trích.",
        "tính đến ngày 01/01/2026", "Hết hiệu lực, thay bằng 58-NQ/TW", "Đã bỏ 2 câu không đủ căn cứ.",
    ]  # fmt: skip
    if len(told) > 1:
        expected += [REFUSED.answer, "Hỏi Văn phòng Đảng uỷ.", "Câu hỏi: Còn xã?"]
    for reader, text in read.items():
        missing = [each for each in expected if each not in words(text)]
        assert not missing, (reader, missing)
    for reader in ("text", "pypdf", "pdfium"):
        assert FIRST in words(read[reader])


def test_marks_and_notes_count_on_through_a_conversation() -> None:
    text = content(TALK, FileForm.TEXT).decode()
    told, notes = text.split("Nguồn trích dẫn\n")
    assert re.findall(r"^\[(\d+)\]", notes, re.MULTILINE) == [str(n) for n in range(1, 7)]
    assert set(re.findall(r"\[(\d+)\]", told)) == set("123456")


def test_a_list_stays_a_list_under_its_own_numbers() -> None:
    lines = ("Không được:\n1. Tẩy xoá sổ.", "2. Mang hồ sơ ra ngoài.", "Việc khác.")
    sentences = tuple(AnswerSentence(text, (1,)) for text in lines)
    listed = Told("?", an_answer(sentences=sentences, form=AnswerForm.LIST, table=None), AT)
    text = content([listed], FileForm.TEXT).decode()
    assert "Không được:\n\n1. Tẩy xoá sổ. [1]\n2. Mang hồ sơ ra ngoài. [1]\n– Việc khác. [1]" in text
    summed = Told("?", an_answer(sentences=sentences[1:], form=AnswerForm.SUMMARY, table=None), AT)
    assert "– Mang hồ sơ ra ngoài. [1]\n– Việc khác. [1]" in content([summed], FileForm.TEXT).decode()


def test_written_sentences_are_shown_with_what_they_rest_on() -> None:
    text = content([Told("?", an_answer(mode="written"), AT)], FileForm.TEXT).decode()
    assert "tr. 3: “trích”" in text


def test_what_not_everyone_may_see_says_so() -> None:
    sensitive = an_answer(citations=(cited(1, data_class=DataClass.SENSITIVE),))
    assert RESTRICTED in content([Told("?", sensitive, AT)], FileForm.TEXT).decode()
    assert RESTRICTED not in content([TALK[0]], FileForm.TEXT).decode()


ANYTHING = st.text(max_size=60)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=12, deadline=None, phases=UNSHRUNK)
@given(ANYTHING, st.lists(ANYTHING, min_size=1, max_size=3), ANYTHING)
def test_no_text_breaks_a_file(question: str, sentences: list[str], quote: str) -> None:
    """Control characters, markup, lone marks: a document may have been read as anything."""
    answer = an_answer(
        sentences=tuple(AnswerSentence(text, (1,)) for text in sentences),
        citations=(Citation(1, 1, 9, quote, None, quote, quote, None, 1, quote, (), ()),),
        mode="written",
        table=AnswerTable((quote, ""), ((AnswerCell(question), AnswerCell(quote, (1,))),)),
    )
    told = [Told(question, answer, AT)]
    body, notes = word_parts(content(told, FileForm.DOCX))
    assert len(noted(notes)) == len([*body.iter(f"{W}footnoteReference")]) == 1
    assert len(pypdf.PdfReader(io.BytesIO(content(told, FileForm.PDF))).pages) >= 1
    assert content(told, FileForm.TEXT).decode().endswith("\n")


def test_what_one_may_no_longer_read_does_not_leave(house: House) -> None:
    document = house.add_document(house.clerk, "qd-12.pdf", "12/QĐ-UBND", "Về công tác lưu trữ của thôn Hạ")
    kept = Told("?", an_answer(citations=(cited(1, document),), table=None, standings=()), AT)
    mine = house.services.acting(house.official).answer_file([kept], FileForm.TEXT).content.decode()
    assert "12/QĐ-UBND" in mine and PANGRAM in mine
    theirs = house.services.acting(house.stranger).answer_file([kept], FileForm.TEXT).content.decode()
    assert "12/QĐ-UBND" not in theirs and PANGRAM not in theirs and "57-NQ/TW" not in theirs
    assert [event for event in house.audited() if event[0] in {"export", "edge_drop"}] == [
        ("export", house.official.account_id, None),
        ("export", house.stranger.account_id, None),
    ]


def test_nothing_to_hand_out_and_nobody_to_hand_it_to(house: House) -> None:
    acts = house.services.acting(house.official)
    with pytest.raises(NotFound):
        acts.answer_file([], FileForm.PDF)
    with pytest.raises(Forbidden):
        house.services.acting(replace(house.official, limits=frozenset())).answer_file(TALK, FileForm.PDF)

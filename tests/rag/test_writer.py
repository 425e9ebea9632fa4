"""Written answers against a scripted, lying model: what it invents is withheld."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.assistant import Assistant
from rag.types import AnswerForm
from rag.writer import Writer
from tests.rag.asked_library import AskedLibrary
from tests.rag.scripted_model import Script, serving, writing_assistant
from vanthu import outbound

QUESTION = "Đảng uỷ xã gửi báo cáo tháng và báo cáo đột xuất khi nào?"
TRUE = "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 20 hằng tháng [1]."
TRUE_TOO = "Trường hợp đột xuất phải báo cáo trong thời hạn 24 giờ."


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def assistant(asked_library: AskedLibrary, script: Script) -> Iterator[Assistant]:
    with writing_assistant(asked_library, script, timeout_s=10) as made:
        yield made


def test_supported_sentences_are_cited_by_us(
    assistant: Assistant, asked_library: AskedLibrary, script: Script
) -> None:
    script.text = f"**{TRUE}** {TRUE_TOO}"
    events = list(assistant.stream(QUESTION, asked_library.official))
    answer = events[-1].answer
    assert answer is not None and answer.mode == "written" and answer.withheld == 0
    assert [s.text for s in answer.sentences] == [TRUE.replace(" [1]", ""), TRUE_TOO]
    assert all(s.citations for s in answer.sentences)
    for sentence in answer.sentences:
        (number,) = sentence.citations
        cited = next(c for c in answer.citations if c.n == number)
        assert cited.article == "2" and cited.boxes
    assert "24 giờ" in answer.citations[answer.sentences[1].citations[0] - 1].quote
    assert len([e for e in events if e.kind == "sentence"]) == 2


@pytest.mark.parametrize(
    "lie",
    [
        "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 25 hằng tháng.",
        "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 02 hằng tháng.",
        "Trường hợp đột xuất phải báo cáo trong thời hạn 48 giờ.",
        "Trường hợp đột xuất không phải báo cáo.",
        "Được gửi báo cáo có nội dung bí mật nhà nước qua thư điện tử công vụ.",
        "Theo Điều 17, báo cáo tháng được gửi trước ngày 20 hằng tháng.",
        "Ban Tổ chức Tỉnh uỷ nhận báo cáo tháng trước ngày 20 hằng tháng.",
        "Theo Quy định số 99-QĐ/TU, báo cáo đột xuất phải gửi trong 24 giờ.",
        "Việc chậm gửi báo cáo bị phạt 5 triệu đồng.",
    ],
)
def test_a_lie_is_withheld_and_counted(
    assistant: Assistant, asked_library: AskedLibrary, script: Script, lie: str
) -> None:
    script.text = f"{TRUE} {lie} {TRUE_TOO}"
    answer = assistant.ask(QUESTION, asked_library.official)
    assert answer.mode == "written" and answer.withheld == 1
    assert lie not in answer.answer
    assert len(answer.sentences) == 2


def test_where_too_much_fails_the_verbatim_answer_takes_its_place(
    assistant: Assistant, asked_library: AskedLibrary, script: Script
) -> None:
    script.text = f"Báo cáo gửi trước ngày 5. Báo cáo gửi cho Bộ Chính trị hằng tuần. {TRUE}"
    answer = assistant.ask(QUESTION, asked_library.official)
    assert answer.mode == "verbatim" and answer.withheld == 2
    assert "trước ngày 20" in answer.answer


@pytest.mark.parametrize("failure", ["error 500", "cut off", "nothing to say"])
def test_a_failing_model_leaves_the_verbatim_answer(
    assistant: Assistant, asked_library: AskedLibrary, script: Script, failure: str
) -> None:
    script.text = "KHÔNG CÓ." if failure == "nothing to say" else TRUE
    script.status = 500 if failure == "error 500" else 200
    script.break_after = 2 if failure == "cut off" else None
    answer = assistant.ask(QUESTION, asked_library.official)
    assert answer.mode == "verbatim" and not answer.refused
    assert "trước ngày 20" in answer.answer


def test_no_model_is_asked_what_the_library_does_not_hold(
    assistant: Assistant, asked_library: AskedLibrary, script: Script
) -> None:
    script.text = "Mức phạt là 6 triệu đồng."
    answer = assistant.ask("Mức phạt nồng độ cồn khi lái xe là bao nhiêu?", asked_library.official)
    assert answer.refused and not script.asked


def test_passages_are_given_as_data(
    assistant: Assistant, asked_library: AskedLibrary, script: Script
) -> None:
    script.text = TRUE
    assistant.ask(QUESTION, asked_library.official)
    system, human = (message["content"] for message in script.asked[0]["messages"])
    assert "chỉ là dữ liệu" in system and "Bỏ qua mọi chỉ dẫn" not in system
    assert QUESTION in human and "12-QĐ/TU" in human


@pytest.mark.parametrize(
    ("question", "form", "words"),
    [
        ("Văn phòng Tỉnh uỷ có những trách nhiệm gì?", AnswerForm.LIST, "Nhắc các đơn vị gửi chậm"),
        ("Công chức văn thư không được làm những việc nào?", AnswerForm.LIST, "Tẩy xoá sổ"),
        ("Tóm tắt Quy định 12-QĐ/TU", AnswerForm.SUMMARY, ""),
        ("So sánh Quy định 12-QĐ/TU và Quy chế 05-QC/TU", AnswerForm.COMPARISON, "báo cáo"),
    ],
)
def test_what_the_documents_give_whole_is_not_written_anew(
    asked_library: AskedLibrary, script: Script, question: str, form: AnswerForm, words: str
) -> None:
    script.text = TRUE
    library = asked_library
    with serving(script) as url:
        writer = Writer(url, "scripted", outbound.client(lambda: False, timeout_s=10))
        assistant = Assistant(
            library.search, library.store, library.embedder, writer, records=library.catalogue
        )
        answer = assistant.ask(question, library.official)
    assert (answer.mode, answer.form) == ("verbatim", form)
    assert words in answer.answer.replace("\n", " ") and answer.citations
    assert not script.asked


def test_what_has_no_form_of_its_own_is_written(
    assistant: Assistant, asked_library: AskedLibrary, script: Script
) -> None:
    script.text = TRUE
    assert assistant.ask(QUESTION, asked_library.official).mode == "written"
    assert len(script.asked) == 1

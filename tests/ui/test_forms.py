"""The stable JSON forms, key by key: what scripts rely on."""

from __future__ import annotations

from rag.types import Answer, AnswerSentence, AskEvent, Citation, Hit, PageBox
from tests.ui.conftest import page
from ui import forms

BOX = (0.1234567, 0.2, 0.3, 0.4)
HIT = Hit(7, 3, "a.pdf", "57-NQ/TW", "Nghị quyết", "Điều 5. Tên", "5", "1", 2, "Chữ", 0.5, (PageBox(2, BOX),))
CITATION = Citation(
    1,
    7,
    3,
    "a.pdf",
    "57-NQ/TW",
    "Nghị quyết",
    "Điều 5",
    "5",
    2,
    "Chữ",
    (PageBox(2, BOX),),
    (PageBox(2, BOX),),
)
ANSWER = Answer("Chữ.", False, None, (AnswerSentence("Chữ.", (1,)),), (CITATION,), (HIT,), 2, 15)
ROUNDED = [0.12346, 0.2, 0.3, 0.4]
HIT_FORM = {
    "document_id": 3,
    "filename": "a.pdf",
    "reference_number": "57-NQ/TW",
    "title": "Nghị quyết",
    "data_class": "ordinary",
    "heading": "Điều 5. Tên",
    "article": "5",
    "clause": "1",
    "page": 2,
    "text": "Chữ",
    "score": 0.5,
    "boxes": [{"page": 2, "box": ROUNDED}],
}
CITATION_FORM = {
    "n": 1,
    "document_id": 3,
    "filename": "a.pdf",
    "reference_number": "57-NQ/TW",
    "title": "Nghị quyết",
    "data_class": "ordinary",
    "heading": "Điều 5",
    "article": "5",
    "page": 2,
    "quote": "Chữ",
    "boxes": [{"page": 2, "box": ROUNDED}],
}
ANSWER_FORM = {
    "answer": "Chữ.",
    "refused": False,
    "reason": None,
    "sentences": [{"text": "Chữ.", "citations": [1]}],
    "citations": [CITATION_FORM],
    "nearest": [HIT_FORM],
    "withheld": 2,
    "form": "sentences",
    "verdict": None,
    "table": None,
    "as_of": None,
    "standings": [],
    "understood": None,
    "ask_whom": None,
    "elapsed_ms": 15,
}


def test_search_hit() -> None:
    assert forms.hit(HIT) == HIT_FORM


def test_answer() -> None:
    assert forms.answer(ANSWER) == ANSWER_FORM


def test_streamed_answer() -> None:
    sentence = AskEvent("sentence", ANSWER.sentences[0], (CITATION,))
    assert forms.ask_event(AskEvent("searching")) == {"kind": "searching"}
    assert forms.ask_event(sentence) == {
        "kind": "sentence",
        "sentence": {"text": "Chữ.", "citations": [1]},
        "citations": [CITATION_FORM],
    }
    assert forms.ask_event(AskEvent("done", answer=ANSWER)) == {"kind": "done", "answer": ANSWER_FORM}


def test_ocr_page() -> None:
    box = [0.1, 0.1, 0.9, 0.15]
    assert forms.pages([page(1, "Số hoá")]) == {
        "pages": [
            {
                "number": 1,
                "width": 1240,
                "height": 1754,
                "dpi": 150,
                "engine": "tesseract 5.3.0 vie",
                "confidence": 0.95,
                "text": "Số hoá",
                "lines": [
                    {
                        "text": "Số hoá",
                        "box": box,
                        "confidence": 0.95,
                        "words": [
                            {"text": "Số", "box": box, "confidence": 0.95},
                            {"text": "hoá", "box": box, "confidence": 0.95},
                        ],
                    }
                ],
            }
        ]
    }


def test_what_became_of_an_upload() -> None:
    job = {"id": 4, "filename": "a.pdf", "state": "done", "code": None, "message": None}
    document = {"id": 9, "status": "ready"}
    assert forms.outcome(job, document) == {"id": 9, "status": "ready"}
    same = {**job, "state": "duplicate", "code": "duplicate_document", "message": "Đã có."}
    assert forms.outcome(same, document) == {"id": 9, "status": "duplicate"}
    refused = {**job, "state": "refused", "code": "secret_mark", "message": "Có dấu mật."}
    assert forms.outcome(refused, None) == {
        "filename": "a.pdf",
        "status": "refused",
        "code": "secret_mark",
        "message": "Có dấu mật.",
    }
    broken = {**job, "state": "failed", "code": "index_unreadable", "message": "m"}
    assert forms.outcome(broken, document)["code"] == "index_unreadable"
    running = {**job, "state": "recognising"}
    assert forms.outcome(running, None) == {"filename": "a.pdf", "status": "recognising", "job_id": 4}

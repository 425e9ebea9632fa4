"""A dozen questions of `benchmarks/answers` over sample texts set in type: what was right stays right."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.answers.measure import measured
from benchmarks.answers.questions import Half, questions
from rag.weights import install
from records.types import (
    DocumentStatus,
    FieldName,
    FieldValue,
    NewDocument,
    RelationFound,
    RelationKind,
)
from samples.library import manifest
from tests.rag.asked_library import printed
from vanthu import services as wiring
from vanthu.services import Services
from vanthu.settings import ROOT, Settings, settings

DOCUMENTS = (
    "2025-qd-409-ubnd-ben-truc",
    "2026-qd-96-ubnd-ben-truc",
    "2026-qd-121-tu",
    "2026-nq-18-hdnd",
)
ASKED = (
    "Mức hỗ trợ Tổ trưởng Tổ công nghệ số cộng đồng là bao nhiêu một tháng?",
    "Công chức kết hôn được nghỉ mấy ngày?",
    "Ai chủ trì tổ chức bồi dưỡng, cấp chứng nhận theo Quy định 121-QĐ/TU?",
    "Nội dung đưa vào công cụ trí tuệ nhân tạo được chia thành những loại nào?",
    "Nội dung loại A và loại B được dùng với công cụ nào?",
    "So sánh mức chi số hóa tài liệu khổ A4 và bản đồ, bản vẽ",
    "Trưởng phòng ở xã Bến Trúc được cho nghỉ đến mấy ngày?",
    "Đơn xin nghỉ phép ở xã Bến Trúc phải gửi trước mấy ngày?",
    "Khoản 2 Điều 3 Quy chế của Quyết định 409/QĐ-UBND đã được sửa đổi thế nào?",
    "Có được chia sẻ tài khoản công vụ cho người khác không?",
    "Người vi phạm quy định về trí tuệ nhân tạo lần đầu bị xử lý thế nào?",
    "Mức lương cơ sở hiện nay là bao nhiêu?",
    "Mức phạt khi vượt đèn đỏ đối với xe máy là bao nhiêu?",
)
"""Of the half that is looked at while the product is built."""


def text_of(name: str) -> str:
    """A sample's words without its layout marks."""
    whole = (ROOT / "samples" / "documents" / f"{name}.md").read_text("utf-8").split("---\n", 2)[2]
    kept = (line for line in whole.splitlines() if not line.startswith(":::"))
    return "\n".join(re.sub(r"^[>#^] |\*+", "", line) for line in kept)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    install(settings().models)
    built = wiring.build(Settings(data=tmp_path_factory.mktemp("asked"), models=settings().models))
    entries = {Path(entry["filename"]).stem: entry for entry in manifest()}
    for name in DOCUMENTS:
        take_in(built, name, entries[name])
    yield built
    built.close()


def take_in(services: Services, name: str, entry: dict[str, Any]) -> None:
    """A sample as clean pages, with its true card and the relations read from it."""
    text, operator = text_of(name), services.accounts.local_operator()
    pages = printed(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    new = NewDocument(
        entry["filename"],
        operator.unit_id,
        digest,
        "application/pdf",
        len(text),
        len(pages),
        operator.account_id,
    )
    document_id = services.catalogue.register(new)
    for page in pages:
        services.catalogue.put_page(document_id, page, digest)
    card = {
        FieldName.REFERENCE_NUMBER: entry["reference_number"],
        FieldName.ISSUE_DATE: entry["issue_date"],
        FieldName.SUBJECT: entry["subject"],
        FieldName.ISSUING_BODY: entry["issuing_body"],
    }
    fields = [FieldValue(field, value, 1.0) for field, value in card.items()]
    services.catalogue.put_fields(document_id, fields, needs_review=False)
    found = [
        RelationFound(
            RelationKind(each["kind"]), each["reference_number"], date.fromisoformat(each["issue_date"]),
            each["scope"] if each["kind"] == "repeals" else None,
            f"{each['kind']} {each['reference_number']}", 1, None,
        )
        for each in entry["relations"]
    ]  # fmt: skip
    services.catalogue.put_relations(document_id, found)
    services.catalogue.set_status(document_id, DocumentStatus.READY)
    services.indexer.index(document_id)


@pytest.mark.parametrize("text", ASKED)
def test_what_was_answered_rightly_still_is(services: Services, text: str) -> None:
    for asked in (each for each in questions(Half.LOOK) if each.text == text):
        outcome = measured(asked, services)
        assert outcome.refusal, "answered or refused as it should be"
        assert outcome.answer is not False, "every quote that answers is cited"
        assert all(outcome.boxes), "the boxes hold the quoted words"
        assert all(outcome.grounded), "every word stands in the document cited"

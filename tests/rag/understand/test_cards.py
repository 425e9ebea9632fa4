"""What the catalogue's card answers, and what it leaves to the documents' words."""

from __future__ import annotations

from datetime import date

import pytest

from access.principal import Principal
from access.scope import Scope
from rag.answer.cards import Cards, asked_fields
from rag.answer.told import Told
from rag.passages import PassageStore
from rag.types import Segment
from rag.understand.narrowing import narrow
from records.catalogue import Catalogue
from records.types import FieldName, FieldValue
from tests.records.making import Maker
from vanthu.db import Database

BOX = (0.6, 0.1, 0.9, 0.12)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("nghị quyết 57 ban hành ngày nào?", FieldName.ISSUE_DATE),
        ("Nghị quyết số 57-NQ/TW được ban hành khi nào", FieldName.ISSUE_DATE),
        ("nq57 ky ngay nao", FieldName.ISSUE_DATE),
        ("When was Resolution 57 issued?", FieldName.ISSUE_DATE),
        ("ai ký?", FieldName.SIGNER_NAME),
        ("Quy định 384 do ai ký vậy?", FieldName.SIGNER_NAME),
        ("văn bản này do cơ quan nào ban hành?", FieldName.ISSUING_BODY),
        ("Nơi nhận của Quy định 384 là ai?", FieldName.RECIPIENTS),
        ("Trích yếu của nghị quyết 57 là gì", FieldName.SUBJECT),
    ],
)
def test_the_field_that_is_asked(question: str, field: FieldName) -> None:
    assert asked_fields(question) == (field,)


@pytest.mark.parametrize(
    "question",
    [
        "Ai ký quyết định kỷ luật theo Quy định 384?", "Nghị quyết 57 giao ai chủ trì?",
        "nghị quyết 57 nói gì",
        "Quyết định thành lập ban chỉ đạo do ai ký?", "Quy định 384 có hiệu lực khi nào?", "",
        "Báo cáo gửi cho ai?", "Khi nào phải ban hành kế hoạch?",
    ],
)  # fmt: skip
def test_what_is_asked_of_the_matter_is_not_the_cards(question: str) -> None:
    assert asked_fields(question) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Nghị quyết 57 do ai ký và ban hành ngày nào?",
        "Người ký và ngày ban hành nghị quyết 57",
        "nghị quyết 57 do ai ký, ký ngày nào và có hiệu lực khi nào?",
    ],
)
def test_every_field_that_is_asked(question: str) -> None:
    assert asked_fields(question) == (FieldName.SIGNER_NAME, FieldName.ISSUE_DATE)


@pytest.fixture
def library(maker: Maker, catalogue: Catalogue, database: Database) -> int:
    """A document with a full card, a second one of the same year, and hidden ones."""
    document_id = maker.add("tinh")
    found = [
        FieldValue(FieldName.REFERENCE_NUMBER, "57-NQ/TU", 0.9),
        FieldValue(FieldName.DOCUMENT_TYPE, "resolution", 0.9),
        FieldValue(FieldName.SIGNER_NAME, "Trần Văn Ba", 0.9, 2, BOX, evidence="Trần Văn Ba"),
        FieldValue(FieldName.ISSUE_DATE, "2025-12-22", 0.9, 1, BOX, evidence="ngày 22 tháng 12 năm 2025"),
        FieldValue(FieldName.SUBJECT, "về chuyển đổi số", 0.3, 1, BOX, doubtful=True),
    ]
    catalogue.put_fields(document_id, found, needs_review=False)
    segments = [Segment(n, (), None, None, None, "Nội dung.", ((0, 9, n + 1, BOX),)) for n in range(2)]
    PassageStore(database).replace(document_id, segments, ["một", "hai"])
    for unit in ("tinh", "binh", "binh"):
        maker.add(unit, number=f"{unit}-NQ/TU", kind="resolution", on=date(2025, 5, 6))
    return document_id


@pytest.fixture
def scope(people: dict[str, Principal]) -> Scope:
    return Scope.of(people["an"])


def told(
    question: str,
    database: Database,
    catalogue: Catalogue,
    scope: Scope,
    *pointed: int,
) -> Told | None:
    cards = Cards(catalogue, PassageStore(database), scope)
    return cards.told(question, narrow(question, scope, catalogue), pointed or None)


def test_a_field_is_told_and_cited_where_it_was_read(
    database: Database, catalogue: Catalogue, library: int, scope: Scope
) -> None:
    dated = told("NQ57 ban hành ngày nào?", database, catalogue, scope)
    assert dated is not None
    assert dated.sentences[0].text == "Nghị quyết số 57-NQ/TU được ban hành ngày 22/12/2025."
    (cited,) = dated.citations
    assert (cited.document_id, cited.page, cited.quote) == (library, 1, "ngày 22 tháng 12 năm 2025")
    assert [box.box for box in cited.boxes] == [BOX]
    signed = told("ai ký?", database, catalogue, scope, library)
    assert signed is not None
    assert "Trần Văn Ba" in signed.sentences[0].text
    assert signed.citations[0].page == 2


def test_all_that_is_asked_is_told(
    database: Database, catalogue: Catalogue, library: int, scope: Scope
) -> None:
    both = told("NQ57 do ai ký và ban hành ngày nào?", database, catalogue, scope)
    assert both is not None
    assert [sentence.citations for sentence in both.sentences] == [(1,), (2,)]
    assert [cited.n for cited in both.citations] == [1, 2]
    assert "Trần Văn Ba" in both.sentences[0].text and "22/12/2025" in both.sentences[1].text
    assert both.about == (library,)
    assert told("NQ57 do ai ký và về việc gì?", database, catalogue, scope) is None


def test_a_doubtful_or_missing_field_is_not_told(
    database: Database, catalogue: Catalogue, library: int, scope: Scope
) -> None:
    assert told("nq57 về việc gì", database, catalogue, scope) is None
    assert told("nơi nhận của nq57", database, catalogue, scope) is None
    assert told("ai ký?", database, catalogue, scope) is None


def test_counts_hold_what_one_may_see(
    database: Database, catalogue: Catalogue, library: int, scope: Scope, people: dict[str, Principal]
) -> None:
    question = "Có bao nhiêu nghị quyết ban hành năm 2025?"
    counted = told(question, database, catalogue, scope)
    assert counted is not None
    assert "có 2 văn bản" in counted.sentences[0].text
    below = told(question, database, catalogue, Scope.of(people["binh"]))
    assert below is not None
    assert "có 4 văn bản" in below.sentences[0].text
    assert told("Có bao nhiêu nghị quyết về chuyển đổi số năm 2025?", database, catalogue, scope) is None

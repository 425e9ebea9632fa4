"""The card of real documents, their true values read by hand (benchmarks/real_cards.yaml).

Nothing may be wrong and unflagged. What is written by hand may be flagged or left out; what is printed in a
letterhead must be right; what a published text only tells in a sentence must be right and flagged.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.cataloguing import CatalogueReading, read_fields
from ingest.media import MediaType
from ingest.typeset import to_pdf
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from records.types import FieldName as F
from records.types import RelationKind as K
from tests.conftest import ROOT

pytestmark = [pytest.mark.shared, pytest.mark.timeout(120)]

CARDS: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "benchmarks" / "real_cards.yaml").read_text("utf-8")
)
ON_THE_LAST_PAGE = {F.SIGNER_NAME, F.SIGNER_TITLE, F.SIGNING_AUTHORITY}
MISREAD = {"scans/pages/qd_707_ttg_p1.png"}
"""Subjects that recognition gets wrong: they must be flagged."""


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Markdown as the product takes it: set on pages."""

    @cache
    def pdf(path: Path) -> Path:
        out = tmp_path_factory.mktemp("typeset") / "out.pdf"
        to_pdf(path, MediaType.MARKDOWN, out)
        return out

    return pdf


def _read(path: Path, *, whole: bool = False) -> CatalogueReading:
    with open_source(path) as source:
        last = source.page_count if whole else 1
        options = OcrOptions(languages="vie", timeout_s=60)
        return read_fields([recognise_page(source, number, options) for number in range(1, last + 1)])


@pytest.mark.parametrize("name", CARDS)
def test_real_documents(shared_data: Path, typeset: Any, name: str) -> None:
    card = CARDS[name]
    truth = {F(key): value for key, value in card.items() if key not in {"pen", "derived"}}
    path = shared_data / name
    reading = _read(
        typeset(path) if path.suffix == ".md" else path, whole=bool(ON_THE_LAST_PAGE & set(truth))
    )
    fields = {entry.name: entry for entry in reading.fields}
    for field, true in truth.items():
        entry = fields.get(field)
        if field.value in card.get("pen", ()):
            assert entry is None or entry.doubtful, f"{field}: read from handwriting and not flagged"
        elif true is None:
            assert entry is None, f"{field} invented: {entry}"
        elif field is F.SUBJECT and name in MISREAD:
            assert entry is not None
            assert entry.doubtful
        else:
            assert entry is not None, f"{field} not read"
            assert entry.value == true
            assert entry.box is not None
            assert entry.doubtful or not card.get("derived") or field in ON_THE_LAST_PAGE
    assert reading.language == "vi"


@pytest.mark.parametrize("name", [name for name in CARDS if not name.startswith("scans/")])
def test_only_what_is_certain_goes_without_a_look(shared_data: Path, typeset: Any, name: str) -> None:
    path = shared_data / name
    reading = _read(typeset(path) if path.suffix == ".md" else path)
    flagged = {entry.name for entry in reading.fields if entry.doubtful}
    assert bool(flagged) is bool(CARDS[name].get("derived")), flagged


def test_a_number_cited_is_not_the_documents_own(shared_data: Path, typeset: Any) -> None:
    reading = _read(typeset(shared_data / "party_documents/69-KL-TW.md"))
    kinds = {found.reference_number: found.kind for found in reading.relations}
    assert kinds["20-NQ/TW"] is K.IMPLEMENTS
    assert "69-KL/TW" not in kinds


def test_relations_of_a_real_amending_circular(shared_data: Path) -> None:
    reading = _read(shared_data / "scans/pages/tt_37_bca_p1.png")
    kinds = {r.reference_number: r.kind for r in reading.relations}
    assert kinds["79/2024/TT-BCA"] is K.AMENDS
    assert kinds["36/2024/QH15"] is K.BASED_ON
    assert kinds["02/2025/NĐ-CP"] is K.BASED_ON
    assert kinds["11/2025/NĐ-CP"] is K.REFERS_TO  # it amended the decree, not this circular
    assert kinds["13/2025/TT-BCA"] is K.REFERS_TO  # "đã được sửa đổi, bổ sung bởi"


def test_repeal_on_a_signature_page(shared_data: Path) -> None:
    (relation,) = _read(shared_data / "scans/pages/nd_p8_signature.png").relations
    assert relation.kind is K.REPEALS
    assert relation.reference_number == "151/2013/NĐ-CP"
    assert relation.scope is not None
    assert relation.scope.startswith("khoản 8 Điều 4, điểm a khoản 4 Điều")
    assert relation.box is not None

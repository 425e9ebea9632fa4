"""The card of every PDF of the sample library, recognised anew: nothing wrong and unflagged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.cataloguing import read_fields
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from records.reference import key
from records.types import FieldName as F

LIBRARY = Path(__file__).resolve().parents[2] / "samples" / "library"
DOCUMENTS = [
    row
    for row in json.loads((LIBRARY / "manifest.json").read_text("utf-8"))["documents"]
    if row["filename"].endswith(".pdf")
]
MUST_BE_RIGHT = {F.DOCUMENT_TYPE, F.PLACE_OF_ISSUE, F.ISSUING_BODY, F.DOCUMENT_SYMBOL}
MAY_BE_LEFT_OUT = {F.REFERENCE_NUMBER, F.DOCUMENT_NUMBER, F.ISSUE_DATE}


@pytest.mark.long
@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["filename"])
def test_first_pages_of_the_library(row: dict[str, str]) -> None:
    with open_source(LIBRARY / row["filename"]) as source:
        reading = read_fields([recognise_page(source, 1, OcrOptions(languages="vie"))])
    fields = {entry.name: entry for entry in reading.fields}
    for name in MUST_BE_RIGHT:
        assert name in fields, f"{name} not read"
    for name in MUST_BE_RIGHT | MAY_BE_LEFT_OUT:
        entry = fields.get(name)
        if entry is not None and key(entry.value) != key(row[name.value]):
            assert entry.doubtful, f"{name}: {entry.value} is wrong and not flagged"

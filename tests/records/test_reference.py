"""Reference numbers: as printed, as typed, and whatever else comes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.document_types import by_code, document_types, type_name
from records.reference import key, parse_printed, parse_references
from vanthu.text import nfc


@pytest.mark.parametrize(
    ("typed", "canonical", "complete"),
    [
        ("nq57", "57/NQ", False),
        ("NQ 57/TW", "57-NQ/TW", True),
        ("57/NQ-TW", "57-NQ/TW", True),
        ("57-nq/tw", "57-NQ/TW", True),
        ("57 - NQ / TW", "57-NQ/TW", True),
        ("30/2020/nd-cp", "30/2020/NĐ-CP", True),
        ("nghị định 30/2020", "30/2020/NĐ", False),
        ("quy định 384", "384/QĐ", False),
        ("24/2018/qh14", "24/2018/QH14", True),
        ("chỉ thị số 32/ct-ttg", "32/CT-TTg", True),
        ("08-ctr/tu", "08-CTr/TU", True),
        ("66.13/2026/NQ-CP", "66.13/2026/NQ-CP", True),
    ],
)
def test_what_people_type(typed: str, canonical: str, complete: bool) -> None:
    (found,) = parse_references(f"theo {typed} thì sao?")
    assert (found.reference, found.complete) == (canonical, complete)


def test_printed_numbers_with_their_places() -> None:
    text = (
        "Luật số 48/2014/QH13, Luật số 97/2015/QH13; "
        "Tờ trình 4017/TTr-\nBNNMT ngày 23/4/2026; số 83/BKHCN-BTTTT-VP"
    )
    found = parse_printed(text)
    assert [f.reference for f in found] == [
        "48/2014/QH13",
        "97/2015/QH13",
        "4017/TTr-BNNMT",
        "83/BKHCN-BTTTT-VP",
    ]
    assert [f.year for f in found] == [2014, 2015, None, None]
    assert all(text[f.start : f.end] == f.text for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 10/5/2026 đến hết ngày 14/5/2026",
        "giai đoạn 2026-2030",
        "1/2 số phiếu",
        "24/7",
        "năm 2025-nq",
        "Điều 5 khoản 2",
        "",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert parse_references(text) == []


def test_one_number_however_it_is_typed_is_one_key() -> None:
    assert key("Số: 05 - QĐ / BCĐTW") == key("5-qđ/bcđtw")
    assert key("57 - NQ/TW") == key("57-nq/tw")
    assert key("115 /NQ-CP") == key("115/NQ-CP")


@given(
    st.integers(1, 9999),
    st.sampled_from([k.symbols[0] for k in document_types() if k.symbols and len(k.symbols[0]) > 1]),
    st.sampled_from(["TW", "TU", "ĐU", "VPTW", "BCĐTW"]),
)
def test_party_numbers_come_back_whole(number: int, symbol: str, body: str) -> None:
    printed = f"{number}-{symbol}/{body}"
    (found,) = parse_printed(f"Căn cứ văn bản số {printed}, ngày 22/12/2024")
    assert found.reference == printed
    assert key(printed.lower()) == key(printed)


@given(
    st.integers(1, 9999),
    st.one_of(st.none(), st.integers(1990, 2030)),
    st.sampled_from(
        ["NĐ-CP", "QĐ-TTg", "TT-BCA", "TTLT-BTC-BNV", "QH15", "NQ-UBTVQH15", "KH-UBND", "QĐ-UBND"]
    ),
)
def test_state_numbers_come_back_whole(number: int, year: int | None, symbol: str) -> None:
    printed = f"{number}/{year}/{symbol}" if year else f"{number}/{symbol}"
    (found,) = parse_printed(f"theo {printed} của")
    assert (found.reference, found.year, found.symbol) == (printed, year, symbol)
    assert key(printed.lower()) == key(printed)


@given(st.text(st.sampled_from("0123456789/-. NQĐqđTWtwCPcpHDhd57số:\nĂắ"), max_size=60))
def test_any_text_is_parsed_within_its_bounds(text: str) -> None:
    composed = nfc(text)
    for found in parse_references(text):
        assert 0 <= found.start < found.end <= len(composed)
        assert found.number
        assert found.reference.startswith(found.number)
    key(text)


@pytest.mark.shared
def test_numbers_of_the_official_corpus(shared_data: Path) -> None:
    """Every number by which the corpus names a document is parsed whole."""
    path = shared_data / "corpora" / "official_documents_2025.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        numbers = [json.loads(line)["number"] for line in stream]
    missed = [
        n for n in numbers if n and [f.reference for f in parse_printed(n)] != ["".join(nfc(n).split())]
    ]
    assert len(missed) <= len(numbers) * 0.02, missed


def test_type_table() -> None:
    assert type_name("decision") == "Quyết định"
    assert type_name("unheard_of") == "unheard_of"
    assert len(by_code()) == len(document_types())
    assert {t.code for t in document_types() if "QĐ" in t.symbols} == {"decision", "regulation"}

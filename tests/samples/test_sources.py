"""The sources of the sample library: complete, consistent, and answering their own questions."""

from __future__ import annotations

from collections import Counter

import pytest

from samples.library import manifest, questions
from samples.source import Sample, load_all, plain_text

SAMPLES = load_all()
BY_REFERENCE = {sample.head.reference_number: sample for sample in SAMPLES}
TEXTS = {reference: plain_text(sample.blocks) for reference, sample in BY_REFERENCE.items()}
QUESTIONS = questions()


def by_id(sample: Sample) -> str:
    return sample.id


def test_the_library_shows_both_forms_and_the_life_of_documents() -> None:
    assert len(SAMPLES) >= 24
    assert len(BY_REFERENCE) == len(SAMPLES)
    assert {sample.head.form for sample in SAMPLES} == {"state", "party"}
    types = Counter(sample.head.type for sample in SAMPLES)
    wanted = {
        "Nghị quyết",
        "Quyết định",
        "Quy định",
        "Chỉ thị",
        "Kế hoạch",
        "Thông báo",
        "Hướng dẫn",
        "Công văn",
    }
    assert wanted | {"Biên bản", "Đề án", "Báo cáo", "Tờ trình", "Kết luận", "Giấy mời"} <= set(types)
    kinds = {relation.kind for sample in SAMPLES for relation in sample.head.relations}
    assert {"amends", "replaces", "repeals", "based_on", "guides", "implements"} <= kinds
    assert {sample.head.format for sample in SAMPLES} == {"scan", "pdf", "docx", "md"}


@pytest.mark.parametrize("sample", SAMPLES, ids=by_id)
def test_a_named_relation_stands_in_the_text(sample: Sample) -> None:
    for relation in sample.head.relations:
        assert relation.reference in TEXTS[sample.head.reference_number]
        target = BY_REFERENCE.get(relation.reference)
        if target:
            assert target.head.date == relation.date
            assert target.head.date <= sample.head.date


@pytest.mark.parametrize("sample", SAMPLES, ids=by_id)
def test_levels_of_government_fit_the_date(sample: Sample) -> None:
    """No district body issues or receives anything once the level is gone (1 July 2025)."""
    if sample.head.date.isoformat() >= "2025-07-01":
        named = " ".join([sample.head.issuing_body, *sample.head.recipients, *sample.head.addressees]).lower()
        assert "huyện" not in named


@pytest.mark.parametrize("sample", SAMPLES, ids=by_id)
def test_the_end_mark_is_that_of_the_form(sample: Sample) -> None:
    text = TEXTS[sample.head.reference_number]
    assert ("./." in text) == (sample.head.form == "state")


def test_the_manifest_tells_what_the_sources_say() -> None:
    entries = {entry["reference_number"]: entry for entry in manifest()}
    assert set(entries) == set(BY_REFERENCE)
    for reference, entry in entries.items():
        head = BY_REFERENCE[reference].head
        assert (entry["issuing_body"], entry["signer_name"]) == (head.issuing_body, head.signer.name)
        assert entry["issue_date"] == head.date.isoformat()
        assert len(entry["relations"]) == len(head.relations)


def test_there_are_questions_of_every_kind() -> None:
    kinds = Counter(question["kind"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 30
    assert (
        min(kinds[kind] for kind in ("fact", "list", "as_of", "unanswerable", "unaccented", "follow_up")) >= 3
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_a_quote_is_word_for_word_in_its_document(question: dict) -> None:
    assert bool(question["gold"]) == (question["kind"] != "unanswerable")
    for gold in question["gold"]:
        text = TEXTS[gold["reference_number"]]
        assert gold["quote"] in text
        if gold["article"]:
            before = text[: text.index(gold["quote"]) + len(gold["quote"])]
            assert f"Điều {gold['article']}." in before


def test_names_of_places_are_invented(shared_data) -> None:  # type: ignore[no-untyped-def]
    import json

    provinces = json.loads((shared_data / "names" / "administrative_units_2026.json").read_text())
    real = {unit["FullName"].lower() for province in provinces for unit in (province, *province["Wards"])}
    invented = [
        "tỉnh lam giang",
        "phường thượng lam",
        "xã bến trúc",
        "xã đồng trăng",
        "xã suối mây",
        "xã khe ngọc",
    ]
    assert not real & set(invented)

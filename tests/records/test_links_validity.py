"""Which document a printed number means, and what that says of its force."""

from __future__ import annotations

from datetime import date

import pytest

from records.catalogue import Catalogue
from records.reference import key
from records.types import FieldName, RelationKind
from tests.records.making import Maker, relation

pytestmark = pytest.mark.databases

R = RelationKind
OLD, NEW = date(2019, 3, 1), date(2025, 3, 1)


@pytest.mark.parametrize(
    "written", ["05-QĐ/TW", "Số: 5 - QĐ/TW", "số 05–qđ/tw", "5-QD/TW", "SỐ 05-QĐ/TW", " 0 5-QĐ/TW"]
)
def test_one_number_however_it_is_written(written: str) -> None:
    assert key(written) == "5-qd/tw"


@pytest.mark.parametrize("other", ["05/QĐ-TW", "50-QĐ/TW", "05-QĐ/TU", "5-NQ/TW", "", "Sổ tay"])
def test_other_numbers_stay_other(other: str) -> None:
    assert key(other) != "5-qd/tw"


def test_a_relation_is_linked_when_its_target_arrives(catalogue: Catalogue, maker: Maker) -> None:
    source = maker.add(
        on=NEW, number="9-QĐ/TU", relations=(relation(R.BASED_ON, "05-QĐ/TU", OLD),), subject="mới"
    )
    scope = maker.scope("an")
    (before,) = catalogue.relations(source, scope)
    assert (before.document_id, before.title, before.reference_number) == (None, None, "05-QĐ/TU")
    target = maker.add(on=OLD, number="5-QĐ/TU", subject="cũ")
    (after,) = catalogue.relations(source, scope)
    assert (after.document_id, after.title, after.direction) == (target, "cũ", "outgoing")
    (back,) = catalogue.relations(target, scope)
    assert (back.document_id, back.title, back.direction, back.kind) == (
        source,
        "mới",
        "incoming",
        R.BASED_ON,
    )


def test_a_link_is_corrected_with_the_number(catalogue: Catalogue, maker: Maker) -> None:
    source = maker.add(on=NEW, relations=(relation(R.BASED_ON, "5-QĐ/TU"),))
    target = maker.add(on=OLD, number="6-QĐ/TU")
    scope = maker.scope("an")
    assert catalogue.relations(source, scope)[0].document_id is None
    catalogue.correct_field(target, FieldName.REFERENCE_NUMBER, "05-QĐ/TU", maker.people["an"])
    assert catalogue.relations(source, scope)[0].document_id == target


def test_numbers_repeat_across_terms_and_the_date_decides(catalogue: Catalogue, maker: Maker) -> None:
    twelfth = maker.add(number="01-NQ/TU", on=date(2016, 1, 5), issuer="Tỉnh uỷ")
    thirteenth = maker.add(number="01-NQ/TU", on=date(2021, 1, 5), issuer="Tỉnh uỷ")
    source = maker.add(
        on=NEW,
        relations=(
            relation(R.BASED_ON, "01-NQ/TU", date(2021, 1, 5)),
            relation(R.BASED_ON, "01-NQ/TU", date(2011, 1, 5)),
            relation(R.BASED_ON, "01-NQ/TU"),
        ),
    )
    earlier = maker.add(on=date(2018, 1, 1), relations=(relation(R.BASED_ON, "01-NQ/TU"),))
    scope = maker.scope("an")
    assert [r.document_id for r in catalogue.relations(source, scope)] == [thirteenth, None, None]
    assert [r.document_id for r in catalogue.relations(earlier, scope)] == [twelfth]


def test_two_issuers_of_one_number_on_one_day_are_not_guessed_between(
    catalogue: Catalogue, maker: Maker
) -> None:
    maker.add(number="01-NQ/ĐU", on=OLD, issuer="Đảng uỷ xã An Hoà")
    maker.add(number="01-NQ/ĐU", on=OLD, issuer="Đảng uỷ xã Bình Minh")
    source = maker.add(on=NEW, relations=(relation(R.BASED_ON, "01-NQ/ĐU", OLD),))
    assert catalogue.relations(source, maker.scope("an"))[0].document_id is None


def test_copies_of_one_document_are_one(catalogue: Catalogue, maker: Maker) -> None:
    above = maker.add("tinh", number="5-QĐ/TU", on=OLD, issuer="Tỉnh uỷ", content=b"scan 1")
    own = maker.add("an", number="05-QĐ/TU", on=OLD, issuer="TỈNH UỶ", content=b"scan 2")
    source = maker.add("an", on=NEW, relations=(relation(R.REPLACES, "5-QĐ/TU"),))
    scope = maker.scope("an")
    assert catalogue.relations(source, scope)[0].document_id == own
    for copy in (above, own):
        assert catalogue.validity(copy, scope, NEW).status == "expired"


def test_a_hidden_end_is_not_named(catalogue: Catalogue, maker: Maker) -> None:
    target = maker.add("tinh", number="5-QĐ/TU", on=OLD)
    source = maker.add("an", number="9-QĐ/ĐU", on=NEW, relations=(relation(R.REPLACES, "5-QĐ/TU"),))
    hidden = maker.add("binh", number="7-QĐ/ĐU", on=OLD)
    citing = maker.add("an", on=NEW, relations=(relation(R.REFERS_TO, "7-QĐ/ĐU"),))
    assert catalogue.relations(target, maker.scope("tinh")) == []
    assert catalogue.validity(target, maker.scope("tinh"), NEW).status == "unknown"
    assert catalogue.validity(target, maker.scope("an"), NEW).status == "expired"
    assert [r.document_id for r in catalogue.relations(citing, maker.scope("an"))] == [None]
    assert catalogue.relations(hidden, maker.scope("binh")) == []
    assert catalogue.relations(source, maker.scope("an"))[0].document_id == target


@pytest.mark.parametrize(
    ("kind", "part", "on", "status", "since"),
    [
        (R.REPLACES, None, NEW, "expired", NEW),
        (R.REPLACES, None, date(2030, 1, 1), "expired", NEW),
        (R.REPLACES, None, date(2025, 2, 28), "unknown", None),
        (R.REPEALS, None, NEW, "expired", NEW),
        (R.REPEALS, "khoản 2 Điều 5", NEW, "partially_expired", NEW),
        (R.REPLACES, "Điều 3", NEW, "partially_expired", NEW),
        (R.AMENDS, None, NEW, "unknown", None),
        (R.BASED_ON, None, NEW, "unknown", None),
        (R.GUIDES, None, NEW, "unknown", None),
        (R.REPEALS, None, date(2018, 1, 1), "not_yet_effective", None),
    ],
)
def test_force_on_a_date(
    catalogue: Catalogue,
    maker: Maker,
    *,
    kind: RelationKind,
    part: str | None,
    on: date,
    status: str,
    since: date | None,
) -> None:
    target = maker.add(number="5-QĐ/TU", on=OLD)
    maker.add(number="9-QĐ/TU", on=NEW, relations=(relation(kind, "5-QĐ/TU", OLD, part),))
    found = catalogue.validity(target, maker.scope("an"), on)
    assert (found.status, found.since, found.as_of) == (status, since, on)
    tells = kind in {R.REPLACES, R.REPEALS, R.AMENDS} and on >= NEW
    assert found.evidence == ((f"9-QĐ/TU (01/03/2025): {kind.value} 5-QĐ/TU",) if tells else ())


def test_silence_is_not_validity(catalogue: Catalogue, maker: Maker) -> None:
    assert catalogue.validity(maker.add(on=OLD), maker.scope("an"), NEW).status == "unknown"


def test_an_undated_replacement_ends_nothing(catalogue: Catalogue, maker: Maker) -> None:
    target = maker.add(number="5-QĐ/TU", on=OLD)
    maker.add(relations=(relation(R.REPLACES, "5-QĐ/TU"),))
    assert catalogue.validity(target, maker.scope("an"), NEW).status == "unknown"


def test_the_first_end_counts(catalogue: Catalogue, maker: Maker) -> None:
    target = maker.add(number="5-QĐ/TU", on=OLD)
    maker.add(on=NEW, relations=(relation(R.REPEALS, "5-QĐ/TU"),))
    maker.add(on=date(2022, 1, 1), relations=(relation(R.REPEALS, "5-QĐ/TU", None, "Điều 1"),))
    maker.add(on=date(2023, 1, 1), relations=(relation(R.REPLACES, "5-QĐ/TU"),))
    scope = maker.scope("an")
    assert catalogue.validity(target, scope, date(2022, 6, 1)).status == "partially_expired"
    assert catalogue.validity(target, scope, NEW).since == date(2023, 1, 1)


def test_many_documents_are_judged_as_one_by_one(catalogue: Catalogue, maker: Maker) -> None:
    old = maker.add(on=OLD, number="5-QĐ/TU", subject="cũ")
    other = maker.add(on=OLD, number="6-QĐ/TU", subject="khác")
    new = maker.add(
        on=NEW, number="9-QĐ/TU", relations=(relation(R.REPLACES, "05-QĐ/TU", OLD),), subject="mới"
    )
    scope = maker.scope("an")
    for on in (OLD, NEW):
        told = catalogue.validities([old, other, new, 10_000], scope, on)
        assert told == {each: catalogue.validity(each, scope, on) for each in (old, other, new)}
    assert catalogue.validities([old], scope, NEW)[old].status == "expired"
    assert catalogue.validities([], scope, NEW) == {}

"""Dossiers of a unit: what one sees of them, and what nobody learns from them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from access.principal import Principal
from access.roles import Role
from records import withdrawing
from records.dossiers.errors import (
    DossierCardInvalid,
    DossierClosed,
    DossierCodeTaken,
    DossierIncomplete,
)
from records.dossiers.models import DossierDocumentRow
from records.dossiers.places import places
from records.dossiers.service import Dossiers
from records.dossiers.types import DossierCard, Retention
from records.models import DocumentRow
from records.types import DocumentStatus
from tests.records.making import Maker
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

CARD = DossierCard("HS.01", "Hồ sơ chuyển đổi số năm 2026", Retention.YEARS_20)


@pytest.fixture
def dossiers(database: Database) -> Dossiers:
    return Dossiers(database)


@pytest.fixture
def keeper(people: dict[str, Principal]) -> Principal:
    """The same person of `an` with a custodian's role."""
    return replace(people["an"], roles=frozenset({Role.CUSTODIAN}))


def test_documents_are_filed_in_order_and_moved(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal]
) -> None:
    first, second, third = (maker.add(subject=f"Văn bản {n}", pages=n) for n in (1, 2, 3))
    one = dossiers.add(CARD, people["an"])
    other = dossiers.add(replace(CARD, code="HS.02"), people["an"])
    dossiers.put(one, [third, first], people["an"])
    dossiers.put(one, [second], people["an"])
    assert [d.id for d in dossiers.whole(one, people["an"]).documents] == [third, first, second]
    dossiers.arrange(one, [first, second, third], people["an"])
    found = dossiers.whole(one, people["an"])
    assert [d.id for d in found.documents] == [first, second, third]
    assert (found.summary.documents, found.summary.pages) == (3, 6)
    dossiers.put(other, [second], people["an"])
    assert [d.id for d in dossiers.whole(one, people["an"]).documents] == [first, third]
    assert (filed := dossiers.of_document(second, people["an"])) and filed.card.code == "HS.02"
    dossiers.take_out(second, people["an"])
    assert dossiers.of_document(second, people["an"]) is None


def test_another_unit_sees_nothing_of_it(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal]
) -> None:
    dossier = dossiers.add(CARD, people["an"])
    document = maker.add("an")
    dossiers.put(dossier, [document], people["an"])
    for name in ("binh", "tinh"):
        person = people[name]
        assert dossiers.list(person).items == ()
        assert dossiers.add(CARD, person) != dossier  # the code is free here
        own = maker.add(name)
        attempts: tuple[Callable[[Principal], object], ...] = (
            lambda p: dossiers.whole(dossier, p),
            lambda p: dossiers.change(dossier, CARD, p),
            lambda p, own=own: dossiers.put(dossier, [own], p),  # type: ignore[misc]
            lambda p: dossiers.take_out(document, p),
        )
        for attempt in attempts:
            with pytest.raises(NotFound):
                attempt(person)


def test_documents_of_other_units_cannot_be_filed(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal]
) -> None:
    """What a unit above has issued may be read, and belongs in that unit's dossiers."""
    dossier = dossiers.add(CARD, people["an"])
    for foreign in (maker.add("tinh"), maker.add("binh"), 10**9, 2**70, 0, -1):
        with pytest.raises(NotFound):
            dossiers.put(dossier, [maker.add("an"), foreign], people["an"])
    assert dossiers.whole(dossier, people["an"]).documents == ()


def test_a_document_under_grants_leaves_no_gap(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal], keeper: Principal, database: Database
) -> None:
    documents = [maker.add(pages=2) for _ in range(3)]
    dossier = dossiers.add(CARD, people["an"])
    dossiers.put(dossier, documents, people["an"])
    with database.session() as session:
        session.execute(
            update(DocumentRow).where(DocumentRow.id == documents[1]).values(data_class="sensitive")
        )
    hidden = dossiers.whole(dossier, people["an"])
    assert [d.id for d in hidden.documents] == [documents[0], documents[2]]
    assert (hidden.summary.documents, hidden.summary.pages) == (2, 4)
    assert dossiers.list(people["an"]).items == (hidden.summary,)
    assert dossiers.of_document(documents[1], people["an"]) is None
    with pytest.raises(NotFound):
        dossiers.take_out(documents[1], people["an"])
    dossiers.arrange(dossier, [documents[2], documents[0]], people["an"])
    with pytest.raises(DossierIncomplete):
        dossiers.complete(dossier, keeper)
    granted = replace(keeper, granted=frozenset({documents[1]}))
    assert [d.id for d in dossiers.complete(dossier, granted).documents] == [
        documents[2],
        documents[1],
        documents[0],
    ]


def test_archival_ordinals_count_what_the_asker_sees(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal], keeper: Principal, database: Database
) -> None:
    hidden, one, two = (maker.add() for _ in range(3))
    dossier = dossiers.add(CARD, people["an"])
    dossiers.put(dossier, [hidden, one, two], people["an"])
    with database.session() as session:
        session.get_one(DocumentRow, hidden).data_class = "sensitive"

    def ordinals(person: Principal, *documents: int) -> dict[int, int]:
        return {number: place.ordinal for number, place in places(database, documents, person).items()}

    assert ordinals(people["an"], hidden, one, two) == {one: 1, two: 2}
    assert ordinals(people["an"], two) == {two: 2}
    granted = replace(keeper, granted=frozenset({hidden}))
    assert ordinals(granted, one, hidden, two) == {hidden: 1, one: 2, two: 3}


def test_what_page_work_took_the_place_of_is_not_missed_when_handing_over(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal], keeper: Principal, database: Database
) -> None:
    split, other = maker.add(), maker.add()
    maker.catalogue.set_status(split, DocumentStatus.READY)
    dossier = dossiers.add(CARD, people["an"])
    dossiers.put(dossier, [split, other], people["an"])
    assert withdrawing.withdraw(database, split)
    assert [document.id for document in dossiers.complete(dossier, keeper).documents] == [other]


def test_a_document_named_twice_has_one_place(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal]
) -> None:
    one, two = maker.add(), maker.add()
    dossier = dossiers.add(CARD, people["an"])
    dossiers.put(dossier, [one, one, two], people["an"])
    dossiers.arrange(dossier, [two, two, one], people["an"])
    assert [document.id for document in dossiers.whole(dossier, people["an"]).documents] == [two, one]


def test_people_filing_the_same_documents_at_once(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal], database: Database
) -> None:
    documents = [maker.add() for _ in range(6)]
    made = [dossiers.add(replace(CARD, code=f"HS.{n}"), people["an"]) for n in range(2)]

    def file(n: int) -> None:
        dossiers.put(made[n % 2], documents[n % 3 :], people["an"])

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(file, n) for n in range(12)]:
            done.result()
    filed = [dossiers.whole(number, people["an"]).documents for number in made]
    assert sorted(document.id for each in filed for document in each) == documents
    with database.session() as session:
        rows = session.scalars(select(DossierDocumentRow)).all()
    assert len({(row.dossier_id, row.ordinal) for row in rows}) == len(documents)


def test_closed_is_closed_until_a_custodian_opens_it(
    dossiers: Dossiers, maker: Maker, people: dict[str, Principal], keeper: Principal
) -> None:
    dossier = dossiers.add(CARD, people["an"])
    document = maker.add()
    dossiers.put(dossier, [document], people["an"])
    with pytest.raises(Forbidden):
        dossiers.close(dossier, people["an"])
    dossiers.close(dossier, keeper)
    for attempt in (
        lambda: dossiers.put(dossier, [maker.add()], people["an"]),
        lambda: dossiers.take_out(document, people["an"]),
        lambda: dossiers.change(dossier, CARD, people["an"]),
        lambda: dossiers.remove(dossier, keeper),
    ):
        with pytest.raises(DossierClosed):
            attempt()
    dossiers.close(dossier, keeper, reopen=True)
    dossiers.remove(dossier, keeper)
    assert dossiers.list(people["an"]).total == 0
    assert dossiers.of_document(document, people["an"]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": " "},
        {"title": ""},
        {"code": "x" * 101},
        {"title": "x" * 1001},
        {"start_date": date(2026, 2, 1), "end_date": date(2026, 1, 31)},
    ],
)
def test_a_cover_is_checked(
    dossiers: Dossiers, people: dict[str, Principal], wrong: dict[str, object]
) -> None:
    with pytest.raises(DossierCardInvalid):
        dossiers.add(replace(CARD, **wrong), people["an"])  # type: ignore[arg-type]


def test_codes_are_one_of_a_kind_in_a_unit(dossiers: Dossiers, people: dict[str, Principal]) -> None:
    dossiers.add(CARD, people["an"])
    second = dossiers.add(replace(CARD, code="HS.02"), people["an"])
    with pytest.raises(DossierCodeTaken):
        dossiers.add(replace(CARD, title="Khác"), people["an"])
    with pytest.raises(DossierCodeTaken):
        dossiers.change(second, CARD, people["an"])
    assert [item.card.code for item in dossiers.list(people["an"]).items] == ["HS.01", "HS.02"]
    assert dossiers.list(people["an"], "hs.02").total == 1
    assert dossiers.list(people["an"], "% _").total == 0

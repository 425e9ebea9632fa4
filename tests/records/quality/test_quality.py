"""Quality passes: who checks what, when a lot is accepted, when it goes back, what the figures say."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from access.scope import Scope
from records import withdrawing
from records.models import DocumentRow
from records.quality.errors import CheckGone, LotEmpty, LotInvalid
from records.quality.figures import error_figures
from records.quality.service import TAKEN_FOR, Quality
from records.quality.types import Finding, Lot, LotState, PageFault
from records.types import DocumentStatus, FieldName
from tests.records.making import Maker
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound, VanthuError

RIGHT = Finding({})
WRONG = Finding({FieldName.SUBJECT: "Về việc khác"})


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def quality(database: Database, clock: Clock) -> Quality:
    return Quality(database, clock=clock, draw=random.Random(1))


@pytest.fixture
def inspectors(database: Database, people: dict[str, Principal]) -> list[Principal]:
    accounts = AccountService(database)
    added = [
        accounts.add(f"kt.{n}", f"Kiểm tra {n}", "AN", [Role.CLERK], "con mèo trèo cây cau")[0]
        for n in (2, 3)
    ]
    return [people["an"], *added]


@pytest.fixture
def keeper(people: dict[str, Principal]) -> Principal:
    return replace(people["an"], roles=frozenset({Role.CUSTODIAN}))


def ready(maker: Maker, count: int, unit: str = "an") -> list[int]:
    made = [maker.add(unit, subject=f"Văn bản {n}", kind="decision") for n in range(count)]
    for document_id in made:
        maker.catalogue.set_status(document_id, DocumentStatus.READY)
    return made


def check_all(quality: Quality, lot_id: int, who: Principal, finding: Finding = RIGHT) -> list[int]:
    """The documents this person was given, until no more came."""
    seen = []
    stage = quality.lot(lot_id, who).stage
    while (check := quality.take(lot_id, who)) and check.stage == stage:
        seen.append(check.document_id)
        lot = quality.record(check.id, finding, who)
        if lot.stage != stage:
            break
    return seen


def open_lot(quality: Quality, documents: list[int], keeper: Principal, *, limit: float = 0.1) -> int:
    return quality.open("Lô 1", documents, keeper, sample_rate=0.3, limit=limit)


def test_three_passes_by_three_people_accept_a_lot(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal]
) -> None:
    documents = ready(maker, 10)
    assert quality.waiting(keeper) == documents
    lot = open_lot(quality, documents, keeper)
    assert quality.waiting(keeper) == []
    one, two, three = inspectors
    assert sorted(check_all(quality, lot, one)) == documents
    now = quality.lot(lot, one)
    assert (now.stage, now.stages[1].total, now.mine) == (2, 3, 0)
    assert quality.take(lot, one) is None  # V1 was this person's
    sample = check_all(quality, lot, two)
    assert len(sample) == 3 and set(sample) <= set(documents)
    third = check_all(quality, lot, three)
    assert len(third) == 3
    done = quality.lot(lot, one)
    assert done.state is LotState.ACCEPTED and done.accepted_at is not None
    assert [stage.done for stage in done.stages] == [10, 3, 3]
    assert quality.take(lot, three) is None


def test_the_second_may_do_the_third_of_other_documents_only(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal]
) -> None:
    lot = quality.open("Lô", ready(maker, 4), keeper, sample_rate=1.0, limit=0.0)
    one, two, three = inspectors
    check_all(quality, lot, one)
    check_all(quality, lot, two)
    assert quality.lot(lot, two).stage == 3
    assert quality.take(lot, one) is None and quality.take(lot, two) is None
    assert len(check_all(quality, lot, three)) == 4


def test_a_lot_with_too_many_errors_goes_back(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal]
) -> None:
    documents = ready(maker, 6)
    lot = open_lot(quality, documents, keeper, limit=0.1)
    one, two, _ = inspectors
    check_all(quality, lot, one, WRONG)  # V1 mends: its errors do not turn the lot back
    assert quality.lot(lot, one).stage == 2
    check_all(quality, lot, two, WRONG)
    back = quality.lot(lot, one)
    assert (back.round, back.stage, back.state) == (2, 1, LotState.CHECKING)
    assert back.stages[0].total == 6 and back.stages[0].done == 0
    assert sorted(check_all(quality, lot, two)) == documents  # a new round: whoever comes


@pytest.mark.parametrize(("limit", "accepted"), [(0.34, True), (0.33, False)])
def test_the_limit_is_of_fields(
    *,
    quality: Quality,
    maker: Maker,
    keeper: Principal,
    inspectors: list[Principal],
    limit: float,
    accepted: bool,
) -> None:
    """Two fields and the pages make three things; one wrong of three is .333."""
    lot = open_lot(quality, ready(maker, 1), keeper, limit=limit)
    check_all(quality, lot, inspectors[0])
    check_all(quality, lot, inspectors[1], WRONG)
    now: Lot = quality.lot(lot, inspectors[0])
    assert (now.stage == 3 and now.round == 1) is accepted
    if accepted:
        assert now.stages[1].error_rate == pytest.approx(1 / 3)


def test_what_one_has_taken_no_other_gets_for_half_an_hour(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal], clock: Clock
) -> None:
    lot = open_lot(quality, ready(maker, 1), keeper)
    one, two, _ = inspectors
    mine = quality.take(lot, one)
    assert mine is not None and quality.take(lot, one) == mine
    assert quality.take(lot, two) is None
    clock.now += TAKEN_FOR + timedelta(seconds=1)
    theirs = quality.take(lot, two)
    assert theirs is not None and theirs.id == mine.id
    for attempt in (lambda: quality.taken(mine.id, one), lambda: quality.record(mine.id, RIGHT, one)):
        with pytest.raises(CheckGone):
            attempt()
    quality.record(theirs.id, RIGHT, two)
    with pytest.raises(CheckGone):
        quality.record(theirs.id, RIGHT, two)


def test_a_document_put_under_grants_leaves_the_lot(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal], database: Database
) -> None:
    documents = ready(maker, 2)
    lot = open_lot(quality, documents, keeper)
    check = quality.take(lot, inspectors[0])
    assert check is not None
    with database.session() as session:
        session.execute(
            update(DocumentRow).where(DocumentRow.id == check.document_id).values(data_class="sensitive")
        )
    with pytest.raises(NotFound):
        quality.record(check.id, RIGHT, inspectors[0])
    now = quality.lot(lot, inspectors[0])
    assert (now.documents, now.stages[0].total, now.mine) == (1, 1, 1)
    with database.session() as session:
        session.execute(update(DocumentRow).values(data_class="sensitive"))
    for person in inspectors:
        assert quality.take(lot, person) is None


def test_a_withdrawn_document_leaves_the_lot(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal], database: Database
) -> None:
    """Or nobody could open it, and the lot would never be through."""
    split, other = ready(maker, 2)
    lot = open_lot(quality, [split, other], keeper)
    assert withdrawing.withdraw(database, split)
    assert check_all(quality, lot, inspectors[0]) == [other]
    now = quality.lot(lot, inspectors[0])
    assert (now.documents, now.stage) == (1, 2)


def test_a_check_and_its_corrections_are_both_done_or_neither(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal], database: Database
) -> None:
    (document,) = ready(maker, 1)
    lot = open_lot(quality, [document], keeper)
    one = inspectors[0]
    check = quality.take(lot, one)
    assert check is not None
    scope = Scope.of(one)
    was = maker.catalogue.document(document, scope)
    for last in ({FieldName.ISSUE_DATE: "hôm qua"}, {FieldName.SECRECY_LEVEL: "none"}):
        with pytest.raises(VanthuError):
            quality.record(check.id, Finding({**WRONG.corrections, **last}), one)
    assert maker.catalogue.document(document, scope) == was
    assert quality.lot(lot, one).stages[0].done == 0
    quality.record(check.id, WRONG, one)
    field = maker.catalogue.document(document, scope).fields[FieldName.SUBJECT]
    assert (field.value, field.source) == ("Về việc khác", "person")


def test_people_who_finish_at_once_end_a_pass_once(
    quality: Quality, maker: Maker, keeper: Principal, inspectors: list[Principal], database: Database
) -> None:
    lot = quality.open("Lô", ready(maker, 6), keeper, sample_rate=1.0, limit=1.0)

    def work(person: Principal) -> int:
        done = 0
        while check := quality.take(lot, person):
            with ThreadPoolExecutor(2) as hasty:  # pressed twice
                twice = [hasty.submit(quality.record, check.id, WRONG, person) for _ in range(2)]
            errors = [each.exception() for each in twice]
            assert {type(error) for error in errors} == {CheckGone, type(None)}
            done += 1
        return done

    with ThreadPoolExecutor(3) as pool:
        done = [*pool.map(work, inspectors)]
    now = quality.lot(lot, inspectors[0])
    assert now.stage > 1
    assert sum(stage.done for stage in now.stages) == sum(done) == sum(s.errors for s in now.stages)


def test_another_unit_knows_of_no_lot(
    quality: Quality, maker: Maker, keeper: Principal, people: dict[str, Principal]
) -> None:
    own, foreign = ready(maker, 1), ready(maker, 1, "binh")
    with pytest.raises(LotEmpty):
        open_lot(quality, foreign, keeper)
    lot = open_lot(quality, own, keeper)
    check = quality.take(lot, people["an"])
    assert check is not None
    other = people["binh"]
    assert quality.lots(other) == []
    for attempt in (
        lambda: quality.lot(lot, other),
        lambda: quality.take(lot, other),
        lambda: quality.record(check.id, RIGHT, other),
        lambda: quality.taken(2**70, other),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(Forbidden):
        open_lot(quality, own, people["an"])
    with pytest.raises(LotEmpty):
        open_lot(quality, own, keeper)  # in a lot already


@pytest.mark.parametrize(
    ("name", "rate", "limit"),
    [("", 0.1, 0.1), ("x", 0.0, 0.1), ("x", 1.1, 0), ("x", 0.1, -0.1), ("x", float("nan"), 0)],
)
def test_a_lot_is_checked_before_it_is_opened(
    *, quality: Quality, maker: Maker, keeper: Principal, name: str, rate: float, limit: float
) -> None:
    with pytest.raises(LotInvalid):
        quality.open(name, ready(maker, 1), keeper, sample_rate=rate, limit=limit)


def test_errors_are_counted_by_field_type_and_operator(
    *,
    quality: Quality,
    maker: Maker,
    keeper: Principal,
    inspectors: list[Principal],
    database: Database,
    clock: Clock,
) -> None:
    documents = ready(maker, 2)
    one, two, three = inspectors
    maker.catalogue.correct_field(documents[0], FieldName.SUBJECT, "Do người thứ ba sửa", three)
    lot = quality.open("Lô", documents, keeper, sample_rate=1.0, limit=1.0)
    check_all(quality, lot, one)
    while check := quality.take(lot, two):
        faults = frozenset({PageFault.TEXT}) if check.document_id == documents[1] else frozenset()
        quality.record(check.id, Finding(WRONG.corrections, faults), two)
    week = (clock.now - timedelta(days=7), clock.now + timedelta(seconds=1))
    found = error_figures(database, keeper, *week)
    assert (found.checked, found.errors) == (6, 3)
    assert [(t.name, t.checked, t.errors) for t in found.by_field] == [("subject", 2, 2), ("text", 2, 1)]
    assert [(t.name, t.errors) for t in found.by_type] == [("decision", 3)]
    assert {t.name: t.errors for t in found.by_operator} == {"an": 2, "Kiểm tra 3": 1}
    assert (
        error_figures(database, keeper, clock.now + timedelta(days=1), clock.now + timedelta(days=2)).checked
        == 0
    )
    with pytest.raises(Forbidden):
        error_figures(database, one, *week)

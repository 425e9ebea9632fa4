"""The queue: what is in it, in which order, for whom, and when it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from records.desk.models import DeskItemRow
from records.desk.queue import DeskQueue
from records.desk.service import Desk
from records.desk.types import ItemKind, QueueState
from records.models import DocumentRow
from records.types import DataClass, FieldName, FieldValue
from tests.records.desk.conftest import Library, read_page
from vanthu.db import Database, now
from vanthu.errors import Forbidden, NotFound

pytestmark = pytest.mark.databases

SUBJECT = FieldValue(
    FieldName.SUBJECT, "về việc", 0.6, 1, (0.0, 0.0, 0.5, 0.05), doubtful=True, alternatives=("về viêc",),
    evidence="V/v về việc",
)  # fmt: skip


def readings(queue: DeskQueue, person: Principal, **how: object) -> list[str]:
    return [item.reading for item in queue.next(person, **how)]  # type: ignore[arg-type]


def test_fields_come_before_pages_and_those_before_words_by_value(
    library: Library, queue: DeskQueue, people: dict[str, Principal]
) -> None:
    page = read_page(1, "?về việc", "chi 12 tỷ, ?13 đồng ?cho ông ?Nguyễn ?và bà", "?Điều này", "TỔNG ?CỘNG")
    signer = FieldValue(FieldName.SIGNER_NAME, "Nguyễn A", 0.5, doubtful=True)
    library.add(page, fields=[signer, SUBJECT], failed=[2])
    found = readings(queue, people["an"])
    assert found[:6] == ["về việc", "Nguyễn A", "", "về", "13", "Nguyễn"]
    assert sorted(found[6:]) == sorted(["cho", "và", "Điều", "CỘNG"])


def test_an_item_brings_what_one_needs_to_settle_it(
    library: Library, queue: DeskQueue, people: dict[str, Principal]
) -> None:
    document_id = library.add(read_page(1, "Bộ ?Chính trị"), fields=[SUBJECT])
    field, word = queue.next(people["an"])
    assert (field.id, field.field, field.evidence) == (
        f"field:{document_id}:subject",
        "subject",
        "V/v về việc",
    )
    assert (field.reading, field.alternatives, field.page) == ("về việc", ("về viêc",), 1)
    assert field.box == SUBJECT.box
    assert (word.id, word.before, word.after) == (f"word:{document_id}:1:0:1", "Bộ", "trị")
    assert (word.reading, word.alternatives, word.kind) == ("Chính", ("khác",), ItemKind.WORD)
    assert word.place is not None and word.box == (1 / 20, 0.0, 2 / 20, 1 / 20)
    assert word.title == "về việc"


def test_the_newest_document_comes_first_and_one_document_can_be_asked_for(
    library: Library, queue: DeskQueue, people: dict[str, Principal]
) -> None:
    old, new = library.add(read_page(1, "?cũ")), library.add(read_page(1, "?mới"))
    assert readings(queue, people["an"]) == ["mới", "cũ"]
    assert readings(queue, people["an"], document_id=old) == ["cũ"]
    first = queue.next(people["an"], limit=1)[0]
    assert readings(queue, people["an"], after=first.id) == ["cũ"]
    assert queue.state(people["an"]) == QueueState(2, 2, 0)
    assert new == first.document_id


def test_what_a_card_lacks_is_asked_for_where_the_document_is_in_doubt(
    library: Library, queue: DeskQueue, people: dict[str, Principal]
) -> None:
    library.add(read_page(1, "x"), fields=[SUBJECT], needs_review=True)
    asked = {item.field for item in queue.next(people["an"])}
    assert asked == {"reference_number", "document_type", "issuing_body", "issue_date", "subject"}
    library.add(read_page(1, "x"), unit="binh")
    assert queue.next(people["binh"]) == []


def test_two_persons_are_not_shown_the_same_until_the_lease_is_over(
    library: Library, queue: DeskQueue, people: dict[str, Principal], database: Database
) -> None:
    other, _ = AccountService(database).add("nv.an2", "Hai", "AN", [Role.CLERK], "con mèo trèo cây cau")
    library.add(read_page(1, "?một ?hai ?ba"))
    assert len(queue.next(people["an"], limit=2)) == 2
    assert len(queue.next(other)) == 1
    assert len(queue.next(people["an"])) == 2, "one's own lease hides nothing from oneself"
    assert queue.state(other).items == 3
    with database.session() as session:
        session.execute(update(DeskItemRow).values(leased_until=now() - timedelta(seconds=1)))
    assert len(queue.next(other)) == 3


def test_what_is_settled_leaves_at_once_and_counts_as_done_today(
    library: Library, queue: DeskQueue, desk: Desk, people: dict[str, Principal]
) -> None:
    library.add(read_page(1, "?một ?hai"))
    for item in queue.next(people["an"]):
        desk.settle(item.id, item.reading, item.revision, people["an"])
    assert queue.next(people["an"]) == []
    assert queue.state(people["an"]) == QueueState(0, 0, 2)


def test_another_units_documents_are_as_if_there_were_none(
    library: Library, queue: DeskQueue, desk: Desk, people: dict[str, Principal], database: Database
) -> None:
    hidden = library.add(read_page(1, "?mật"), fields=[SUBJECT], unit="an")
    above = library.add(read_page(1, "?tỉnh"), unit="tinh")
    (own, *_) = queue.next(people["an"], limit=1)
    for person in (people["binh"], people["tinh"]):
        assert all(item.document_id != hidden for item in queue.next(person))
        assert queue.next(person, document_id=hidden) == []
        with pytest.raises(NotFound):
            queue.item(own.id, person)
        with pytest.raises(NotFound):
            queue.item(f"word:{hidden}:9:9:9", person)
        with pytest.raises(NotFound):
            desk.settle(own.id, "x", own.revision, person)
    assert queue.state(people["binh"]) == QueueState(0, 0, 0)
    with pytest.raises(Forbidden):
        desk.settle(f"word:{above}:1:0:0", "x", 9, people["an"])
    assert queue.next(people["an"], document_id=above) == [], "read from above, not corrected"
    assert readings(queue, people["tinh"], after=own.id) == ["tỉnh"], "a hidden item is no place to begin"


def test_unfinished_and_sensitive_documents_are_not_in_the_queue(
    library: Library, queue: DeskQueue, people: dict[str, Principal], database: Database
) -> None:
    library.add(read_page(1, "?dở"), ready=False)
    sensitive = library.add(read_page(1, "?kín"))
    with database.session() as session:
        session.get_one(DocumentRow, sensitive).data_class = DataClass.SENSITIVE.value
    assert queue.next(people["an"]) == []
    assert queue.state(people["an"]) == QueueState(0, 0, 0)


def test_only_who_digitises_is_at_the_desk(queue: DeskQueue, database: Database, people: object) -> None:
    official, _ = AccountService(database).add("cb", "Cán bộ", "AN", [Role.OFFICIAL], "con mèo trèo cây cau")
    for asked in (queue.next, queue.state):
        with pytest.raises(Forbidden):
            asked(official)


@pytest.mark.parametrize(
    "item_id", ["", "word", "word:", "word:x:1", "field:-1:subject", "page:" + "9" * 30, "::"]
)
def test_what_is_no_items_id_is_not_found(
    queue: DeskQueue, desk: Desk, people: dict[str, Principal], item_id: str
) -> None:
    with pytest.raises(NotFound):
        queue.item(item_id, people["an"])
    with pytest.raises(NotFound):
        desk.settle(item_id, "x", 1, people["an"])


def test_a_library_of_before_the_desk_gets_its_items(
    library: Library, queue: DeskQueue, people: dict[str, Principal], database: Database
) -> None:
    library.add(read_page(1, "?một ?hai"))
    with database.session() as session:
        session.execute(delete(DeskItemRow))
        session.execute(update(DocumentRow).values(desk_rules=0))
    assert queue.next(people["an"]) == []
    assert library.catalogue.make_desk_items() == 1
    assert library.catalogue.make_desk_items() == 0
    assert len(queue.next(people["an"])) == 2

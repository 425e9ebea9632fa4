"""Settling, correcting, replacing and taking back, on both databases."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from ocr.page import PageText
from records.desk.errors import ItemMoved, ItemSettled, LineMoved, StepCovered
from records.desk.models import DeskItemRow
from records.desk.queue import DeskQueue
from records.desk.service import Desk
from records.desk.types import Looking, WordPlace
from records.errors import FieldInvalid
from records.models import DocumentRow, PageRow
from records.types import FieldName, FieldValue
from tests.records.desk.conftest import Library, read_page
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

pytestmark = pytest.mark.databases

SUBJECT = FieldValue(FieldName.SUBJECT, "về viêc", 0.6, 1, doubtful=True, evidence="V/v")
AS_TYPED = Looking()


@pytest.fixture
def clerk(people: dict[str, Principal]) -> Principal:
    return people["an"]


@pytest.fixture
def other(database: Database, people: dict[str, Principal]) -> Principal:
    return AccountService(database).add("nv.an2", "Trần Hai", "AN", [Role.CLERK], "con mèo trèo cây cau")[0]


def contents(database: Database, document_id: int) -> list[tuple[bytes | None, str | None]]:
    with database.session() as session:
        rows = session.scalars(
            select(PageRow).where(PageRow.document_id == document_id).order_by(PageRow.number)
        )
        return [(row.content, row.failure_code) for row in rows]


def test_a_settled_word_stands_in_the_text_and_what_was_read_is_kept(
    library: Library, queue: DeskQueue, desk: Desk, clerk: Principal, database: Database
) -> None:
    first = read_page(1, "sửa ?đỗi, bổ ?sung", "Điều 1")
    document_id = library.add(first)
    before = library.revision(document_id)
    items = {item.reading: item for item in queue.next(clerk)}
    step = desk.settle(items["đỗi,"].id, " đổi, ", items["đỗi,"].revision, clerk)
    assert (step.before, step.after, step.words, step.by, step.mine) == ("đỗi,", "đổi,", 1, "an", True)
    page = library.page(document_id)
    assert page.text == "sửa đổi, bổ sung\nĐiều 1"
    word = page.lines[0].words[1]
    assert (word.engine, word.confidence, word.doubtful, word.box) == (
        "person", 1.0, False, first.lines[0].words[1].box,
    )  # fmt: skip
    assert page.lines[1] == first.lines[1]
    assert library.revision(document_id) == before + 1
    with database.session() as session:
        row = session.get_one(PageRow, (document_id, 1))
        assert row.recognised == first.pack()
        assert session.get_one(DocumentRow, document_id).archive_revision == 0
    # The other item of the same answer is still good.
    desk.settle(items["sung"].id, "sung", items["sung"].revision, clerk)
    assert queue.next(clerk) == []
    with pytest.raises(ItemSettled):
        desk.settle(items["sung"].id, "xung", items["sung"].revision, clerk)


def test_an_item_that_shows_something_else_by_now_is_refused(
    library: Library, queue: DeskQueue, desk: Desk, clerk: Principal, other: Principal
) -> None:
    document_id = library.add(read_page(1, "một ?hai ?ba"))
    shown = {item.reading: item for item in queue.next(clerk)}
    library.edit(document_id, other, (0, 0), "")
    with pytest.raises(ItemMoved):
        desk.settle(shown["hai"].id, "HAI", shown["hai"].revision, clerk)  # `ba` stands there now
    fresh = queue.item(shown["hai"].id, clerk)
    assert fresh is not None and fresh.reading == "ba"
    desk.settle(fresh.id, "BA", fresh.revision, clerk)
    assert library.page(document_id).text == "hai BA"


def test_steps_are_taken_back_one_by_one_to_the_very_bytes_and_taken_again(
    library: Library, queue: DeskQueue, desk: Desk, clerk: Principal, database: Database
) -> None:
    document_id = library.add(
        read_page(1, "sửa ?đỗi, bổ sung", "?Điều 1 sửa đỗi"),
        read_page(2, "đỗi"),
        fields=[SUBJECT],
        needs_review=True,
        failed=[3],
    )
    states = [(contents(database, document_id), library.field(document_id, FieldName.SUBJECT))]

    def note() -> None:
        states.append((contents(database, document_id), library.field(document_id, FieldName.SUBJECT)))

    def settle(kind: str, text: str) -> None:
        item = next(i for i in queue.next(clerk) if i.kind == kind and i.field in {None, SUBJECT.name})
        desk.settle(item.id, text, item.revision, clerk)
        note()

    open_at_first = {item.id for item in queue.next(clerk)}
    settle("field", "về việc")
    settle("page", "Nơi nhận:\n- Như trên")
    settle("word", "Điều")
    library.edit(document_id, clerk, (0, 1), "đỗi bổ")
    note()
    step = desk.replace(document_id, "đỗi", "đổi", AS_TYPED, clerk)
    assert step is not None and (step.words, step.before, step.after) == (3, "đỗi", "đổi")
    note()
    assert library.page(document_id).text == "sửa đổi bổ bổ sung\nĐiều 1 sửa đổi"
    assert library.page(document_id, 3).text == "Nơi nhận:\n- Như trên"

    for state in reversed(states[:-1]):
        assert desk.undo(document_id, clerk) is not None
        assert (contents(database, document_id), library.field(document_id, FieldName.SUBJECT)) == state
    assert desk.undo(document_id, clerk) is None
    assert {item.id for item in queue.next(clerk)} == open_at_first
    for state in states[1:]:
        assert desk.redo(document_id, clerk) is not None
        assert (contents(database, document_id), library.field(document_id, FieldName.SUBJECT)) == state
    assert desk.redo(document_id, clerk) is None
    desk.undo(document_id, clerk)
    library.edit(document_id, clerk, (0, 0), "x")
    assert desk.redo(document_id, clerk) is None, "one has gone on since"


def test_one_takes_back_ones_own_steps_and_not_what_another_has_changed_since(
    library: Library, desk: Desk, clerk: Principal, other: Principal
) -> None:
    document_id = library.add(read_page(1, "một hai", "ba bốn"))
    library.edit(document_id, clerk, (0, 0), "MỘT")
    library.edit(document_id, other, (1, 0), "BA")
    desk.undo(document_id, clerk)
    assert library.page(document_id).text == "một hai\nBA bốn"
    desk.redo(document_id, clerk)
    library.edit(document_id, other, (0, 1), "HAI")
    with pytest.raises(StepCovered):
        desk.undo(document_id, clerk)
    assert library.page(document_id).text == "MỘT HAI\nBA bốn"


def test_a_line_that_another_has_changed_is_not_overwritten(
    library: Library, desk: Desk, clerk: Principal, other: Principal
) -> None:
    document_id = library.add(read_page(1, "một hai", "ba"))
    seen = library.revision(document_id)
    library.edit(document_id, other, (0, 0), "mốt rưỡi")
    with pytest.raises(LineMoved):
        desk.edit(WordPlace(1, 0, 1), "HAI", clerk, document_id=document_id, revision=seen)
    desk.edit(WordPlace(1, 1, 0), "BA", clerk, document_id=document_id, revision=seen)
    assert library.page(document_id).text == "mốt rưỡi hai\nBA"
    for place in (WordPlace(1, 9, 0), WordPlace(1, 0, 9)):
        with pytest.raises(LineMoved):
            desk.edit(place, "x", clerk, document_id=document_id, revision=99)
    with pytest.raises(NotFound):
        desk.edit(WordPlace(9, 0, 0), "x", clerk, document_id=document_id, revision=99)


def test_corrections_at_the_same_time_are_all_kept(library: Library, desk: Desk, clerk: Principal) -> None:
    document_id = library.add(read_page(1, *(f"dòng {i}" for i in range(8))))
    revision = library.revision(document_id)

    def correct(line: int) -> None:
        desk.edit(WordPlace(1, line, 0), f"Dòng{line}", clerk, document_id=document_id, revision=revision)

    threads = [threading.Thread(target=correct, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.page(document_id).text.split("\n") == [f"Dòng{i} {i}" for i in range(8)]
    assert library.revision(document_id) == revision + 8


def test_a_field_takes_only_what_has_its_form(
    library: Library, queue: DeskQueue, desk: Desk, clerk: Principal
) -> None:
    issued = FieldValue(FieldName.ISSUE_DATE, "2024-13-01", 0.5, 1, doubtful=True)
    document_id = library.add(read_page(1, "x"), fields=[issued])
    (item,) = queue.next(clerk)
    with pytest.raises(FieldInvalid):
        desk.settle(item.id, "ngày 1", item.revision, clerk)
    assert queue.item(item.id, clerk) is not None
    desk.settle(item.id, "2024-12-01", item.revision, clerk)
    value = library.field(document_id, FieldName.ISSUE_DATE)
    assert value is not None and (value.value, value.source, value.doubtful) == (
        "2024-12-01",
        "person",
        False,
    )


def test_what_a_person_settled_is_not_read_over(
    library: Library, queue: DeskQueue, desk: Desk, clerk: Principal
) -> None:
    document_id = library.add(read_page(1, "x"), fields=[SUBJECT])
    (item,) = queue.next(clerk)
    desk.settle(item.id, "về việc khác", item.revision, clerk)
    library.catalogue.put_fields(document_id, [SUBJECT], needs_review=True)
    value = library.field(document_id, FieldName.SUBJECT)
    assert value is not None and value.value == "về việc khác"
    assert queue.next(clerk) == [] or all(i.field != FieldName.SUBJECT for i in queue.next(clerk))


def test_a_document_that_was_corrected_is_followed_until_that_is_noted(
    library: Library, desk: Desk, clerk: Principal
) -> None:
    document_id = library.add(read_page(1, "một"))
    assert library.catalogue.unfollowed() == []
    library.edit(document_id, clerk, (0, 0), "mốt")
    assert library.catalogue.unfollowed() == [document_id]
    seen = library.catalogue.text_revision(document_id)
    library.edit(document_id, clerk, (0, 0), "một")
    library.catalogue.set_followed(document_id, seen)
    assert library.catalogue.unfollowed() == [document_id], "corrected while it was followed"
    library.catalogue.set_followed(document_id, library.catalogue.text_revision(document_id))
    assert library.catalogue.unfollowed() == []


def test_finding_shows_what_replacing_would_do(library: Library, desk: Desk, clerk: Principal) -> None:
    document_id = library.add(read_page(1, "sửa đỗi, bổ", "sung"), read_page(2, "Sửa đỗi"))
    found = desk.find(document_id, "sửa đỗi", Looking(match_case=False), clerk, replacement="sửa đổi")
    assert [(f.place, f.words, f.reading, f.replaced) for f in found] == [
        (WordPlace(1, 0, 0), 2, "sửa đỗi,", "sửa đổi,"),
        (WordPlace(2, 0, 0), 2, "Sửa đỗi", "sửa đổi"),
    ]
    assert (
        found[0].after == "bổ"
        and found[0].spells == ((0, 0, 2),)
        and found[0].box == (0.0, 0.0, 2 / 20, 1 / 20)
    )
    assert desk.replace(document_id, "không có", "x", AS_TYPED, clerk) is None
    assert library.revision(document_id) == library.revision(document_id)


def test_what_runs_over_lines_is_replaced_at_once_or_singly_and_taken_back_to_the_very_bytes(
    library: Library, desk: Desk, clerk: Principal, other: Principal, database: Database
) -> None:
    document_id = library.add(
        read_page(1, "của ?Uỷ ban", "nhân dân tỉnh;", "Uỷ ban"), read_page(2, "nhân dân")
    )
    before = contents(database, document_id)
    (found,) = desk.find(document_id, "Uỷ ban nhân dân", AS_TYPED, clerk, replacement="UBND")
    assert (found.place, found.words, found.spells) == (WordPlace(1, 0, 1), 4, ((0, 1, 2), (1, 0, 2)))
    assert (found.reading, found.replaced) == ("Uỷ ban nhân dân", "UBND")
    assert (found.before, found.after) == ("của", "tỉnh;")

    step = desk.replace(document_id, "Uỷ ban nhân dân", "UBND", AS_TYPED, clerk)
    assert step is not None and step.words == 1
    assert library.page(document_id).text == "của UBND\ntỉnh;\nUỷ ban"
    desk.undo(document_id, clerk)
    assert contents(database, document_id) == before

    seen = library.revision(document_id)
    desk.edit(found.place, "UBND", clerk, document_id=document_id, revision=seen, words=found.words)
    assert library.page(document_id).text == "của UBND\ntỉnh;\nUỷ ban"
    with pytest.raises(LineMoved):
        desk.edit(WordPlace(1, 1, 0), "x", clerk, document_id=document_id, revision=seen)
    desk.undo(document_id, clerk)
    assert contents(database, document_id) == before


def test_words_of_a_line_below_that_another_has_changed_are_not_written_over(
    library: Library, desk: Desk, clerk: Principal, other: Principal
) -> None:
    document_id = library.add(read_page(1, "một hai", "ba bốn"))
    seen = library.revision(document_id)
    library.edit(document_id, other, (1, 0), "BA")
    with pytest.raises(LineMoved):
        desk.edit(WordPlace(1, 0, 1), "x y", clerk, document_id=document_id, revision=seen, words=2)
    assert library.page(document_id).text == "một hai\nBA bốn"


def test_the_history_names_who_did_what(
    library: Library, queue: DeskQueue, desk: Desk, clerk: Principal, other: Principal
) -> None:
    document_id = library.add(read_page(1, "một hai"), fields=[SUBJECT])
    item = queue.next(clerk)[0]
    desk.settle(item.id, "về việc", item.revision, clerk)
    library.edit(document_id, other, (0, 0), "mốt")
    desk.undo(document_id, other)
    told = desk.history(document_id, clerk)
    assert [(s.by, s.field, s.before, s.after, s.undone, s.mine) for s in told] == [
        ("Trần Hai", None, "một", "mốt", True, False),
        ("an", FieldName.SUBJECT, "về viêc", "về việc", False, True),
    ]


def test_a_document_of_a_unit_above_is_read_and_not_corrected(
    library: Library, desk: Desk, people: dict[str, Principal]
) -> None:
    above, beside = library.add(read_page(1, "x"), unit="tinh"), library.add(read_page(1, "x"), unit="binh")
    for document_id, refusal in ((above, Forbidden), (beside, NotFound), (999, NotFound)):
        for act in (
            lambda d=document_id: desk.edit(WordPlace(1, 0, 0), "y", people["an"], document_id=d, revision=9),
            lambda d=document_id: desk.find(d, "x", AS_TYPED, people["an"]),
            lambda d=document_id: desk.replace(d, "x", "y", AS_TYPED, people["an"]),
            lambda d=document_id: desk.undo(d, people["an"]),
            lambda d=document_id: desk.redo(d, people["an"]),
            lambda d=document_id: desk.history(d, people["an"]),
            lambda d=document_id: desk.require(d, people["an"]),
        ):
            with pytest.raises(refusal):
                act()


def test_no_words_are_kept_with_the_items(library: Library, database: Database) -> None:
    library.add(read_page(1, "?Nguyễn"), fields=[SUBJECT])
    with database.session() as session:
        kept = [repr(vars(item)) for item in session.scalars(select(DeskItemRow))]
    assert len(kept) == 2
    assert not any("Nguyễn" in row or "viêc" in row for row in kept)


def test_a_corrected_page_still_unpacks_for_every_reader(
    library: Library, desk: Desk, clerk: Principal
) -> None:
    document_id = library.add(read_page(1, "một", "hai"))
    library.edit(document_id, clerk, (0, 0), "")
    page = library.page(document_id)
    assert PageText.unpack(page.pack()) == page
    assert (page.lines[0].text, page.text) == ("", "\nhai")

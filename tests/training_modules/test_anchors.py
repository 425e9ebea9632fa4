"""What happens to clauses makes what rests on them stale, and nothing else does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from records.types import RelationKind
from tests.training_modules.anchored import AMENDING, RULES, AnchoredWorld, course, item, source
from training_modules.anchors.models import Anchor, AnchorChange
from training_modules.anchors.state import bound_sources
from vanthu.db import Database

TWO = (source("k2"), source("k1", clause="1"))


@pytest.fixture
def world(database: Database, tmp_path: Path) -> AnchoredWorld:
    world = AnchoredWorld(database, tmp_path)
    world.courses = [course(item("q2", "k2"), item("q1", "k1"), item("q0", None), sources=TWO)]
    return world


@pytest.fixture
def decree(world: AnchoredWorld) -> int:
    document_id = world.add(RULES)
    world.look()
    assert world.stale == set()
    return document_id


def test_a_card_is_bound_to_its_clause_with_the_words_it_had(world: AnchoredWorld, decree: int) -> None:
    with world.database.session() as session:
        bound = bound_sources(session, "khoa")
        row = session.scalars(select(Anchor).where(Anchor.source_key == "k2")).one()
        assert "10 ngày làm việc" in row.text
        assert "tập hợp" not in row.text
        assert (row.article, row.clause, row.page) == ("8", "2", 1)
    assert {each.document_id for each in bound.values()} == {decree}
    assert len({each.text_hash for each in bound.values()}) == 2


def test_a_corrected_clause_makes_stale_what_rests_on_it_and_nothing_beside(
    world: AnchoredWorld, decree: int
) -> None:
    world.write(decree, RULES.replace("10 ngày", "15 ngày"))
    world.look()
    assert (world.sources, world.stale) == ({"k2"}, {"q2"})
    (change,) = world.changes()
    assert "15 ngày" in (change.new_text or "")


def test_a_clause_of_a_section_is_told_from_those_of_the_others(world: AnchoredWorld) -> None:
    plan = (
        "I. MỤC TIÊU\n1. Năm 2026 có ít nhất 85% người học đạt yêu cầu của khoá học.\n"
        "2. Mỗi xã có ít nhất 02 người hướng dẫn lại cho đồng nghiệp.\n"
        "II. THỜI GIAN\n1. Thời gian tự học trực tuyến của mỗi người không quá 04 tuần.\n"
        "2. Thời gian học tập trung của mỗi lớp là 02 ngày làm việc."
    )
    one, two = (source(f"m{n}", article=None, clause=f"1 mục {n}") for n in ("I", "II"))
    world.courses = [course(item("q1", "mI"), item("q2", "mII"), sources=(one, two))]
    document_id = world.add(plan)
    world.look()
    assert world.stale == set()
    world.write(document_id, plan.replace("04 tuần", "06 tuần"))
    world.look()
    assert (world.sources, world.stale) == ({"mII"}, {"q2"})
    (change,) = world.changes()
    assert "06 tuần" in (change.new_text or "")
    world.write(document_id, plan.replace("II. THỜI GIAN", "III. THỜI GIAN"))
    world.look()
    assert {each.kind for each in world.changes()} == {"text", "withdrawn"}


def test_a_card_that_comes_to_name_the_section_is_bound_to_its_words(world: AnchoredWorld) -> None:
    plan = "II. THỜI GIAN\n1. Thời gian tự học của mỗi người không quá 04 tuần.\n2. Học xong thì báo cáo."
    document_id = world.add(plan)
    for version, clause in ((1, "1"), (2, "1 mục II")):
        card = source("mII", article=None, clause=clause)
        world.courses = [course(item("q2", "mII"), sources=(card,), version=version)]
        world.look()
    world.write(document_id, plan.replace("04 tuần", "06 tuần"))
    world.look()
    (change,) = world.changes()
    assert (change.kind, world.stale) == ("text", {"q2"})


def test_other_line_ends_and_corrections_elsewhere_change_nothing(world: AnchoredWorld, decree: int) -> None:
    world.write(decree, RULES.replace("Cấp phó", "Cấp   phó") + "\n3. Người ký chịu trách nhiệm.")
    world.look()
    assert world.stale == set()


def test_a_text_corrected_back_is_right_again_by_itself(world: AnchoredWorld, decree: int) -> None:
    world.write(decree, RULES.replace("10 ngày", "15 ngày"))
    world.look()
    world.write(decree, RULES)
    world.look()
    assert world.stale == set()
    assert [change.verdict for change in world.changes(open_only=False)] == ["undone"]


def test_an_amendment_touches_the_clause_it_names_with_its_new_words(
    world: AnchoredWorld, decree: int
) -> None:
    amending = world.amend()
    world.look()
    assert world.stale == {"q2"}
    (change,) = world.changes()
    assert (change.kind, change.document_id, change.holds_from) == ("amends", amending, date(2026, 7, 1))
    assert "05 ngày làm việc" in (change.new_text or "")


def test_an_amendment_holds_from_its_day_on(world: AnchoredWorld, decree: int) -> None:
    world.today = date(2026, 6, 30)
    world.amend()
    world.look()
    assert world.stale == set()
    world.today = date(2026, 7, 1)
    world.look()
    assert world.stale == {"q2"}


def test_an_amendment_that_names_no_places_may_have_touched_all(world: AnchoredWorld, decree: int) -> None:
    world.amend("Điều 1. Sửa đổi một số quy định đã ban hành.\nĐiều 2. Tổ chức thực hiện.")
    world.look()
    assert world.stale == {"q1", "q2"}


def test_what_replaces_the_document_makes_all_of_it_stale(world: AnchoredWorld, decree: int) -> None:
    world.amend("Điều 1. Thay thế Nghị định số 30/2020/NĐ-CP.", RelationKind.REPLACES)
    world.look()
    assert world.stale == {"q1", "q2"}
    assert {change.kind for change in world.changes()} == {"replaces"}


def test_a_document_that_only_refers_to_it_changes_nothing(world: AnchoredWorld, decree: int) -> None:
    world.amend("Điều 1. Căn cứ Nghị định số 30/2020/NĐ-CP.", RelationKind.REFERS_TO)
    world.look()
    assert world.stale == set()


def test_the_order_in_which_documents_come_does_not_matter(world: AnchoredWorld) -> None:
    world.amend()
    world.look()
    world.add(RULES)
    world.look()
    world.look()
    assert world.stale == {"q2"}


def test_an_amending_document_taken_out_again_undoes_it(world: AnchoredWorld, decree: int) -> None:
    amending = world.amend()
    world.look()
    world.withdraw(amending)
    world.look()
    assert world.stale == set()


def test_a_withdrawn_document_makes_stale_until_it_is_given_back(world: AnchoredWorld, decree: int) -> None:
    world.withdraw(decree)
    world.look()
    assert world.stale == {"q1", "q2"}
    world.give_back(decree)
    world.write(decree, RULES)
    world.look()
    assert world.stale == set()


def test_a_clause_that_is_no_longer_found_is_stale(world: AnchoredWorld, decree: int) -> None:
    world.write(decree, RULES.replace("2. Văn bản được lưu", "Văn bản được lưu"))
    world.look()
    assert "q2" in world.stale


def test_of_a_removed_document_no_words_stay_and_what_rested_on_it_is_stale(
    world: AnchoredWorld, decree: int
) -> None:
    world.write(decree, RULES.replace("10 ngày", "15 ngày"))
    world.look()
    world.purge(decree)
    world.look()
    assert world.stale == {"q1", "q2"}
    with world.database.session() as session:
        assert session.scalars(select(Anchor)).all() == []
        left = session.scalars(select(AnchorChange)).all()
        assert {(change.kind, change.words, change.new_text, change.cause) for change in left} == {
            ("gone", "", None, "")
        }


def test_a_removed_amending_document_takes_its_words_along(world: AnchoredWorld, decree: int) -> None:
    amending = world.amend()
    world.look()
    world.purge(amending)
    world.look()
    assert world.stale == set()
    assert world.changes(open_only=False) == []


@pytest.mark.parametrize(("issuer", "bound"), [("Chính phủ", 2), ("Uỷ ban nhân dân", 0)])
def test_copies_of_one_document_bind_two_documents_of_one_number_do_not(
    world: AnchoredWorld, issuer: str, bound: int
) -> None:
    first = world.add(RULES)
    world.add(RULES.replace("10 ngày", "12 ngày"), unit="an", issuer=issuer)
    world.look()
    with world.database.session() as session:
        found = bound_sources(session, "khoa").values()
    assert [each.document_id for each in found] == [first] * bound


def test_a_copy_takes_the_place_of_a_withdrawn_document_if_it_says_the_same(
    world: AnchoredWorld, decree: int
) -> None:
    world.add(RULES, unit="an")
    world.withdraw(decree)
    world.look()
    assert world.stale == set()


def test_a_copy_that_says_otherwise_is_a_change(world: AnchoredWorld, decree: int) -> None:
    world.add(RULES.replace("10 ngày", "12 ngày"), unit="an")
    world.withdraw(decree)
    world.look()
    assert world.stale == {"q2"}


def test_a_card_that_names_the_whole_document_is_touched_by_any_amendment(world: AnchoredWorld) -> None:
    world.courses = [course(item("q", "all"), sources=(source("all", None, None),))]
    decree = world.add(RULES)
    world.look()
    world.write(decree, RULES.replace("10 ngày", "15 ngày"))
    world.look()
    assert world.stale == set()
    world.amend()
    world.look()
    assert world.stale == {"q"}


def test_nothing_new_is_not_compared_again(world: AnchoredWorld, decree: int) -> None:
    world.look()
    assert world.watcher.look() is False
    world.amend(AMENDING)
    assert world.watcher.look() is True


def test_what_was_not_indexed_when_it_came_is_seen_once_it_is(world: AnchoredWorld) -> None:
    decree = world.add(RULES, indexed=False)
    world.look()
    amending = world.amend(indexed=False)
    world.look()
    assert (world.sources, world.changes(open_only=False)) == (set(), [])
    world.index(decree)
    world.look()
    assert (world.sources, world.changes(open_only=False)) == (set(), [])
    world.index(amending)
    world.look()
    assert world.sources == {"k2"}
    assert len(world.changes(open_only=False)) == 1, "nothing was said of clauses it does not amend"

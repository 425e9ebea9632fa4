"""What a trainer is shown of changed sources, what they decide, and what learners get meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from records.types import DataClass, RelationKind
from tests.training_modules.anchored import RULES, AnchoredWorld, course, item, source
from training_modules.anchors.compared import compared
from training_modules.anchors.errors import ChangedMeanwhile, NotToBeSeen, Unexplained
from training_modules.anchors.views import ChangedSource, Compared
from training_modules.attempts import open_attempt
from training_modules.draw import pool
from training_modules.errors import NothingToAsk
from training_modules.models import Attempt
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

SOURCES = (source("k2"), source("k1", clause="1"))
CORRECTED = RULES.replace("10 ngày", "15 ngày")


@pytest.fixture
def world(database: Database, tmp_path: Path) -> AnchoredWorld:
    world = AnchoredWorld(database, tmp_path)
    world.courses = [course(item("q2", "k2"), item("q1", "k1"), item("q0", None), sources=SOURCES)]
    return world


@pytest.fixture
def giang(world: AnchoredWorld) -> Principal:
    return world.people["giang"]


@pytest.fixture
def decree(world: AnchoredWorld) -> int:
    document_id = world.add(RULES)
    world.look()
    return document_id


def only(world: AnchoredWorld, person: Principal) -> ChangedSource:
    (found,) = world.changed.waiting(person)
    return found


def right(world: AnchoredWorld, person: Principal, *, reason: str = "Đã đối chiếu.") -> None:
    world.changed.still_right([only(world, person).compared], reason, person)
    world.look()


def test_old_and_new_words_stand_side_by_side(world: AnchoredWorld, decree: int, giang: Principal) -> None:
    world.write(decree, CORRECTED)
    world.look()
    waiting = only(world, giang)
    assert (waiting.source_key, waiting.document_id, waiting.decidable) == ("k2", decree, True)
    apart = [each for each in compared(waiting.old_text or "", waiting.new_text or "") if each.kind != "same"]
    assert [(each.old, each.new) for each in apart] == [("10", "15")]
    assert [(each.kind, each.id) for each in waiting.resting] == [("lesson", "bai"), ("item", "q2")]
    assert (waiting.items, waiting.lessons) == (1, 1)


def test_still_right_binds_to_the_new_words_and_a_later_change_counts_again(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.write(decree, CORRECTED)
    world.look()
    right(world, giang)
    assert world.stale == set()
    world.write(decree, RULES)
    world.look()
    assert world.stale == {"q2"}
    assert "15 ngày" in (only(world, giang).old_text or "")


def five(world: AnchoredWorld) -> None:
    """Five courses that rest on one clause, and one of them on another clause too."""
    plain = course(item("q2", "k2"), sources=(source("k2"),))
    two = course(item("q2", "k2"), item("q1", "k1"), sources=SOURCES)
    world.courses = [replace(plain, id=f"khoa-{n}", title=f"Khoá {n}") for n in range(4)]
    world.courses.append(replace(two, id="khoa-4", title="Khoá 4"))
    world.look()


def test_one_decision_counts_for_every_course_that_rests_on_the_clause(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    five(world)
    both = RULES.replace("10 ngày", "15 ngày").replace("là tập hợp", "gồm tập hợp")
    world.write(decree, both)
    world.look()
    waiting = world.changed.waiting(giang)
    assert len(waiting) == 6
    alike = [each for each in waiting if each.judged == waiting[0].judged]
    assert [each.course_id for each in alike] == [f"khoa-{n}" for n in range(5)]
    assert {each.source_key for each in alike} == {"k2"}
    world.changed.still_right([each.compared for each in alike], "Số ngày không được hỏi.", giang)
    (left,) = world.changed.waiting(giang)
    assert (left.course_id, left.source_key) == ("khoa-4", "k1")
    settled = [each for each in world.changes(open_only=False) if each.settled_at is not None]
    assert {(each.settled_by, each.reason) for each in settled} == {
        (giang.account_id, "Số ngày không được hỏi.")
    }
    world.watcher.compare()
    assert len(world.changed.waiting(giang)) == 1, "every course is bound to the new words"


def test_a_decision_for_all_is_for_all_or_for_none_and_of_one_clause_only(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    five(world)
    world.write(decree, RULES.replace("10 ngày", "15 ngày").replace("là tập hợp", "gồm tập hợp"))
    world.look()
    waiting = world.changed.waiting(giang)
    with pytest.raises(ChangedMeanwhile):
        world.changed.still_right([each.compared for each in waiting], "Đúng.", giang)
    alike = [each.compared for each in waiting if each.judged == waiting[0].judged]
    stale = [*alike[:-1], replace(alike[-1], seen=frozenset())]
    with pytest.raises(ChangedMeanwhile):
        world.changed.still_right(stale, "Đúng.", giang)
    with pytest.raises(NotFound):
        world.changed.still_right([*alike, Compared("khoa-9", "k2", frozenset())], "Đúng.", giang)
    with pytest.raises(Unexplained):
        world.changed.drop_resting(alike, " ", giang)
    assert len(world.changed.waiting(giang)) == 6


def test_every_question_on_a_clause_is_dropped_at_once_and_can_be_taken_back(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    five(world)
    world.write(decree, CORRECTED)
    world.look()
    alike = [each.compared for each in world.changed.waiting(giang)]
    assert world.changed.drop_resting(alike, "Không còn quy định.", giang) == 5
    assert {each.course_id for each in world.changed.dropped(giang)} == {f"khoa-{n}" for n in range(5)}
    assert world.changed.drop_resting(alike, "Lần nữa.", giang) == 0, "lessons still wait"
    digest = item("q2", "k2").digest
    world.changed.take_back("khoa-4", digest, giang)
    assert len(world.changed.dropped(giang)) == 4


def test_an_amendment_once_decided_about_stays_decided(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.amend()
    world.look()
    waiting = only(world, giang)
    assert "05 ngày" in (waiting.new_text or "")
    assert waiting.happenings[0].document_name == "40/2026/NĐ-CP"
    right(world, giang)
    world.watcher.compare()
    assert world.stale == set()


def test_a_copy_of_the_amending_document_is_no_new_change(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.amend()
    world.look()
    right(world, giang)
    world.amend(unit="an")
    world.look()
    assert world.stale == set()


def test_what_changed_since_it_was_read_is_not_decided(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.write(decree, CORRECTED)
    world.look()
    seen = only(world, giang).compared
    world.write(decree, RULES.replace("10 ngày", "20 ngày"))
    world.look()
    with pytest.raises(ChangedMeanwhile):
        world.changed.still_right([seen], "Đúng.", giang)
    assert world.stale == {"q2"}


def test_a_decision_needs_a_reason_and_a_trainer(world: AnchoredWorld, decree: int, giang: Principal) -> None:
    world.write(decree, CORRECTED)
    world.look()
    with pytest.raises(Unexplained):
        right(world, giang, reason=" ")
    with pytest.raises(Forbidden):
        world.changed.waiting(world.people["an"])
    with pytest.raises(NotFound):
        world.changed.still_right([Compared("khoa", "k1", frozenset())], "Đúng.", giang)


def test_an_edition_that_says_it_otherwise_settles_by_itself(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    old = item("q2", "k2")
    world.write(decree, CORRECTED)
    world.look()
    edited = item("q2", "k2", "Trong mấy ngày làm việc?")
    half = course(edited, item("q1", "k1"), sources=SOURCES, version=2)
    world.courses = [half]
    world.look()
    assert world.stale == set(), "the new wording came after the change"
    assert world.sources == {"k2"}, "the lesson was not written anew"
    right(world, giang)
    with world.database.session() as session:
        attempt, _ = open_attempt(session, giang.account_id, half, half.activities[1])
        assert {row.version.digest for row in attempt.items} >= {edited.digest}
    assert old.digest != edited.digest


def test_all_written_anew_leaves_nothing_to_decide_and_the_old_wording_out(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    before = course(item("q2", "k2"), item("q9", None), sources=(source("k2"),), taught=False)
    world.courses = [before]
    world.look()
    world.write(decree, CORRECTED)
    world.look()
    assert world.stale == {"q2"}
    edited = item("q2", "k2", "Mấy ngày làm việc?")
    after = course(edited, item("q9", None), sources=(source("k2"),), version=2, taught=False)
    world.courses = [after]
    world.look()
    assert (world.sources, world.stale) == (set(), set())
    with world.database.session() as session:
        attempt, _ = open_attempt(session, giang.account_id, before, before.activities[1])
        assert [row.version.item_id for row in attempt.items] == ["q9"], "people in the old edition"
        assert attempt.left_out == 1


def test_a_dropped_question_stays_out_until_it_is_taken_back(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.write(decree, CORRECTED)
    world.look()
    digest = item("q2", "k2").digest
    world.changed.drop("khoa", digest, "Hỏi điều đã bỏ.", giang)
    right(world, giang)
    assert world.stale == {"q2"}
    (dropped,) = world.changed.dropped(giang)
    assert (dropped.digest, dropped.reason) == (digest, "Hỏi điều đã bỏ.")
    world.changed.take_back("khoa", digest, giang)
    assert world.changed.dropped(giang) == []
    assert world.stale == set()


def test_a_trainer_who_may_not_see_the_change_is_told_of_one_and_cannot_decide(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    amending = world.amend(unit="tinh")
    world.look()
    world.hide(amending, DataClass.SENSITIVE)
    waiting = only(world, giang)
    told = waiting.happenings[0]
    assert (told.kind, told.document_id, told.document_name, told.words) == ("hidden", None, "", "")
    assert (waiting.new_text, waiting.decidable) == (None, False)
    assert waiting.documents == {decree}
    with pytest.raises(NotToBeSeen):
        right(world, giang)


def test_without_withheld_documents_no_word_of_them_is_left(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.amend()
    world.look()
    waiting = only(world, giang)
    bare = waiting.without(waiting.documents)
    assert (bare.old_text, bare.new_text, bare.documents, bare.decidable) == (None, None, frozenset(), False)


def test_of_a_withdrawn_document_nothing_is_shown_and_one_may_decide(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    world.courses = [course(item("q2", "k2"), sources=(source("k2"),))]
    world.look()
    world.withdraw(decree)
    world.look()
    waiting = only(world, giang)
    assert (waiting.old_text, waiting.document_id, waiting.decidable) == (None, None, True)
    right(world, giang)
    assert world.stale == set()


def test_an_open_attempt_keeps_its_items_and_a_new_one_is_smaller(
    world: AnchoredWorld, decree: int, giang: Principal
) -> None:
    whole = world.courses[0]
    quiz = whole.activities[1]
    with world.database.session() as session:
        first, _ = open_attempt(session, giang.account_id, whole, quiz)
        assert (len(first.items), first.left_out) == (3, 0)
    world.write(decree, CORRECTED)
    world.look()
    with world.database.session() as session:
        resumed, begun = open_attempt(session, giang.account_id, whole, quiz)
        assert (len(resumed.items), begun) == (3, False)
        other, _ = open_attempt(session, world.people["an"].account_id, whole, quiz)
        assert {row.version.item_id for row in other.items} == {"q1", "q0"}
        assert (other.pass_correct, other.left_out) == (1, 1)


def test_where_nothing_is_left_nobody_begins(world: AnchoredWorld, decree: int, giang: Principal) -> None:
    bare = course(item("q2", "k2"), sources=(source("k2"),))
    world.courses = [bare]
    world.look()
    world.amend("Điều 1. Bãi bỏ Nghị định số 30/2020/NĐ-CP.", RelationKind.REPEALS)
    world.look()
    with world.database.session() as session, pytest.raises(NothingToAsk):
        open_attempt(session, giang.account_id, bare, bare.activities[1])
    with world.database.session() as session:
        assert session.query(Attempt).count() == 0


@pytest.mark.parametrize(
    ("left", "draw", "mark", "expected"),
    [
        (30, 20, 16, (20, 16)),
        (20, 20, 16, (20, 16)),
        (10, 20, 16, (10, 8)),
        (7, 20, 16, (7, 6)),
        (1, 20, 16, (1, 1)),
    ],
)
def test_draw_and_mark_shrink_alike(left: int, draw: int, mark: int, expected: tuple[int, int]) -> None:
    items = [item(f"q{n}", "k") for n in range(30)]
    quiz = course(*items, sources=(source("k"),), draw=draw, mark=mark).activities[1]
    asked = pool(quiz, {each.digest for each in items[left:]})
    assert ((asked.draw, asked.pass_correct), asked.left_out) == (expected, 30 - left)
    assert asked.pass_correct * draw >= mark * asked.draw


words = st.lists(st.sampled_from(["thời", "hạn", "10", "15", "ngày"]), max_size=12).map(" ".join)


@given(words, words)
def test_the_stretches_of_two_texts_are_the_two_texts(old: str, new: str) -> None:
    stretches = compared(old, new)
    assert " ".join(each.old for each in stretches if each.old) == old
    assert " ".join(each.new for each in stretches if each.new) == new
    assert all(each.old == each.new for each in stretches if each.kind == "same")
    assert (old == new) == all(each.kind == "same" for each in stretches)

"""An account is closed, or moved to another unit, in the middle of something: nothing blocks, nothing is
lost, and the reports count it where the person is now."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from access.principal import Principal
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from tests.training_modules.conftest import COURSE
from tests.training_modules.organising import Estate
from tests.training_modules.test_time_limits import run_out
from training_modules.certificates.issuing import Issuing
from training_modules.certificates.models import CertificateRow
from training_modules.content import read_course
from training_modules.enrolment.listening import note
from training_modules.enrolment.types import State
from training_modules.library import CourseLibrary
from training_modules.review.cards import keep_cards
from training_modules.review.service import ReviewService
from training_modules.service import TrainingService
from training_modules.statements.forms import Forms
from training_modules.statements.store import Statements, learner_key
from training_modules.views import AttemptView
from vanthu.db import Database, now


class Town(Estate):
    """The estate with a school in it, and everybody who is told of what happens there."""

    def __init__(
        self, database: Database, monkeypatch: pytest.MonkeyPatch, courses: Path, folder: Path
    ) -> None:
        super().__init__(database, monkeypatch)
        library = CourseLibrary(database, courses)
        catalogue, passages = Catalogue(database, FileStore(folder / "files")), PassageStore(database)
        self.statements = Statements(database, Forms("https://vanthu.example.vn", learner_key(database)))
        heard = keep_cards, Issuing(library), self.statements.hear, note
        self.school = TrainingService(database, library, catalogue, passages, heard)
        self.days = timedelta(0)
        self.reviews = ReviewService(database, library.all, catalogue, passages, lambda: now() + self.days)
        activities = read_course(courses / COURSE).activities
        self.keys = {item.id: list(item.key) for each in activities for item in each.items}
        self.lessons = [each.id for each in activities if each.kind == "lesson"]

    def begin(self, who: Principal, activity: str = "kiem-tra", *, right: int = 10) -> AttemptView:
        """An attempt with this many right answers, not handed in."""
        attempt = self.school.start_attempt(COURSE, activity, who)
        for item in attempt.items[:right]:
            self.school.save_answer(attempt.id, item.id, self.keys[item.id], who)
        return attempt

    def before_the_quiz(self, who: Principal) -> None:
        for lesson in self.lessons:
            self.school.finish_lesson(COURSE, lesson, who)
        drill = self.begin(who, "luyen-tap", right=100)
        assert self.school.submit(drill.id, who).passed

    def counted(self, by: Principal, unit: str | None = None) -> dict[str, int]:
        """What the report counts above nought."""
        tally = self.tally(by, unit)
        told = {name: getattr(tally, name) for name in (*State, "disabled")}
        return {str(name): count for name, count in told.items() if count}

    def certificates(self, who: Principal) -> int:
        with self.db.session() as session:
            mine = select(CertificateRow.id).where(CertificateRow.account_id == who.account_id)
            return len(session.scalars(mine).all())


@pytest.fixture
def town(database: Database, monkeypatch: pytest.MonkeyPatch, courses: Path, tmp_path: Path) -> Town:
    return Town(database, monkeypatch, courses, tmp_path)


def test_an_attempt_of_a_closed_account_is_graded_in_time_and_holds_up_nobody(town: Town) -> None:
    an, binh = town.add("an", "XA-A"), town.add("binh", "XA-A")
    town.require(town.commune, "XA-A", due_days=30)
    town.before_the_quiz(an)
    left, other = town.begin(an, right=9), town.begin(binh, right=2)
    town.accounts.disable("an")
    assert town.counted(town.commune) == {"in_progress": 1, "disabled": 1}
    for attempt in (left, other):
        run_out(town.db, attempt.id)
    assert town.school.close_overdue() == 2
    assert town.school.close_overdue() == 0
    assert town.counted(town.commune) == {"in_progress": 1, "disabled": 1}, "shown apart while closed"
    told = [json.loads(line)["verb"]["display"]["en"] for line in town.statements.lines()]
    assert told[-3:] == ["passed", "satisfied", "failed"], "told in the order they were graded"

    town.accounts.enable("an")
    assert town.counted(town.commune) == {"finished": 1, "in_progress": 1}
    result = town.school.result(left.id, an)
    assert (result.correct, result.passed) == (9, True)
    assert town.certificates(an) == 1
    assert town.reviews.today(an).kept == 10


def test_an_attempt_without_a_time_waits_with_its_answers_while_the_account_is_closed(town: Town) -> None:
    an = town.add("an", "XA-A")
    town.require(town.commune, "XA-A", due_days=3)
    drill = town.begin(an, "luyen-tap", right=4)
    town.accounts.disable("an")
    town.later(9)
    assert town.counted(town.commune) == {"disabled": 1}
    assert town.school.close_overdue() == 0
    town.accounts.enable("an")
    assert town.counted(town.commune) == {"overdue": 1}
    again = town.school.start_attempt(COURSE, "luyen-tap", an)
    assert again.id == drill.id
    assert len(again.answers) == 4
    assert town.school.submit(again.id, an).correct == 4


def test_who_is_moved_in_the_middle_goes_on_and_counts_where_they_are_now(town: Town) -> None:
    an = town.add("an", "XA-A")
    town.require(town.province, "TINH", due_days=30)
    town.require(town.commune, "XA-A", due_days=30)
    town.before_the_quiz(an)
    attempt = town.begin(an, right=5)
    assert town.counted(town.commune) == {"in_progress": 2}
    town.accounts.change("an", unit_code="XA-B")
    moved = town.accounts.principal("an")
    town.later(0)
    assert town.counted(town.commune) == {}
    assert town.counted(town.other) == {"in_progress": 1}, "what the commune asked of its people is over"
    assert town.names(town.commune) == []

    again = town.school.start_attempt(COURSE, "kiem-tra", moved)
    assert again.id == attempt.id
    for item in again.items[5:]:
        town.school.save_answer(again.id, item.id, town.keys[item.id], moved)
    assert town.school.submit(again.id, moved).correct == 10
    assert town.counted(town.other) == {"finished": 1}
    assert town.counted(town.province) == {"finished": 1}
    town.accounts.change("an", unit_code="XA-A")
    town.later(0)
    assert town.counted(town.commune) == {"finished": 2}, "finished while away, asked no second time"
    assert town.counted(town.other) == {}
    assert town.certificates(an) == 1


def test_an_attempt_is_graded_though_the_unit_was_merged_into_another_meanwhile(town: Town) -> None:
    an = town.add("an", "XA-A")
    town.require(town.province, "TINH", due_days=30)
    town.before_the_quiz(an)
    left = town.begin(an)
    town.units.merge("XA-A", "XA-B")
    town.later(0)
    run_out(town.db, left.id)
    assert town.school.close_overdue() == 1
    assert town.counted(town.other) == {"finished": 1}
    assert town.certificates(an) == 1


def test_review_goes_on_where_it_was_when_the_account_is_open_again(town: Town) -> None:
    an = town.add("an", "XA-A")
    town.school.submit(town.begin(an, right=6).id, an)
    town.days = timedelta(days=3)
    first = town.reviews.next_card(an)
    assert first is not None
    town.accounts.disable("an")
    town.accounts.change("an", unit_code="XA-B")
    town.accounts.enable("an")
    back = town.accounts.principal("an")
    town.days = timedelta(days=200)
    assert town.reviews.today(back).kept == 10
    town.reviews.answer(first.id, town.keys[first.item.id], back)
    assert (town.reviews.today(back).kept, town.reviews.today(back).answered) == (10, 1)

"""A trainer edits while learners are inside: rules stay, faults are told to who can mend them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from access.principal import Principal
from access.roles import Role
from access.scope import Scope
from rag.passages import PassageStore
from tests.training_modules.conftest import COURSE, school_of
from training_modules.service import TrainingService
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

Learner = Callable[..., Principal]


def edit(school: TrainingService, courses: Path, file: str, old: str, new: str) -> None:
    path = courses / COURSE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    school.library.refresh()


def test_an_attempt_is_passed_by_the_rule_it_began_under(
    school: TrainingService, learner: Learner, courses: Path
) -> None:
    an = learner("an")
    quiz = school.start_attempt(COURSE, "kiem-tra", an)
    edit(school, courses, "kiem-tra.md", "pass_correct: 8", "pass_correct: 0")
    edit(school, courses, "kiem-tra.md", "pass_correct: 0", "pass_correct: 1")
    assert school.start_attempt(COURSE, "kiem-tra", an).pass_correct == 8
    result = school.submit(quiz.id, an)
    assert (result.passed, result.pass_correct) == (False, 8)


def test_a_drill_whose_choices_were_renamed_can_still_be_handed_in(
    school: TrainingService, learner: Learner, courses: Path
) -> None:
    an = learner("an")
    drill = school.start_attempt(COURSE, "luyen-tap", an)
    for item in drill.items:
        school.save_answer(drill.id, item.id, ["allow"], an)
    edit(school, courses, "luyen-tap.md", "allow", "cho-dan")
    assert school.submit(drill.id, an).leaks == 14


def test_faults_are_told_to_trainers_and_to_nobody_else(
    school: TrainingService, learner: Learner, courses: Path, database: Database, tmp_path: Path
) -> None:
    an, giang = learner("an"), learner("giang", Role.TRAINER)
    school.courses(an)
    assert school.faults(giang) == []
    edit(school, courses, "kiem-tra.md", "draw: 10", "draw: 100")
    restarted = school_of(database, courses, tmp_path)
    for each in (school, restarted):
        fault = each.faults(giang)[0]
        assert fault.course_id == COURSE
        assert "kiem-tra.md" in fault.message
        assert fault.still_offered, "what was published goes on"
        assert [card.id for card in each.courses(an)] == [COURSE]
        with pytest.raises(Forbidden):
            each.faults(an)


def test_a_course_that_was_never_sound_is_offered_to_nobody(
    learner: Learner, courses: Path, database: Database, tmp_path: Path
) -> None:
    (courses / COURSE / "kiem-tra.md").write_text("hỏng", encoding="utf-8")
    school = school_of(database, courses, tmp_path)
    assert not school.faults(learner("giang", Role.TRAINER))[0].still_offered
    assert school.courses(learner("an")) == []
    with pytest.raises(NotFound):
        school.course(COURSE, learner("binh"))


def test_a_source_without_its_document_opens_nothing(school: TrainingService, learner: Learner) -> None:
    for source in school.course(COURSE, learner("an")).sources:
        assert (source.document_id, source.passage_id, source.page) == (None, None, None)


def test_a_clause_of_an_unseen_document_is_not_found(database: Database, learner: Learner) -> None:
    scope = Scope.of(learner("an"))
    assert PassageStore(database).clause(1, "4", "6", scope) is None

"""The capstone: open after the eight courses, and its certificate is the programme's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from access.principal import Principal
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from tests.training_modules.conftest import COURSES
from tests.training_modules.finishing import finish
from training_modules.certificates.service import Certificates
from training_modules.errors import CourseNotOpen
from training_modules.library import CourseLibrary
from training_modules.models import CourseProgress
from training_modules.service import TrainingService
from vanthu.db import Database, now

CAPSTONE = "bai-tong-hop"


def test_it_opens_after_the_eight_and_certifies_the_programme(
    database: Database, tmp_path: Path, learner: Callable[..., Principal]
) -> None:
    library = CourseLibrary(database, COURSES)
    certificates = Certificates(database, library)
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))
    school = TrainingService(database, library, catalogue, PassageStore(database), [certificates.issuing])
    who = learner("an")
    *eight, last = library.all()
    assert (last.id, [course.id for course in eight]) == (CAPSTONE, [*last.requires])
    card = school.course(CAPSTONE, who).card
    assert (card.next_activity, card.waits_for) == (None, last.requires)
    lesson = last.activities[0].id
    for refused in (
        lambda: school.lesson(CAPSTONE, lesson, who),
        lambda: school.finish_lesson(CAPSTONE, lesson, who),
        lambda: school.start_attempt(CAPSTONE, "luyen-tap", who),
    ):
        with pytest.raises(CourseNotOpen):
            refused()
    finish(school, eight[0].id, who)
    others = [
        {
            "account_id": who.account_id,
            "course_id": course.id,
            "edition": course.version,
            "done": 6,
            "total": 6,
            "finished_at": now(),
        }
        for course in eight[1:]
    ]
    with database.session() as session:
        session.execute(insert(CourseProgress), others[:-1])
    with pytest.raises(CourseNotOpen) as raised:
        school.start_attempt(CAPSTONE, "luyen-tap", who)
    assert eight[-1].title in raised.value.say_remedy()
    with database.session() as session:
        session.execute(insert(CourseProgress), others[-1:])
    assert school.course(CAPSTONE, who).card.next_activity == lesson
    finish(school, CAPSTONE, who)
    held, first = certificates.mine(who)
    assert (held.course_id, first.course_id) == (CAPSTONE, eight[0].id)
    assert [each.course_id for each in held.programme] == [course.id for course in eight]
    assert [each.number for each in held.programme] == [first.number, *[None] * 7]
    assert all(each.finished_on for each in held.programme)
    assert first.programme == ()

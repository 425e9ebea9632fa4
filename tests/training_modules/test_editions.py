"""Editions: who is inside one is not disturbed by the next, and what was published never changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, event, select, text, update
from sqlalchemy.exc import DBAPIError

from access.principal import Principal
from access.roles import Role
from tests.training_modules.conftest import COURSE, school_of
from tests.training_modules.test_service import answer_all
from training_modules.editions import store
from training_modules.editions.errors import (
    CourseNameInvalid,
    CourseNotSound,
    EditionClosed,
    FileChanged,
    FileNameInvalid,
    FileNeeded,
    SecondTrainerNeeded,
    WrongMove,
)
from training_modules.editions.models import CourseEdition, EditionMove
from training_modules.editions.workshop import Workshop
from training_modules.editions.writing import mark_of
from training_modules.events import CourseFinished
from training_modules.models import CourseProgress, LessonDone
from training_modules.service import TrainingService
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

Learner = Callable[..., Principal]
LESSON = "1-mot-lan-dan.md"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def school(database: Database, courses: Path, tmp_path: Path, own: Path) -> TrainingService:
    return school_of(database, courses, tmp_path, own)


@pytest.fixture
def workshop(database: Database, school: TrainingService, own: Path) -> Workshop:
    return Workshop(database, school.library, own, None)


def rewrite(workshop: Workshop, draft: int, who: Principal, file: str, *, old: str, new: str) -> None:
    text_ = workshop.edition(draft, who).files[file]
    assert old in text_
    workshop.save(draft, file, text_.replace(old, new), who, seen=mark_of(text_))


def publish_changed(workshop: Workshop, who: Principal, *, lesson: bool = False) -> int:
    """The next edition: the first lesson has other words, and there may be one lesson more."""
    draft = workshop.draft(COURSE, who)
    body = workshop.edition(draft, who).files[LESSON]
    workshop.save(draft, LESSON, body + "\nCâu mới của bản sau.\n", who, seen=mark_of(body))
    if lesson:
        workshop.add_lesson(draft, "Bài thêm", who)
    workshop.send(draft, "Thêm một câu", who)
    return workshop.publish(draft, who)


@pytest.mark.databases
def test_who_is_inside_an_edition_is_not_disturbed_by_the_next(
    school: TrainingService, workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    an, binh = learner("an"), learner("binh")
    before = school.lesson(COURSE, "mot-lan-dan", an)
    school.finish_lesson(COURSE, "mot-lan-dan", an)
    quiz = school.start_attempt(COURSE, "kiem-tra", an)
    first = school.courses(an)[0].edition
    assert publish_changed(workshop, giang, lesson=True) == first + 1

    assert school.lesson(COURSE, "mot-lan-dan", an).body == before.body
    card = school.courses(an)[0]
    assert (card.edition, card.newer, card.done, card.total) == (first, first + 1, 1, 6)
    assert school.start_attempt(COURSE, "kiem-tra", an).id == quiz.id
    assert not school.submit(quiz.id, an).passed

    assert "Câu mới của bản sau" in school.lesson(COURSE, "mot-lan-dan", binh).body
    assert (school.courses(binh)[0].edition, school.courses(binh)[0].total) == (first + 1, 7)

    for activity in school.course(COURSE, an).activities[:4]:
        school.finish_lesson(COURSE, activity.id, an)
    school.submit(answer_all(school, "luyen-tap", an), an)
    assert school.submit(answer_all(school, "kiem-tra", an), an).course_finished
    assert school.courses(an)[0].edition == first, "finished in the edition that was begun"
    school.start_attempt(COURSE, "kiem-tra", an)
    assert school.courses(an)[0].edition == first + 1, "begun anew after the end: the newest"


def test_opening_a_lesson_is_beginning_the_course(
    school: TrainingService, workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    an = learner("an")
    before = school.lesson(COURSE, "mot-lan-dan", an)
    publish_changed(workshop, giang)
    assert school.lesson(COURSE, "mot-lan-dan", an) == before


def test_who_goes_over_keeps_the_lessons_that_are_in_both(
    school: TrainingService, workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    an = learner("an")
    for lesson in ("mot-lan-dan", "bon-nhom"):
        school.finish_lesson(COURSE, lesson, an)
    number = publish_changed(workshop, giang, lesson=True)
    card = school.go_over(COURSE, an)
    assert (card.edition, card.newer, card.done, card.total) == (number, None, 2, 7)
    assert "Câu mới của bản sau" in school.lesson(COURSE, "mot-lan-dan", an).body
    other = learner("binh")
    assert school.go_over(COURSE, other).done == 0


def test_a_retired_course_is_offered_to_nobody_new_and_finished_by_who_is_inside(
    school: TrainingService, workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    an, binh = learner("an"), learner("binh")
    school.finish_lesson(COURSE, "mot-lan-dan", an)
    workshop.retire(COURSE, giang)
    assert school.courses(binh) == []
    with pytest.raises(NotFound):
        school.course(COURSE, binh)
    with pytest.raises(NotFound):
        school.go_over(COURSE, an)
    assert [card.offered for card in school.courses(an)] == [False]
    school.finish_lesson(COURSE, "bon-nhom", an)
    assert school.submit(answer_all(school, "kiem-tra", an), an).passed
    assert workshop.courses(giang)[0].offered is None
    first = school.courses(an)[0].edition
    assert school.library.named(COURSE, first) == school.library.edition(COURSE, first)
    assert school.library.named(COURSE, None) is None
    publish_changed(workshop, giang)
    assert [card.id for card in school.courses(binh)] == [COURSE]


@pytest.mark.databases
def test_the_database_refuses_to_change_what_was_published(
    database: Database, school: TrainingService, workshop: Workshop, giang: Principal
) -> None:
    assert school.library.get(COURSE)
    with database.session() as session:
        row = session.scalars(select(CourseEdition)).one()
        files = {**row.files, LESSON: "khác"}
    for change in (
        update(CourseEdition).values(files=files),
        update(CourseEdition).values(number=9),
        update(CourseEdition).values(digest="0" * 64),
        update(CourseEdition).values(state="draft", open=True),
        update(CourseEdition).values(note="khác"),
        delete(EditionMove),
        delete(CourseEdition),
        update(EditionMove).values(account_id=giang.account_id),
    ):
        with pytest.raises(DBAPIError), database.session() as session:
            session.execute(change)
    workshop.retire(COURSE, giang)
    with pytest.raises(DBAPIError), database.session() as session:
        session.execute(update(CourseEdition).values(state="published"))


@pytest.mark.sqlite_only
def test_nothing_published_is_displaced_by_what_is_put_in_its_place(
    database: Database, school: TrainingService
) -> None:
    assert school.library.get(COURSE)
    with pytest.raises(DBAPIError), database.session() as session:
        session.execute(text("INSERT OR REPLACE INTO training_editions SELECT * FROM training_editions"))


def test_another_trainer_publishes_where_there_is_one(
    workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    draft = workshop.draft(COURSE, giang)
    workshop.send(draft, "", giang)
    assert not workshop.edition(draft, giang).second_needed, "nobody else could"
    hai = learner("hai", Role.TRAINER)
    with pytest.raises(SecondTrainerNeeded):
        workshop.publish(draft, giang)
    workshop.publish(draft, hai)
    moves = workshop.edition(draft, giang).line.moves
    assert [(move.state, move.by) for move in moves] == [
        ("draft", "giang"),
        ("review", "giang"),
        ("published", "hai"),
    ]


def test_who_has_written_on_a_draft_does_not_publish_it_whoever_wrote_last(
    workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    hai, ba = learner("hai", Role.TRAINER), learner("ba", Role.TRAINER)
    draft = workshop.draft(COURSE, ba)
    assert not workshop.edition(draft, hai).second_needed
    rewrite(workshop, draft, giang, LESSON, old="dán", new="dán một lần")
    assert workshop.edition(draft, hai).kept_free, "told before they write"
    rewrite(workshop, draft, hai, LESSON, old="dán một lần", new="dán, một lần")
    rewrite(workshop, draft, hai, LESSON, old="dán, một lần", new="dán, một lượt")
    workshop.send(draft, "", hai)
    for editor in (giang, hai):
        whole = workshop.edition(draft, editor)
        assert (whole.second_needed, whole.kept_free) == (True, False)
        with pytest.raises(SecondTrainerNeeded):
            workshop.publish(draft, editor)
    workshop.publish(draft, ba)
    assert [(move.state, move.by) for move in workshop.edition(draft, ba).line.moves] == [
        ("draft", "ba"),
        ("edited", "giang"),
        ("edited", "hai"),
        ("review", "hai"),
        ("published", "ba"),
    ]
    again = workshop.draft(COURSE, giang)
    workshop.send(again, "", giang)
    workshop.publish(again, hai)  # who wrote on the edition before has written nothing of this one


def test_who_began_a_course_or_wrote_before_the_trail_told_is_an_editor_too(
    workshop: Workshop, learner: Learner, giang: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hai = learner("hai", Role.TRAINER)
    new = workshop.create("khoa-moi", "Khoá mới", giang)
    text = workshop.edition(new, hai).files["course.md"]
    workshop.save(new, "course.md", text + "\n", hai, seen=mark_of(text))
    assert workshop.edition(new, giang).second_needed
    draft = workshop.draft(COURSE, giang)
    with monkeypatch.context() as earlier:
        earlier.setattr(store, "note_editor", lambda *_: None)
        rewrite(workshop, draft, giang, LESSON, old="dán", new="dán một lần")
    rewrite(workshop, draft, hai, LESSON, old="dán một lần", new="dán, một lần")
    assert workshop.edition(draft, giang).second_needed


def test_what_nobody_reviewed_is_no_less_its_writers_for_having_been_given_up(
    workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    hai = learner("hai", Role.TRAINER)
    new = workshop.create("khoa-moi", "Khoá mới", giang)
    workshop.give_up(new, giang)
    again = workshop.draft("khoa-moi", hai)
    assert workshop.edition(again, giang).second_needed, "it is still their own text"
    assert not workshop.edition(again, hai).second_needed, "who only drafted the copy has written nothing"
    workshop.give_up(again, hai)
    third = workshop.draft("khoa-moi", giang)
    rewrite(workshop, third, hai, "course.md", old="khoa-moi", new="khoa-moi ")
    for writer in (giang, hai):
        assert workshop.edition(third, writer).second_needed


def test_of_a_retired_course_a_draft_given_up_stays_its_writers(
    workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    hai = learner("hai", Role.TRAINER)
    draft = workshop.draft(COURSE, giang)
    rewrite(workshop, draft, giang, LESSON, old="dán", new="dán một lần")
    workshop.give_up(draft, giang)
    copy = workshop.draft(COURSE, hai)
    assert not workshop.edition(copy, giang).second_needed, "a copy of what is offered, which was reviewed"
    workshop.give_up(copy, hai)
    draft = workshop.draft(COURSE, giang)
    rewrite(workshop, draft, giang, LESSON, old="dán", new="dán một lần")
    workshop.give_up(draft, giang)
    workshop.retire(COURSE, hai)
    assert workshop.edition(workshop.draft(COURSE, hai), giang).second_needed


def test_a_change_in_the_folder_hides_nobody_who_wrote_what_is_in_it(
    workshop: Workshop, learner: Learner, giang: Principal, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner("hai", Role.TRAINER)
    lesson = own / COURSE / LESSON

    def change_in_the_folder() -> int:
        lesson.write_text(lesson.read_text("utf-8") + "\nSửa trong thư mục.\n", "utf-8")
        (line,) = [each for each in workshop.courses(giang) if each.id == COURSE]
        assert line.open
        return line.open.id

    draft = workshop.draft(COURSE, giang)
    with monkeypatch.context() as earlier:
        earlier.setattr(store, "note_editor", lambda *_: None)
        rewrite(workshop, draft, giang, LESSON, old="dán", new="dán một lần")
    assert change_in_the_folder() == draft
    assert workshop.edition(draft, giang).second_needed, "written on before the trail told"
    workshop.give_up(draft, giang)
    made = change_in_the_folder()
    assert made != draft
    assert workshop.edition(made, giang).second_needed


@pytest.mark.parametrize("four_eyes", [True, False])
def test_a_site_may_ask_for_a_second_trainer_always_or_never(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, learner: Learner, giang: Principal, four_eyes: bool
) -> None:
    monkeypatch.setattr(workshop, "_four_eyes", four_eyes)
    if not four_eyes:
        learner("hai", Role.TRAINER)
    draft = workshop.draft(COURSE, giang)
    workshop.send(draft, "", giang)
    if four_eyes:
        with pytest.raises(SecondTrainerNeeded):
            workshop.publish(draft, giang)
    else:
        workshop.publish(draft, giang)


def test_of_two_trainers_at_one_file_the_second_is_told(
    workshop: Workshop, learner: Learner, giang: Principal
) -> None:
    hai = learner("hai", Role.TRAINER)
    draft = workshop.draft(COURSE, giang)
    opened = workshop.edition(draft, giang).files
    seen = mark_of(opened[LESSON])
    workshop.save(draft, LESSON, opened[LESSON] + "một", giang, seen=seen)
    with pytest.raises(FileChanged):
        workshop.save(draft, LESSON, opened[LESSON] + "hai", hai, seen=seen)
    workshop.save(
        draft, "2-bon-nhom.md", opened["2-bon-nhom.md"] + "hai", hai, seen=mark_of(opened["2-bon-nhom.md"])
    )
    files = workshop.edition(draft, giang).files
    assert files[LESSON].endswith("một")
    assert files["2-bon-nhom.md"].endswith("hai")
    with pytest.raises(FileChanged):
        workshop.save(draft, LESSON, "mới", hai, seen=None)


def test_moves_go_one_way_and_only_sound_courses_are_sent(workshop: Workshop, giang: Principal) -> None:
    draft = workshop.draft(COURSE, giang)
    assert workshop.draft(COURSE, giang) == draft, "a course has one draft"
    with pytest.raises(WrongMove):
        workshop.publish(draft, giang)
    rewrite(workshop, draft, giang, "kiem-tra.md", old="draw: 10", new="draw: 100")
    with pytest.raises(CourseNotSound):
        workshop.send(draft, "", giang)
    rewrite(workshop, draft, giang, "kiem-tra.md", old="draw: 100", new="draw: 9")
    workshop.send(draft, "Rút chín câu", giang)
    with pytest.raises(WrongMove):
        rewrite(workshop, draft, giang, "kiem-tra.md", old="draw: 9", new="draw: 8")
    workshop.take_back(draft, giang)
    workshop.give_up(draft, giang)
    with pytest.raises(EditionClosed):
        workshop.save(draft, LESSON, "mới", giang, seen=None)
    assert workshop.courses(giang)[0].open is None, "what was given up does not come back from the folder"
    assert workshop.draft(COURSE, giang) != draft


def test_only_trainers_write(workshop: Workshop, learner: Learner, giang: Principal) -> None:
    an = learner("an")
    draft = workshop.draft(COURSE, giang)
    for act in (
        lambda: workshop.courses(an),
        lambda: workshop.edition(draft, an),
        lambda: workshop.draft(COURSE, an),
        lambda: workshop.create("moi-tinh", "Mới", an),
        lambda: workshop.save(draft, LESSON, "x", an, seen=None),
        lambda: workshop.send(draft, "", an),
        lambda: workshop.publish(draft, an),
        lambda: workshop.give_up(draft, an),
        lambda: workshop.retire(COURSE, an),
        lambda: workshop.export(draft, an),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("file", ["../ngoai.md", "a/b.md", ".an.md", "x.exe", "Có dấu.md", "", "a\0.md"])
def test_a_file_has_a_plain_name(workshop: Workshop, giang: Principal, file: str) -> None:
    with pytest.raises(FileNameInvalid):
        workshop.save(workshop.draft(COURSE, giang), file, "x", giang, seen=None)


def test_a_new_course_is_sound_from_the_start(
    school: TrainingService, workshop: Workshop, learner: Learner, giang: Principal, own: Path
) -> None:
    draft = workshop.create("cham-soc-ho-so", "Chăm sóc hồ sơ", giang)
    assert workshop.check(draft, giang) == []
    file = workshop.add_lesson(draft, "Bài: thứ hai", giang)
    assert workshop.check(draft, giang) == []
    assert (own / "cham-soc-ho-so" / file).is_file(), "the folder is there for git"
    workshop.send(draft, "", giang)
    workshop.publish(draft, giang)
    course = school.course("cham-soc-ho-so", learner("an"))
    assert [activity.kind for activity in course.activities] == ["lesson", "lesson", "quiz"]
    assert course.activities[-1].attempts_a_day, "its keys cannot be asked for without end"
    with pytest.raises(FileNeeded):
        workshop.remove(workshop.draft("cham-soc-ho-so", giang), "course.md", giang, seen="")
    for name in ("cham-soc-ho-so", "../x", "Hoa", "a", "a/b"):
        with pytest.raises(CourseNameInvalid):
            workshop.create(name, "Khoá", giang)


def test_a_changed_folder_of_the_site_is_a_draft_and_a_changed_shipped_one_an_edition(
    school: TrainingService, workshop: Workshop, giang: Principal, courses: Path, own: Path
) -> None:
    first = school.library.get(COURSE).version
    shutil.copytree(courses / COURSE, own / COURSE)
    lesson = own / COURSE / LESSON
    assert workshop.courses(giang)[0].open is None, "the same files are the same edition"
    lesson.write_text(lesson.read_text("utf-8") + "\nSửa trong thư mục.\n", "utf-8")
    draft = workshop.courses(giang)[0].open
    assert draft
    assert draft.edited_by is None
    assert "Sửa trong thư mục" in workshop.edition(draft.id, giang).files[LESSON]

    shipped = courses / COURSE / "2-bon-nhom.md"
    shipped.write_text(shipped.read_text("utf-8") + "\nBản mới của chương trình.\n", "utf-8")
    workshop.courses(giang)
    offered = school.library.get(COURSE)
    assert offered.version > first
    assert "Bản mới của chương trình" in offered.activities[1].body
    workshop.send(draft.id, "", giang)
    assert workshop.publish(draft.id, giang) > offered.version, "a draft is published after what is offered"

    shipped.write_text(shipped.read_text("utf-8") + "\nLần nữa.\n", "utf-8")
    line = workshop.courses(giang)[0]
    assert line.offered
    assert line.offered.origin == "site", "the site made the course its own"
    assert line.open
    assert "Lần nữa" in workshop.edition(line.open.id, giang).files["2-bon-nhom.md"]


@pytest.mark.databases
def test_who_was_inside_before_editions_were_kept_goes_on(
    database: Database, school: TrainingService, courses: Path, tmp_path: Path, learner: Learner
) -> None:
    an, binh, giang = learner("an"), learner("binh"), learner("giang", Role.TRAINER)
    early = school
    for activity in early.course(COURSE, binh).activities[:4]:
        early.finish_lesson(COURSE, activity.id, binh)
    early.submit(answer_all(early, "luyen-tap", binh), binh)
    early.submit(answer_all(early, "kiem-tra", binh), binh)
    quiz = early.start_attempt(COURSE, "kiem-tra", an)
    with database.session() as session:  # as a database was before this release
        session.add(LessonDone(account_id=an.account_id, course_id=COURSE, activity_id="bon-nhom"))
        session.execute(delete(CourseProgress))
        for statement in (
            ("DROP TRIGGER training_editions_no_delete", "DROP TRIGGER training_edition_moves_no_delete")
            if database.engine.dialect.name == "sqlite"
            else ("SET LOCAL session_replication_role = replica",)
        ):
            session.execute(text(statement))
        session.execute(delete(EditionMove))
        session.execute(delete(CourseEdition))
    told: list[object] = []
    school = school_of(database, courses, tmp_path)
    school._listeners = [lambda _session, each: told.append(each)]
    workshop = Workshop(database, school.library, tmp_path / "own", None)
    first = school.courses(an)[0]
    assert (first.done, first.total) == (1, 6)
    publish_changed(workshop, giang, lesson=True)
    assert school.courses(an)[0].edition == first.edition
    assert school.submit(quiz.id, an).total == 10
    assert school.courses(binh)[0].finished
    school.lesson(COURSE, "mot-lan-dan", binh)
    assert not [each for each in told if isinstance(each, CourseFinished)], "it was finished long ago"


def test_a_folder_that_cannot_be_read_stops_nobody(
    database: Database, courses: Path, tmp_path: Path, learner: Learner
) -> None:
    own = tmp_path / "own"
    (own / ("x" * 200)).mkdir(parents=True)
    (own / "trong").mkdir()
    (own / "tep").write_text("không phải thư mục", "utf-8")
    for folder in (own, own / "tep", tmp_path / "khong-co"):
        school = school_of(database, courses, tmp_path, folder)
        assert [card.id for card in school.courses(learner(f"an{folder.name[:3]}"))] == [COURSE]


def test_learners_are_served_from_memory(database: Database, school: TrainingService, courses: Path) -> None:
    course = school.library.get(COURSE)
    shutil.rmtree(courses)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert school.library.get(COURSE) is course
    assert school.library.all() == [course]
    assert asked == []

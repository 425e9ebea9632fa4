"""Course files: the shipped course is whole; a damaged one says which file and where."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.training_modules.conftest import COURSE, COURSES, SHIPPED
from training_modules.content import read_course
from training_modules.errors import CourseDamaged
from training_modules.files import FolderFiles
from training_modules.library import CourseLibrary
from vanthu.db import Database

every_course = pytest.mark.parametrize("name", SHIPPED)


@every_course
def test_a_shipped_course_has_what_was_promised(name: str) -> None:
    course = read_course(COURSES / name)
    kinds = [activity.kind for activity in course.activities]
    lessons = 3 if name == "bai-tong-hop" else 4
    assert kinds == ["lesson"] * lessons + ["drill", "quiz"]
    drill, quiz = course.activities[-2:]
    assert drill.draw == len(drill.items)
    assert quiz.draw == 10
    assert len(quiz.items) >= 25
    assert all(len(item.explanation) > 20 and item.source in course.sources for item in quiz.items)
    assert course.title_en
    assert course.summary_en
    assert all(activity.title_en for activity in course.activities)


def test_in_the_drill_about_pasting_one_leak_fails() -> None:
    drill = read_course(COURSES / COURSE).activities[-2]
    assert drill.one_leak_fails
    assert {item.key[0] for item in drill.items} == {code for code, _ in drill.items[0].options}


@every_course
def test_every_lesson_rests_on_a_source_and_no_option_is_said_twice(name: str) -> None:
    course = read_course(COURSES / name)
    assert all(activity.sources for activity in course.activities if activity.kind == "lesson")
    for activity in course.activities:
        for item in activity.items:
            assert len({text for _, text in item.options}) == len(item.options), item.id


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("course.md", "title: Phân", "title: [Phân", "dòng"),
        ("course.md", "id: phan-loai", "id: phan-loi", "trùng tên thư mục"),
        ("course.md", "minutes: 20", "minutes: hai mươi", "course.md của khoá học có lỗi: mục minutes"),
        ("course.md", "minutes: 20", "minutes: 20\nvalid_months: 99999", "từ 1 đến 1200"),
        ("kiem-tra.md", "time_limit: 30", "time_limit: 1000000000000", "nhiều nhất 600 phút"),
        ("course.md", "issue_date: 2025-11-19", "issue_date: 19/11/2025", "phải là ngày"),
        ("course.md", "  - 2-bon-nhom.md", "  - 1-mot-lan-dan.md", "hai phần trùng mã"),
        ("1-mot-lan-dan.md", "kind: lesson", "kind lesson", "dòng 3"),
        ("1-mot-lan-dan.md", "title: ", "tilte: ", "thiếu mục title"),
        ("1-mot-lan-dan.md", "minutes: ", "mintues: 1\nminutes: ", "mintues"),
        ("1-mot-lan-dan.md", "---\nid", "id", "hai dòng ---"),
        ("ngan-hang-cau-hoi.yaml", "  - id: q01", "  - id: q01: x", "dòng 5"),
        ("ngan-hang-cau-hoi.yaml", "    key: [d]", "    key: d", "q01: key"),
        ("ngan-hang-cau-hoi.yaml", "    explanation: ", "    explain: ", "q01: explanation"),
        ("ngan-hang-cau-hoi.yaml", "      a: Rút gọn", "      a: yes #", "nháy kép"),
        ("luyen-tap.md", "answer: allow", "# allow", "t01: answer"),
        ("luyen-tap.md", "pass_correct: 16", "pass_correct: null", "thiếu mục pass_correct"),
        ("course.md", "  - 2-bon-nhom.md", "  - khong-co.md", "không có tệp"),
        ("1-mot-lan-dan.md", "kind: lesson", "kind: game", "game"),
        ("1-mot-lan-dan.md", "[luat117", "[luat999", "luat999"),
        ("ngan-hang-cau-hoi.yaml", "key: [b]", "key: []", "đáp án"),
        ("ngan-hang-cau-hoi.yaml", "key: [b]", "key: [z]", "đáp án"),
        ("ngan-hang-cau-hoi.yaml", "key: [b]", "key: [a, b]", "một đáp án"),
        ("ngan-hang-cau-hoi.yaml", "id: q02", "id: q01", "trùng mã"),
        ("kiem-tra.md", "draw: 10", "draw: 100", "số câu"),
        ("luyen-tap.md", "answer: allow", "answer: maybe", "đáp án"),
    ],
)
def test_a_damaged_file_is_named_with_its_fault(
    courses: Path, file: str, old: str, new: str, said: str
) -> None:
    path = courses / COURSE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CourseDamaged) as raised:
        read_course(courses / COURSE)
    assert said in raised.value.say()


def test_one_damaged_course_does_not_hide_the_others(courses: Path, database: Database) -> None:
    (courses / "hong").mkdir()
    (courses / "hong" / "course.md").write_text("không có phần đầu", encoding="utf-8")
    assert [course.id for course in CourseLibrary(database, courses).all()] == [COURSE]


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"---\na: \0\n---\n",
        b"\xff\xfe\x00",
        b"---\n---\n",
        b"- a\n",
        b"---\na: " + b"[" * 3000 + b"\n---\n",
    ],
)
@pytest.mark.parametrize("file", ["course.md", "luyen-tap.md", "ngan-hang-cau-hoi.yaml"])
def test_no_file_whatever_is_in_it_hides_the_other_courses(
    courses: Path, database: Database, file: str, bytes_: bytes
) -> None:
    other = courses / "khac"
    shutil.copytree(courses / COURSE, other)
    (other / "course.md").write_text(
        (other / "course.md").read_text(encoding="utf-8").replace(f"id: {COURSE}", "id: khac"),
        encoding="utf-8",
    )
    (courses / COURSE / file).write_bytes(bytes_)
    library = CourseLibrary(database, courses)
    assert [course.id for course in library.all()] == ["khac"]
    assert [*library.faults()] == [COURSE]


def test_a_file_of_a_hundred_megabytes_is_not_read(courses: Path) -> None:
    with (courses / COURSE / "1-mot-lan-dan.md").open("r+b") as file:
        file.truncate(100_000_000)
    with pytest.raises(CourseDamaged) as fault:
        FolderFiles(courses / COURSE).all()
    assert (fault.value.facts["file"], fault.value.facts["problem"]) == (
        f"{COURSE}/1-mot-lan-dan.md",
        "tệp quá lớn",
    )


def test_a_course_reads_nothing_outside_its_folder(courses: Path, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("Của người khác", "utf-8")
    (courses / COURSE / "link.md").symlink_to(tmp_path / "other.md")
    (courses / COURSE / "same.md").symlink_to(courses / COURSE / "course.md")
    with pytest.raises(CourseDamaged, match=r"link\.md"):
        FolderFiles(courses / COURSE).all()
    (courses / COURSE / "link.md").unlink()
    (courses / COURSE / "round.md").symlink_to("round.md")
    with pytest.raises(CourseDamaged, match=r"round\.md"):
        FolderFiles(courses / COURSE).text("round.md")
    files = FolderFiles(courses / COURSE).all()
    assert files["same.md"] == files["course.md"]


def test_files_as_windows_editors_save_them_are_read(courses: Path) -> None:
    before = read_course(courses / COURSE)
    for path in (courses / COURSE).iterdir():
        text = path.read_text(encoding="utf-8").replace("\n---\n", "\n--- \n")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_course(courses / COURSE) == before


def test_learners_go_on_with_what_is_published_until_the_files_are_mended(
    courses: Path, database: Database
) -> None:
    library = CourseLibrary(database, courses)
    before = library.get(COURSE)
    path = courses / COURSE / "1-mot-lan-dan.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kind: lesson", "kind lesson"), encoding="utf-8")
    library.refresh()
    assert library.get(COURSE) is before
    assert [*library.faults()] == [COURSE]
    assert CourseLibrary(database, courses).get(COURSE) == before
    path.write_text(text.replace("minutes: 2", "minutes: 3"), encoding="utf-8")
    library.refresh()
    assert library.faults() == {}
    after = library.get(COURSE)
    assert (after.activities[0].minutes, after.version) == (3, before.version + 1)
    assert library.edition(COURSE, before.version) is before


@every_course
def test_neither_the_letter_nor_the_length_of_an_option_gives_the_key_away(name: str) -> None:
    bank = [item for item in read_course(COURSES / name).activities[-1].items if item.kind == "single"]
    letters = Counter("abcd"[[code for code, _ in item.options].index(item.key[0])] for item in bank)
    assert max(letters.values()) <= len(bank) * 0.35
    assert set(letters) == {"a", "b", "c", "d"}
    for pick in (max, min):
        hits = sum(pick(item.options, key=lambda option: len(option[1]))[0] in item.key for item in bank)
        assert hits <= len(bank) * 0.4, f"{pick.__name__} length finds {hits} of {len(bank)}"

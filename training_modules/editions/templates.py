"""What a new course and a new lesson begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict

import yaml

from training_modules.content import Source
from training_modules.editions.head_text import changed, entry
from training_modules.files import MAIN
from vanthu.text import fold

BANK = "ngan-hang-cau-hoi.yaml"
QUIZ = "kiem-tra.md"
_AIMS = "Sau khoá học, anh chị có thể:\n\n- làm được việc thứ nhất;\n- làm được việc thứ hai."


def code_of(title: str) -> str:
    """A title as a code: `Soạn thảo có nguồn` is `soan-thao-co-nguon`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-")


def new_course(course_id: str, title: str, module: int) -> dict[str, str]:
    """The files of a course with one lesson, one quiz and a bank of one question, sound as it stands."""
    front = {
        "id": course_id,
        "version": 1,
        "module": module,
        "title": title,
        "title_en": title,
        "summary": "Một câu nói học xong làm được gì.",
        "summary_en": "One sentence on what one can do afterwards.",
        "audience": "Cán bộ, công chức, viên chức",
        "minutes": 20,
        "activities": ["1-bai-mot.md", QUIZ],
        "sources": {
            "can-cu": {
                "reference_number": None,
                "title": "Tên văn bản làm căn cứ",
                "issue_date": None,
                "article": None,
                "clause": None,
                "substance": "Nội dung căn cứ, viết gọn bằng lời của mình.",
            }
        },
    }
    item = {
        "id": "q01",
        "version": 1,
        "kind": "true_false",
        "stem": "Câu hỏi mẫu; sửa hoặc thay bằng câu của khoá học.",
        "key": [True],
        "explanation": "Vì sao đúng hoặc sai.",
        "source": "can-cu",
    }
    quiz = {"id": "kiem-tra", "kind": "quiz", "title": "Kiểm tra cuối khoá", "minutes": 10}
    # Results show keys: without a number a day, handing in empty attempts would read the whole bank.
    quiz |= {"time_limit": 30, "attempts_a_day": 5}
    quiz |= {"draw": 1, "pass_correct": 1, "bank": BANK}
    return {
        MAIN: _page(front, _AIMS),
        "1-bai-mot.md": new_lesson("bai-mot", "Bài một", "can-cu"),
        QUIZ: _page(quiz, "Đọc kỹ từng câu. Kết quả và lời giải thích hiện sau khi nộp bài."),
        BANK: yaml.safe_dump({"items": [item]}, allow_unicode=True, sort_keys=False, width=10_000),
    }


def new_lesson(lesson_id: str, title: str, source: str | None) -> str:
    front = {"id": lesson_id, "kind": "lesson", "title": title, "minutes": 5}
    if source:
        front["sources"] = [source]
    return _page(front, "Nội dung bài học.")


def with_lesson(main: str, file: str, graded: list[str]) -> str:
    """`course.md` with the new lesson before the first drill or quiz, else after the last part."""
    order = entry(main, MAIN, "activities", list)
    at = next((n for n, name in enumerate(order) if name in graded), len(order))
    return changed(main, MAIN, {"activities": [*order[:at], file, *order[at:]]})


def without_part(main: str, file: str) -> str:
    """`course.md` without this step."""
    order = entry(main, MAIN, "activities", list)
    return changed(main, MAIN, {"activities": [name for name in order if name != file]})


def with_source(main: str, source: Source) -> str:
    """`course.md` with the source card after the others; as it was where it has one of that id."""
    cards = entry(main, MAIN, "sources", dict)
    if source.id in cards:
        return main
    card = {name: value for name, value in asdict(source).items() if name != "id" and value is not None}
    return changed(main, MAIN, {"sources": {**cards, source.id: card}})


def numbered(files: Mapping[str, str], number: int) -> dict[str, str]:
    """The files with the edition's number as the `version` of `course.md`."""
    main = re.sub(r"(?m)^version:[^\n]*$", f"version: {number}", files.get(MAIN, ""), count=1)
    return {**files, MAIN: main}


def _page(front: dict[str, object], body: str) -> str:
    told = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{told}---\n{body}\n"

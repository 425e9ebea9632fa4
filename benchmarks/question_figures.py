"""`python -m benchmarks question_figures`: the figures of a course's questions from 500,000 answers.

20,000 people handed in a quiz of 25 questions out of a bank of 100; SQLite. Both readings are timed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence

from sqlalchemy import insert, update

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.accounts import AccountService
from access.models import AccountRow
from access.roles import Role
from benchmarks.library import KEPT
from training_modules.attempts import frozen_version
from training_modules.content import Activity, Course
from training_modules.items import Item
from training_modules.models import Attempt, AttemptItem
from training_modules.statistics.reading import ItemStatistics
from vanthu.db import Base, Database, now

PEOPLE, DRAWN, BANK = 20_000, 25, 100
LIMIT_S = 10.0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks question_figures", description=__doc__)
    parser.parse_args(arguments)
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        db = Database(f"sqlite:///{folder}/school.sqlite")
        try:
            return measure(db)
        finally:
            db.dispose()


def measure(db: Database) -> int:
    Base.metadata.create_all(db.engine)
    accounts = AccountService(db)
    trainer = accounts.add("giang", "giang", accounts.local_operator().unit_code, [Role.TRAINER])[0]
    course = make_course()
    fill(db, course, trainer.unit_id)
    statistics = ItemStatistics(db, lambda: [course])
    took = []
    for first_only in (True, False):
        began = time.perf_counter()
        found = statistics.course("khoa", trainer, first_only=first_only)
        took.append(time.perf_counter() - began)
        answers = sum(each.figures.answers or 0 for each in found)
        told = "first attempts" if first_only else "all attempts"
        print(f"{told}: {answers:,} answers to {len(found)} questions in {took[-1]:.1f} s")
    print(f"limit {LIMIT_S:.0f} s")
    return int(max(took) > LIMIT_S)


def make_course() -> Course:
    options = tuple((letter, letter.upper()) for letter in "abcd")
    items = tuple(
        Item(f"q{n}", "single", f"Câu {n}?", options, ("a",), "Xem căn cứ.", None) for n in range(BANK)
    )
    quiz = Activity("kt", "quiz", "Kiểm tra", 5, "", items=items, draw=DRAWN, pass_correct=20)
    return Course("khoa", 1, 1, "Khoá", "", "", "", "", 10, "", (quiz,), {})


def fill(db: Database, course: Course, unit_id: int) -> None:
    """Attempts as handing in leaves them: open while the answers come, then graded."""
    drawn = random.Random(7)
    bank = course.activities[0].items
    with db.session() as session:
        versions = [frozen_version(session, "khoa", item).id for item in bank]
    people = [
        {"username": f"p{n}", "display_name": f"p{n}", "unit_id": unit_id, "password_hash": ""}
        for n in range(PEOPLE)
    ]
    attempts, answers, correct = [], [], []
    for n in range(1, PEOPLE + 1):
        skill = drawn.random()
        asked = drawn.sample(versions, DRAWN)
        given = ["a" if drawn.random() < 0.3 + 0.6 * skill else drawn.choice("bcd") for _ in asked]
        attempts.append(
            {"id": n, "course_id": "khoa", "course_version": 1, "activity_id": "kt", "seed": 1, "open": True}
        )
        answers += [
            {"attempt_id": n, "position": at, "item_version_id": version, "answer": [letter]}
            for at, (version, letter) in enumerate(zip(asked, given, strict=True), 1)
        ]
        correct.append(given.count("a"))
    with db.session() as session:
        ids = list(session.scalars(insert(AccountRow).returning(AccountRow.id), people))
        for attempt, account_id in zip(attempts, ids, strict=True):
            attempt["account_id"] = account_id
        session.execute(insert(Attempt), attempts)
        session.execute(insert(AttemptItem), answers)
    with db.session() as session:
        graded = [
            {
                "id": n,
                "open": None,
                "submitted_at": now(),
                "correct": count,
                "leaks": 0,
                "passed": count >= 20,
            }
            for n, count in enumerate(correct, 1)
        ]
        session.execute(update(Attempt), graded)

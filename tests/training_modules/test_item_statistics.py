"""Figures of questions: tables worked by hand, the definitions written out plainly, and what is not told."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.principal import Principal
from tests.training_modules.anchored import AnchoredWorld, course, source
from training_modules.attempts import frozen_version, hand_in
from training_modules.items import Item
from training_modules.models import Attempt, AttemptItem
from training_modules.statistics.guessing import guess_score
from training_modules.statistics.measures import effective_weights, measured, point_biserial
from training_modules.statistics.reading import ItemStatistics
from training_modules.statistics.views import Finding, QuestionFigures
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

LETTERS = ("a", "b", "c", "d")


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def covariance(xs: Sequence[float], ys: Sequence[float]) -> float:
    """As Moodle's page defines it: products of deviations, by the number less one."""
    return sum((x - mean(xs)) * (y - mean(ys)) for x, y in zip(xs, ys, strict=True)) / (len(xs) - 1)


def test_a_table_worked_by_hand() -> None:
    # Marks 1 1 1 0 0, rests 4 3 2 2 0: means 0.6 and 2.2; sums of squares 1.2 and 8.8; of products 2.4.
    told = measured(Counter(zip((1.0, 1.0, 1.0, 0.0, 0.0), (4.0, 3.0, 2.0, 2.0, 0.0), strict=True)))
    assert told is not None
    assert told.facility == pytest.approx(0.6)
    assert told.deviation == pytest.approx(math.sqrt(0.3))
    assert told.discrimination == pytest.approx(100 * 0.6 / math.sqrt(0.3 * 2.2))
    assert told.efficiency == pytest.approx(100.0), "the marks stand in the order of the rests"
    assert told.with_whole == pytest.approx(0.9)


def test_a_table_where_the_best_answer_it_wrongly() -> None:
    # Marks 0 0 1 1, rests 3 2 1 0: products -2, at most +2; squares 1 and 5.
    told = measured(Counter(zip((0.0, 0.0, 1.0, 1.0), (3.0, 2.0, 1.0, 0.0), strict=True)))
    assert told is not None
    assert told.discrimination == pytest.approx(-100 * 2 / math.sqrt(5))
    assert told.efficiency == pytest.approx(-100.0)
    weights = effective_weights({"q": told})
    assert weights == {"q": None}, "its covariance with the whole is -1/3"


def test_weights_of_two_questions_by_hand() -> None:
    # Attempts 11, 10, 00, 00 of two questions: covariances with the whole 3/4 and 1/2 times 4/3 less means.
    first = measured({(1.0, 1.0): 1, (1.0, 0.0): 1, (0.0, 0.0): 2})
    second = measured({(1.0, 1.0): 1, (0.0, 1.0): 1, (0.0, 0.0): 2})
    assert first is not None and second is not None
    whole = (2.0, 1.0, 0.0, 0.0)
    roots = [
        math.sqrt(covariance((1, 1, 0, 0), whole)),
        math.sqrt(covariance((1, 0, 0, 0), whole)),
    ]
    told = effective_weights({"one": first, "two": second})
    assert told["one"] == pytest.approx(100 * roots[0] / sum(roots))
    assert told["two"] == pytest.approx(100 * roots[1] / sum(roots))


marks = st.sampled_from([0.0, 0.25, 0.5, 1.0])
rests = st.integers(0, 20).map(float)


@given(st.lists(st.tuples(marks, rests), min_size=2, max_size=40))
def test_counted_pairs_give_what_the_definitions_give(pairs: list[tuple[float, float]]) -> None:
    told = measured(Counter(pairs))
    assert told is not None
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    assert told.answers == len(pairs)
    assert told.facility == pytest.approx(mean(xs))
    assert told.deviation == pytest.approx(math.sqrt(covariance(xs, xs)), abs=1e-9)
    whole = [x + y for x, y in pairs]
    assert told.with_whole == pytest.approx(covariance(xs, whole), abs=1e-9)
    if len({*xs}) > 1 and len({*ys}) > 1:
        expected = 100 * covariance(xs, ys) / math.sqrt(covariance(xs, xs) * covariance(ys, ys))
        assert told.discrimination == pytest.approx(expected, abs=1e-6)
        assert told.efficiency == pytest.approx(
            100 * covariance(xs, ys) / covariance(sorted(xs), sorted(ys)), abs=1e-6
        )
        assert abs(told.discrimination or 0.0) <= 100.000001
    else:
        assert (told.discrimination, told.efficiency) == (None, None)


@given(st.lists(rests, max_size=20), st.lists(rests, max_size=20))
def test_point_biserial_is_the_difference_of_means(chose: list[float], others: list[float]) -> None:
    told = point_biserial(Counter(chose), Counter(others))
    every = [*chose, *others]
    if not chose or not others or len({*every}) < 2:
        assert told is None
        return
    spread = math.sqrt(sum((y - mean(every)) ** 2 for y in every) / len(every))
    share = len(chose) / len(every)
    expected = (mean(chose) - mean(others)) / spread * math.sqrt(share * (1 - share))
    assert told == pytest.approx(expected, abs=1e-9)


def question(name: str, key: str = "a", stem: str = "Câu nào đúng?", kind: str = "single") -> Item:
    options = tuple((letter, letter.upper()) for letter in LETTERS)
    return Item(name, kind, stem, options, (key,), "Xem căn cứ.", None)  # type: ignore[arg-type]


def test_guessing() -> None:
    three = (("x", "X"), ("y", "Y"), ("z", "Z"))
    assert guess_score(question("q")) == 0.25
    assert guess_score(question("q", kind="multiple")) == 1 / 15
    assert guess_score(question("q", kind="ordering")) == 1 / 24
    assert guess_score(Item("q", "matching", "", three, (), "", None, targets=three)) == 1 / 27
    assert guess_score(question("q", kind="short_text")) == 0


class Sitting:
    """Attempts as they are in the database after they were handed in."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.world = AnchoredWorld(database, folder)
        self.database = database
        self.questions = [question(f"q{n}") for n in range(4)]
        self.world.courses = [course(*self.questions, sources=(source("k"),))]
        self.statistics = ItemStatistics(database, lambda: self.world.courses)
        self.trainer: Principal = self.world.people["giang"]

    def sit(self, person: str, *rows: Sequence[str | None], handed_in: bool = True) -> None:
        """Attempts with these answers, one after the other."""
        quiz = course(*self.questions, sources=(source("k"),)).activities[1]
        with self.database.session() as session:
            versions = [frozen_version(session, "khoa", each) for each in self.questions]
            for answers in rows:
                attempt = Attempt(
                    account_id=self.world.people[person].account_id,
                    course_id="khoa",
                    course_version=1,
                    activity_id="kt",
                    seed=1,
                    items=[
                        AttemptItem(position=n, version=version, answer=[given] if given else None)
                        for n, (version, given) in enumerate(zip(versions, answers, strict=True), 1)
                    ],
                )
                session.add(attempt)
                session.flush()
                if handed_in:
                    hand_in(session, attempt, quiz)
                    session.flush()

    def figures(self, item_id: str = "q0", *, first_only: bool = False) -> QuestionFigures:
        every = self.statistics.course("khoa", self.trainer, first_only=first_only)
        return next(each for each in every if each.item_id == item_id)


@pytest.fixture
def sitting(database: Database, tmp_path: Path) -> Sitting:
    return Sitting(database, tmp_path)


TABLE = ("aaaa", "aaab", "abbb", "babb", "bbbb", "caaa")


@pytest.mark.databases
def test_answers_in_the_database_give_the_figures_of_the_table(sitting: Sitting) -> None:
    sitting.sit("an", *TABLE)
    told = sitting.figures().figures
    xs = [float(row[0] == "a") for row in TABLE]
    ys = [float(row[1:].count("a")) for row in TABLE]
    assert told.answers == len(TABLE)
    assert told.facility == pytest.approx(mean(xs))
    expected = 100 * covariance(xs, ys) / math.sqrt(covariance(xs, xs) * covariance(ys, ys))
    assert told.discrimination == pytest.approx(expected)
    assert told.intended == 25
    assert [(each.code, each.chosen) for each in told.options] == [("a", 3), ("b", 2), ("c", 1), ("d", 0)]
    chosen_b = point_biserial(Counter([1.0, 0.0]), Counter([3.0, 2.0, 0.0, 3.0]))
    assert told.options[1].biserial == pytest.approx(chosen_b)


def test_only_what_was_handed_in_counts_and_the_first_of_each_where_asked(sitting: Sitting) -> None:
    sitting.sit("an", *TABLE)
    sitting.sit("tinh", "bbbb")
    sitting.sit("giang", "aaaa", handed_in=False)
    assert sitting.figures().figures.answers == len(TABLE) + 1
    assert sitting.figures(first_only=True).figures.answers is None


def test_of_fewer_than_five_nothing_is_told(sitting: Sitting) -> None:
    sitting.sit("an", *TABLE[:4])
    told = sitting.figures().figures
    assert asdict(told) == asdict(told) | {
        "answers": None, "facility": None, "discrimination": None, "options": (), "findings": (),
    }  # fmt: skip


def test_wordings_are_told_apart_where_each_has_enough(sitting: Sitting) -> None:
    sitting.sit("an", *TABLE)
    sitting.questions[0] = question("q0", key="b", stem="Câu nào sai?")
    sitting.sit("an", *TABLE[:4])
    assert sitting.figures().wordings == ()
    sitting.sit("an", TABLE[4])
    told = sitting.figures()
    assert (told.stem, told.figures.answers) == ("Câu nào sai?", 11)
    assert [each.figures.answers for each in told.wordings] == [5, 6]
    assert told.wordings[0].figures.facility == pytest.approx(2 / 5)


def test_odd_questions_are_found(sitting: Sitting) -> None:
    sitting.sit("an", *("baaa", "baab", "abbb", "abbb", "acbb") * 4, *["aaad"] * 2)
    assert sitting.figures("q0").figures.findings == (Finding.KEY_DOUBTFUL, Finding.OPTION_UNUSED)
    assert sitting.figures("q2").figures.findings == (Finding.OPTION_UNUSED,)
    assert Finding.TOO_HARD in sitting.figures("q3").figures.findings


def test_a_question_that_everybody_knows_is_too_easy(sitting: Sitting) -> None:
    sitting.sit("an", *["aaab", "aaba", "abaa"] * 2)
    told = sitting.figures("q0").figures
    assert (told.discrimination, told.efficiency, told.findings) == (None, None, (Finding.TOO_EASY,))


def test_no_answer_is_a_wrong_one_and_chooses_nothing(sitting: Sitting) -> None:
    sitting.sit("an", *[("a", None, "b", "a")] * 5)
    told = sitting.figures("q1").figures
    assert (told.answers, told.facility, sum(each.chosen for each in told.options)) == (5, 0, 0)


def test_figures_are_for_trainers(sitting: Sitting) -> None:
    with pytest.raises(Forbidden):
        sitting.statistics.course("khoa", sitting.world.people["an"])
    with pytest.raises(NotFound):
        sitting.statistics.course("khac", sitting.trainer)

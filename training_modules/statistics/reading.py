"""What was answered, counted by the database, and the figures made from the counts.

However many answered, only counts leave the database: per wording, answer and sum of the attempt.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from training_modules.attempts import item_of
from training_modules.content import Course
from training_modules.grading import is_correct
from training_modules.items import Item
from training_modules.models import Attempt, AttemptItem, ItemVersion
from training_modules.statistics.guessing import guess_score
from training_modules.statistics.measures import Measures, effective_weights, measured, point_biserial
from training_modules.statistics.views import (
    Figures,
    Finding,
    OptionUse,
    QuestionFigures,
    WordingFigures,
)
from vanthu.db import Database
from vanthu.errors import NotFound

LEAST = 5
"""Fewer answers are not told of: who gave them might be known."""
MANY = 20
"""So many answers make it odd that an option was never chosen."""
EASY, HARD, WEAK = 0.95, 0.20, 20.0
CHOSEN = frozenset({"single", "multiple", "true_false"})
"""Kinds whose options are counted."""


@dataclass
class Tally:
    """The answers to one wording, or to several."""

    pairs: Counter[tuple[float, float]] = field(default_factory=Counter)
    chosen: dict[int, Counter[float]] = field(default_factory=lambda: defaultdict(Counter))
    """For each option by its place, how often each rest occurred among those who chose it: codes are made of
    the words, so that a corrected option has another."""

    def add(self, item: Item, answer: list[str], whole: int, count: int) -> None:
        mark = float(is_correct(item, answer))
        rest = whole - mark
        self.pairs[mark, rest] += count
        if item.kind in CHOSEN:
            for at, (code, _) in enumerate(item.options):
                if code in answer:
                    self.chosen[at][rest] += count

    def join(self, other: Tally) -> None:
        self.pairs.update(other.pairs)
        for at, rests in other.chosen.items():
            self.chosen[at].update(rests)


class ItemStatistics:
    """Every call takes the trainer; no account leaves the database."""

    def __init__(self, db: Database, courses: Callable[[], list[Course]]) -> None:
        self._db = db
        self._courses = courses

    def course(
        self, course_id: str, principal: Principal, *, first_only: bool = True
    ) -> list[QuestionFigures]:
        """The questions of a course by activity, from attempts handed in: everyone's first, or all."""
        principal.require(Action.TEACH)
        course = next((each for each in self._courses() if each.id == course_id), None)
        if course is None:
            raise NotFound
        found: list[QuestionFigures] = []
        with self._db.session() as session:
            for activity in course.activities:
                if activity.kind != "lesson":
                    weight = 100 / activity.draw if activity.draw else None
                    found += _activity(session, course_id, activity.id, weight, first_only=first_only)
        return found


def _activity(
    session: Session, course_id: str, activity_id: str, weight: float | None, *, first_only: bool
) -> list[QuestionFigures]:
    tallies = _tallies(session, course_id, activity_id, first_only=first_only)
    versions = _versions(session, tallies)
    of_item: dict[str, list[int]] = defaultdict(list)
    for version_id in sorted(tallies, reverse=True):
        of_item[versions[version_id].item_id].append(version_id)
    wholes: dict[str, Tally] = {}
    for item_id, ids in of_item.items():
        wholes[item_id] = whole = Tally()
        for version_id in ids:
            whole.join(tallies[version_id])
    measures = {name: told for name, tally in wholes.items() if (told := measured(tally.pairs))}
    effective = effective_weights(measures)
    found = []
    for item_id in sorted(of_item):
        items = [item_of(versions[version_id]) for version_id in of_item[item_id]]
        figures = _figures(items[0], wholes[item_id], measures[item_id])
        if figures.answers is not None:
            figures = replace(figures, intended=weight, effective=effective[item_id])
        wordings = _wordings(of_item[item_id], versions, tallies)
        found.append(QuestionFigures(activity_id, item_id, items[0].kind, items[0].stem, figures, wordings))
    return found


def _tallies(session: Session, course_id: str, activity_id: str, *, first_only: bool) -> dict[int, Tally]:
    """By wording. Distinct answers are graded once each."""
    wanted = (
        Attempt.course_id == course_id,
        Attempt.activity_id == activity_id,
        Attempt.submitted_at.is_not(None),
    )
    answer = cast(AttemptItem.answer, Text)
    counted = (
        select(AttemptItem.item_version_id, answer, Attempt.correct, func.count())
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(*wanted)
        .group_by(AttemptItem.item_version_id, answer, Attempt.correct)
    )
    if first_only:
        first = select(func.min(Attempt.id)).where(*wanted).group_by(Attempt.account_id)
        counted = counted.where(Attempt.id.in_(first))
    rows = session.execute(counted).all()
    versions = _versions(session, {row[0] for row in rows})
    items = {version_id: item_of(version) for version_id, version in versions.items()}
    tallies: dict[int, Tally] = defaultdict(Tally)
    for version_id, given, whole, count in rows:
        answer_given = (json.loads(given) if given else None) or []
        tallies[version_id].add(items[version_id], answer_given, whole or 0, count)
    return dict(tallies)


def _versions(session: Session, ids: Iterable[int]) -> dict[int, ItemVersion]:
    wanted, found = sorted(ids), dict[int, ItemVersion]()
    for start in range(0, len(wanted), 500):
        some = ItemVersion.id.in_(wanted[start : start + 500])
        found |= {row.id: row for row in session.scalars(select(ItemVersion).where(some))}
    return found


def _wordings(
    ids: list[int], versions: Mapping[int, ItemVersion], tallies: Mapping[int, Tally]
) -> tuple[WordingFigures, ...]:
    """Each wording by itself; none where one has too few answers, which the others would give away."""
    if len(ids) < 2:
        return ()
    told = []
    for version_id in ids:
        item, tally = item_of(versions[version_id]), tallies[version_id]
        measures = measured(tally.pairs)
        if measures is None or measures.answers < LEAST:
            return ()
        figures = _figures(item, tally, measures)
        told.append(WordingFigures(item.stem, versions[version_id].created_at, figures))
    return tuple(told)


def _figures(item: Item, tally: Tally, measures: Measures) -> Figures:
    guess = guess_score(item)
    if measures.answers < LEAST:
        return Figures(None, None, None, guess, None, None, None, None, (), ())
    options = _options(item, tally, measures.answers) if item.kind in CHOSEN else ()
    return Figures(
        measures.answers,
        measures.facility,
        measures.deviation,
        guess,
        measures.discrimination,
        measures.efficiency,
        None,
        None,
        options,
        _findings(measures, options),
    )


def _options(item: Item, tally: Tally, answers: int) -> tuple[OptionUse, ...]:
    rests: Counter[float] = Counter()
    for (_, rest), count in tally.pairs.items():
        rests[rest] += count
    told = []
    for at, (code, words) in enumerate(item.options):
        mine = tally.chosen.get(at, Counter())
        chosen = sum(mine.values())
        others = {rest: count - mine[rest] for rest, count in rests.items() if count > mine[rest]}
        told.append(
            OptionUse(code, words, code in item.key, chosen, chosen / answers, point_biserial(mine, others))
        )
    return tuple(told)


def _findings(measures: Measures, options: tuple[OptionUse, ...]) -> tuple[Finding, ...]:
    found = []
    if measures.discrimination is not None and measures.discrimination < 0:
        found.append(Finding.KEY_DOUBTFUL)
    elif measures.discrimination is not None and measures.discrimination < WEAK:
        found.append(Finding.WEAK)
    if measures.facility >= EASY:
        found.append(Finding.TOO_EASY)
    if measures.facility <= HARD:
        found.append(Finding.TOO_HARD)
    if measures.answers >= MANY and any(not each.right and not each.chosen for each in options):
        found.append(Finding.OPTION_UNUSED)
    return tuple(found)

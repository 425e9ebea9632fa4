"""A graded attempt as it is shown: what was right, the keys, why, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from training_modules.attempts import item_of, needed
from training_modules.cards import following
from training_modules.content import Activity, Course
from training_modules.grading import is_correct, is_leak
from training_modules.items import Item, kind_of
from training_modules.library import bare_card
from training_modules.models import Attempt
from training_modules.showing import item_view
from training_modules.views import CriterionResult, ItemResult, ResultView, SourceCard

ShowSource = Callable[[str], SourceCard]
"""A source card of the course by its key, with its place in the library."""


def result_view(attempt: Attempt, course: Course, activity: Activity, *, finished: bool) -> ResultView:
    """Of an attempt handed in; `finished`: whether its learner has finished the course.

    Sources are shown without their places, which ask the library: see `placed`.
    """
    if attempt.submitted_at is None:
        raise ValueError("an open attempt has no result")
    return ResultView(
        attempt.id,
        course.id,
        course.title,
        activity.id,
        activity.kind,
        activity.title,
        bool(attempt.passed),
        attempt.correct or 0,
        len(attempt.items),
        needed(attempt, activity),
        attempt.leaks or 0,
        attempt.submitted_at,
        tuple(
            _item_result(item_of(row.version), row.answer or [], attempt.seed, activity, course)
            for row in attempt.items
        ),
        following(course, activity.id),
        finished,
        activity.title_en,
        course.title_en,
    )


def placed(whole: ResultView, show: ShowSource) -> ResultView:
    """The result with the places of its sources; each is looked up once."""
    places = {key: show(key) for key in {each.source.id for each in whole.items if each.source}}
    items = [replace(each, source=places[each.source.id]) if each.source else each for each in whole.items]
    return replace(whole, items=tuple(items))


def without_keys(whole: ResultView, examined: Collection[tuple[str, str]]) -> ResultView:
    """The result, silent about questions that its learner is being asked again at this moment."""
    items = [
        replace(each, key=(), key_told=(), explanation="", source=None, criteria=(), correct=False, held=True)
        if (whole.course_id, each.item.id) in examined
        else each
        for each in whole.items
    ]
    return replace(whole, items=tuple(items))


def _item_result(item: Item, answer: list[str], seed: int, activity: Activity, course: Course) -> ItemResult:
    kind = kind_of(item)
    return ItemResult(
        item_view(item, seed, activity),
        tuple(answer),
        tuple(kind.right(item)),
        tuple(kind.told(item, answer)),
        tuple(kind.told(item, kind.right(item))),
        is_correct(item, answer),
        is_leak(item, answer, activity),
        item.explanation,
        bare_card(course.sources[item.source]) if item.source in course.sources else None,
        tuple(CriterionResult(each.met, each.say()) for each in kind.criteria(item, answer)),
    )

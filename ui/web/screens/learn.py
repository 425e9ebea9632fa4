"""Học tập: which of its screens the address asks for."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from ui.web import context
from ui.web.screens import (
    learn_attempt,
    learn_course,
    learn_courses,
    learn_lesson,
    learn_result,
    learn_review,
)
from ui.web.screens.learn_links import ACTIVITY, COURSE, RESULT, REVIEW
from vanthu.errors import NotFound


def show() -> None:
    person = context.principal()
    person.require(Action.LEARN)
    asked = st.query_params
    with st.container(key="reading"):
        if RESULT in asked:
            learn_result.draw(_number(asked[RESULT]))
        elif REVIEW in asked:
            learn_review.draw(asked[REVIEW])
        elif COURSE not in asked:
            learn_courses.draw()
        elif ACTIVITY not in asked:
            learn_course.draw(asked[COURSE])
        else:
            _draw_activity(asked[COURSE], asked[ACTIVITY])


def _draw_activity(course_id: str, activity_id: str) -> None:
    course = context.acts().course(course_id)
    kinds = {activity.id: activity.kind for activity in course.activities}
    if activity_id not in kinds:
        raise NotFound
    if kinds[activity_id] == "lesson":
        learn_lesson.draw(course_id, activity_id)
    else:
        learn_attempt.draw(course, activity_id)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise NotFound
    return int(text)

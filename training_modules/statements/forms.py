"""Statements made of what happened. A learner is a name without meaning; answers are never in them."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from training_modules.content import Activity, Course
from training_modules.models import Attempt
from training_modules.statements.vocabulary import (
    ACTIVITY_TYPES,
    CMI5_CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    REASON,
    SESSION,
    VERBS,
)

Json = dict[str, Any]


class Forms:
    """`home` is the installation's address; `key` makes the learners' names, and is nowhere told."""

    def __init__(self, home: str, key: bytes) -> None:
        self._home = home.rstrip("/")
        self._key = key

    def lesson(self, account_id: int, course: Course, lesson: Activity, at: datetime) -> Json:
        """Read to its end. How long that took is not measured, so this is xAPI without cmi5's mark."""
        made = self._made("completed", account_id, course, self._activity(course, lesson), at)
        return {**made, "result": {"completion": True}}

    def started(self, attempt: Attempt, course: Course, activity: Activity) -> Json:
        made = self._attempted("initialized", attempt, course, activity)
        return _in_category(made, CMI5_CATEGORY)

    def graded(self, attempt: Attempt, course: Course, activity: Activity) -> Json:
        """Passed or failed, with the score and the score that was asked for."""
        total, right = len(attempt.items), attempt.correct or 0
        asked = (attempt.pass_correct or activity.pass_correct) / total
        passed = bool(attempt.passed)
        verb = "passed" if passed else "failed"
        made = self._attempted(verb, attempt, course, activity, asked=asked)
        score: Json = {"raw": right, "min": 0, "max": total}
        if passed == (right / total >= asked):
            # Someone who let something leak fails with any score, which cmi5 does not let a score say.
            score["scaled"] = round(right / total, 4)
        result = {"success": passed, "score": score, "duration": duration(_taken(attempt))}
        return _in_category({**made, "result": result}, CMI5_CATEGORY, MOVE_ON_CATEGORY)

    def finished(self, account_id: int, course: Course, at: datetime) -> Json:
        made = self._made("satisfied", account_id, course, self._course(course), at)
        return _in_category(_in_session(made, uuid4()), CMI5_CATEGORY)

    def waived(self, account_id: int, course: Course, at: datetime, reason: str, exemption: str) -> Json:
        """`reason` is one of `WAIVED_REASONS`; `exemption` names this one exemption of that person."""
        made = self._made("waived", account_id, course, self._course(course), at)
        made["id"] = self.waiver(account_id, exemption)
        result = {"success": True, "completion": True, "extensions": {REASON: reason}}
        made = _in_session({**made, "result": result}, uuid4())
        return _in_category(made, CMI5_CATEGORY, MOVE_ON_CATEGORY)

    def waiver(self, account_id: int, exemption: str) -> str:
        """The id of the statement that tells of an exemption."""
        return str(uuid5(self.learner(account_id), f"waived {exemption}"))

    def voided(self, statement_id: str, at: datetime) -> Json:
        """The statement of that id no longer holds (xAPI 1.0.3, Data, section 2.3.2); it is not changed.

        The installation says so itself. Of what is no activity, no platform and no revision may be told.
        """
        return {
            "id": voiding_id(statement_id),
            "actor": {"objectType": "Agent", "account": {"homePage": self._home, "name": "van-thu"}},
            "verb": {"id": VERBS["voided"], "display": {"en": "voided"}},
            "object": {"objectType": "StatementRef", "id": statement_id},
            "timestamp": at.isoformat(),
        }

    def registration(self, account_id: int, course_id: str) -> str:
        """One for all that someone does in a course."""
        return str(uuid5(self.learner(account_id), course_id))

    def learner(self, account_id: int) -> UUID:
        """The same for one account at all times; nobody without the key finds the account by it."""
        digest = hmac.new(self._key, f"learner {account_id}".encode(), hashlib.sha256).digest()
        return UUID(bytes=digest[:16], version=4)

    def _attempted(
        self,
        verb: str,
        attempt: Attempt,
        course: Course,
        activity: Activity,
        *,
        asked: float | None = None,
    ) -> Json:
        at = attempt.submitted_at or attempt.started_at
        made = self._made(verb, attempt.account_id, course, self._activity(course, activity), at)
        made = _in_session(made, uuid5(self.learner(attempt.account_id), f"attempt {attempt.id}"))
        if asked is not None:
            made["context"]["extensions"][MASTERY_SCORE] = round(asked, 4)
        return made

    def _made(self, verb: str, account_id: int, course: Course, told: Json, at: datetime) -> Json:
        made: Json = {
            "id": str(uuid4()),
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": self._home, "name": str(self.learner(account_id))},
            },
            "verb": {"id": VERBS[verb], "display": {"en": verb}},
            "object": told,
            "context": {
                "registration": self.registration(account_id, course.id),
                "platform": "Văn thư",
                "language": "vi",
                "revision": str(course.version),
            },
            "timestamp": at.isoformat(),
        }
        if told["id"] != self._course(course)["id"]:
            made["context"]["contextActivities"] = {"parent": [self._course(course)]}
        return made

    def _course(self, course: Course) -> Json:
        name = {"vi": course.title, **({"en": course.title_en} if course.title_en else {})}
        told = {"type": ACTIVITY_TYPES["course"], "name": name}
        return {"objectType": "Activity", "id": f"{self._home}/courses/{course.id}", "definition": told}

    def _activity(self, course: Course, activity: Activity) -> Json:
        told = {"type": ACTIVITY_TYPES[activity.kind], "name": {"vi": activity.title}}
        name = f"{self._home}/courses/{course.id}/{activity.id}"
        return {"objectType": "Activity", "id": name, "definition": told}


def voiding_id(statement_id: str) -> str:
    """The id of the one statement that voids this one."""
    return str(uuid5(UUID(statement_id), "voided"))


def _taken(attempt: Attempt) -> timedelta:
    return (attempt.submitted_at or attempt.started_at) - attempt.started_at


def duration(span: timedelta) -> str:
    """ISO 8601, to the hundredth of a second (xAPI, Data, 4.6); nought if a clock was set back."""
    return f"PT{max(span.total_seconds(), 0):.2f}S"


def _in_session(made: Json, session: UUID) -> Json:
    context = {**made["context"], "extensions": {SESSION: str(session)}}
    return {**made, "context": context}


def _in_category(made: Json, *categories: str) -> Json:
    activities = made["context"].get("contextActivities", {})
    named = [{"objectType": "Activity", "id": category} for category in categories]
    context = {**made["context"], "contextActivities": {**activities, "category": named}}
    return {**made, "context": context}

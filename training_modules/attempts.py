"""Attempts in the database: start or resume, save, hand in once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, lazyload

from training_modules.anchors.state import stale_wordings
from training_modules.content import Activity, Course
from training_modules.draw import draw_items, pool
from training_modules.errors import AnswerInvalid, AttemptClosed, NothingToAsk
from training_modules.grading import is_correct, is_leak
from training_modules.items import Item, kind_of
from training_modules.models import Attempt, AttemptItem, ItemVersion
from training_modules.time_limits import check_room, deadline_of, overdue
from vanthu.db import now
from vanthu.errors import NotFound


def item_of(version: ItemVersion) -> Item:
    """The item exactly as it was when this version was frozen."""
    raw: dict[str, Any] = dict(version.body)
    for name in ("options", "targets", "accepted"):
        raw[name] = tuple(tuple(part) for part in raw.get(name, ()))
    for name in ("key", "tags"):
        raw[name] = tuple(raw.get(name, ()))
    return Item(**raw)


def open_attempt(
    session: Session, account_id: int, course: Course, activity: Activity
) -> tuple[Attempt, bool]:
    """The attempt not yet handed in, else a new one, and whether it is new.

    An interrupted attempt never blocks: it is resumed, and keeps its items whatever happened since to what
    they rest on; a new one is not asked about what has changed. Raises `NothingToAsk` where nothing is left.
    """
    mine = select(Attempt).where(
        Attempt.account_id == account_id,
        Attempt.course_id == course.id,
        Attempt.activity_id == activity.id,
    )
    if unfinished := session.scalars(mine.where(Attempt.submitted_at.is_(None))).first():
        return unfinished, False
    begun_at = now()
    seen = {row.version.item_id for attempt in session.scalars(mine) for row in attempt.items}
    seed = secrets.randbits(31)
    asked = pool(activity, stale_wordings(session, course.id))
    if not asked.draw:
        raise NothingToAsk
    drawn = list(asked.items) if activity.in_order else draw_items(asked.items, asked.draw, seen, seed)
    versions = _freeze(session, course.id, drawn)
    attempt = Attempt(
        account_id=account_id,
        course_id=course.id,
        course_version=course.version,
        activity_id=activity.id,
        pass_correct=asked.pass_correct,
        left_out=asked.left_out,
        started_at=begun_at,
        deadline=deadline_of(activity, begun_at),
        seed=seed,
        items=[AttemptItem(position=n, version=versions[item.id]) for n, item in enumerate(drawn, 1)],
    )
    session.add(attempt)
    session.flush()
    check_room(session, mine, activity, begun_at)
    return attempt, True


def frozen_version(session: Session, course_id: str, item: Item) -> ItemVersion:
    """This wording of the item, kept for ever; made where it is new."""
    return _freeze(session, course_id, [item])[item.id]


def _freeze(session: Session, course_id: str, items: Sequence[Item]) -> dict[str, ItemVersion]:
    """The version of each item by its id, made where it is new.

    Always in the order of their digests: learners starting together then wait for one another in one
    order, and PostgreSQL finds no deadlock.
    """
    wanted = select(ItemVersion).where(
        ItemVersion.course_id == course_id, ItemVersion.digest.in_([item.digest for item in items])
    )
    kept = {version.digest: version for version in session.scalars(wanted)}
    for item in sorted(items, key=lambda item: item.digest):
        if item.digest not in kept:
            version = ItemVersion(course_id=course_id, item_id=item.id, digest=item.digest, body=asdict(item))
            session.add(version)
            session.flush()
            kept[item.digest] = version
    return {item.id: kept[item.digest] for item in items}


def being_examined(session: Session, account_id: int) -> set[tuple[str, str]]:
    """Course and item of the questions in this person's open attempts: nothing may tell their keys now."""
    found = session.execute(
        select(ItemVersion.course_id, ItemVersion.item_id)
        .join(AttemptItem, AttemptItem.item_version_id == ItemVersion.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.account_id == account_id, Attempt.submitted_at.is_(None))
    )
    return {(course_id, item_id) for course_id, item_id in found}


def own_attempt(session: Session, attempt_id: int, account_id: int) -> Attempt:
    """The attempt if it is this person's; otherwise it does not exist for them."""
    # Its items are read when they are wanted: whoever changes it reads them again first (`_take`).
    attempt = session.get(Attempt, attempt_id, options=[lazyload(Attempt.items)])
    if attempt is None or attempt.account_id != account_id:
        raise NotFound
    return attempt


def save_answer(session: Session, attempt: Attempt, item_id: str, answer: list[str]) -> None:
    """Keep an answer as given; nothing about its being right comes back.

    Raises `AttemptClosed` where the attempt was handed in or its time has run out.
    """
    if not _take(session, attempt) or overdue(attempt, now()):
        raise AttemptClosed
    row = next((row for row in attempt.items if row.version.item_id == item_id), None)
    if row is None:
        raise NotFound
    item = item_of(row.version)
    if not kind_of(item).allows(item, answer):
        raise AnswerInvalid
    row.answer, row.answered_at = kind_of(item).kept(answer), now()


def hand_in(session: Session, attempt: Attempt, activity: Activity) -> bool:
    """Grade once. A second call changes nothing, and is False: the first result stands.

    An attempt whose time has run out counts as handed in then. What is graded is final: the database
    refuses every later change, so that all of it is written by one statement.
    """
    if not _take(session, attempt):
        return False
    graded = [(item_of(row.version), row.answer or []) for row in attempt.items]
    at = now()
    attempt.open, attempt.submitted_at = None, attempt.deadline if overdue(attempt, at) else at
    attempt.correct = sum(is_correct(item, answer) for item, answer in graded)
    attempt.leaks = sum(is_leak(item, answer, activity) for item, answer in graded)
    attempt.passed = attempt.correct >= needed(attempt, activity) and not attempt.leaks
    return True


def needed(attempt: Attempt, activity: Activity) -> int:
    """How many right answers pass this attempt: the rule it began under."""
    return attempt.pass_correct if attempt.pass_correct is not None else activity.pass_correct


def _take(session: Session, attempt: Attempt) -> bool:
    """Hold an open attempt until this transaction ends and see it afresh; False if it is handed in.

    The first statement of every change: two browsers at one attempt come one after the other, so that
    what was graded is what stays saved.
    """
    held = session.execute(
        update(Attempt).where(Attempt.id == attempt.id, Attempt.submitted_at.is_(None)).values(open=True)
    )
    session.expire_all()
    return bool(cast("CursorResult[Any]", held).rowcount)

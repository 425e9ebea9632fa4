"""Courses in folders become editions: what came with the program, and what a site keeps in its own folder.

A folder is somebody's working copy, edited by hand or by git. It is read when the server starts and when
a trainer looks; learners never wait for it.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training_modules.content import read_course
from training_modules.editions import store
from training_modules.editions.before import keep_who_was_inside
from training_modules.editions.models import Origin, State
from training_modules.errors import CourseDamaged
from training_modules.files import FolderFiles, KeptFiles, digest_of
from vanthu.db import Database, now

log = logging.getLogger(__name__)

LONGEST_ID = 100
"""Characters of a course's id, as the tables keep it."""

Faults = dict[str, CourseDamaged]
"""What is wrong in a folder now, by course."""


def bring(db: Database, folder: Path | None, origin: Origin) -> Faults:
    """Take in whatever is new in the courses of `folder`; a damaged one never keeps out the others."""
    faults: Faults = {}
    for course in _courses(folder):
        try:
            texts = FolderFiles(course).all()
            with db.session() as session:
                if not texts or digest_of(texts) in store.known(session, course.name):
                    continue
                if origin is Origin.SITE:
                    _as_draft(session, course.name, texts, origin)
                else:
                    _as_published(session, course.name, texts)
        except CourseDamaged as error:
            log.error("course %s: %s", course.name, error)
            faults[course.name] = error
        except IntegrityError:
            log.info("course %s: another process took it in", course.name)
    return faults


def _courses(folder: Path | None) -> list[Path]:
    try:
        there = sorted(folder.iterdir()) if folder is not None else []
    except OSError:  # a site may have none; what is published goes on without it
        return []
    return [each for each in there if _is_course(each)]


def _is_course(folder: Path) -> bool:
    return folder.name[0] not in "._" and len(folder.name) <= LONGEST_ID and folder.is_dir()


def _as_published(session: Session, course_id: str, texts: dict[str, str]) -> None:
    """What came with the program has been reviewed. Where a site made the course its own, its edition stays
    on offer: the program's is a draft there, which a trainer takes up or gives up."""
    course = read_course(KeptFiles(course_id, texts))
    now_offered = next(iter(store.published(session, course_id)), None)
    if now_offered is not None and now_offered.origin == Origin.SITE:
        if store.open_edition(session, course_id) is None:
            _as_draft(session, course_id, texts, Origin.SHIPPED)
        return
    first = not store.known(session, course_id)
    number = max(course.version, store.next_number(session, course_id))
    if number != course.version:
        log.info("course %s: version %d was taken, it is edition %d", course_id, course.version, number)
    store.add(session, course_id, number, State.PUBLISHED, origin=Origin.SHIPPED, files=texts)
    if first:
        keep_who_was_inside(session, course, number)


def _as_draft(session: Session, course_id: str, texts: dict[str, str], origin: Origin) -> None:
    """Changed files are a draft, sound or not: a trainer sees there what is to be mended."""
    draft = store.open_edition(session, course_id)
    if draft is None:
        last = store.newest(session, course_id)
        number = store.next_number(session, course_id)
        draft = store.add(session, course_id, number, State.DRAFT, origin=origin, files=texts)
        if last is not None and origin is Origin.SITE:  # the folder held it until somebody changed a file
            store.note_origin(session, draft, last)
        return
    store.note_last_editor(session, draft)
    draft.files, draft.digest = texts, digest_of(texts)
    draft.revision += 1
    draft.edited_by, draft.edited_at = None, now()
    if draft.state != State.DRAFT:
        store.move(session, draft, State.DRAFT, None)

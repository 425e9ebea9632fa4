"""`python -m benchmarks staleness`: from a change in the library until the questions on it are stale.

50,000 questions in 100 courses rest on 2,000 clauses of 400 documents, among 20,000 documents in all. The
watcher runs as the server runs it; a clause is corrected, or a document that amends one arrives, and the
database is asked again and again whether it is known. Then the same where a thousand questions rest on each
of 50 clauses of one course.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import insert, update

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.accounts import AccountService
from benchmarks.library import KEPT
from rag.models import PassageRow
from records.models import DocumentRow, RelationRow
from records.reference import key
from training_modules.anchors.models import AnchorChange
from training_modules.anchors.state import stale_items, stale_wordings
from training_modules.anchors.watcher import Watcher
from training_modules.content import Activity, Course, Source
from training_modules.items import Item
from vanthu.anchored import keep_anchored
from vanthu.db import Base, Database

COURSES, SOURCES, ITEMS = 100, 20, 25
"""Courses, clauses of each, questions on each clause."""
ARTICLES = 5
DOCUMENTS = 20_000
CHANGES = 5
DAY = date(2020, 1, 2)
LIMIT_S = 5.0


def main(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="python -m benchmarks staleness", description=__doc__).parse_args(arguments)
    KEPT.mkdir(parents=True, exist_ok=True)
    worst = 0.0
    for name, courses in (("many clauses", spread()), ("a thousand on each clause", gathered())):
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            db = Database(f"sqlite:///{folder}/library.sqlite")
            try:
                fill(db)
                worst = max(worst, measure(name, db, courses))
            finally:
                db.dispose()
    print(f"slowest {worst:.2f} s, limit {LIMIT_S:.0f} s")
    return int(worst > LIMIT_S)


def measure(name: str, db: Database, courses: list[Course]) -> float:
    items = sum(len(activity.items) for course in courses for activity in course.activities)
    watcher = Watcher(db, lambda: courses)
    first = timed(watcher.compare)
    again = timed(watcher.compare)
    watcher.look()
    idle = statistics.median(timed(watcher.look) for _ in range(20))
    ending = threading.Event()
    services = cast("Any", SimpleNamespace(anchors=watcher))
    thread = threading.Thread(target=keep_anchored, args=(services, ending), daemon=True)
    thread.start()
    corrected = [wait(db, courses[0], partial(correct, db, n)) for n in range(CHANGES)]
    amended = [wait(db, courses[0], partial(amend, db, n)) for n in range(CHANGES, 2 * CHANGES)]
    ending.set()
    thread.join()
    with db.session() as session:
        asked = timed(lambda: stale_wordings(session, courses[0].id))
        stale = len(stale_items(session, courses[0].id))
    print(f"{name}: {items:,} questions; bound at first {first:.1f} s, compared whole again {again:.2f} s")
    print(f"  a look that finds nothing {1000 * idle:.1f} ms")
    for what, took in (("clause corrected", corrected), ("amending document arrives", amended)):
        print(f"  {what} → stale: median {statistics.median(took):.2f} s, slowest {max(took):.2f} s")
    print(f"  {stale:,} stale questions of the course, asked for in {1000 * asked:.1f} ms")
    return max(*corrected, *amended)


def wait(db: Database, course: Course, change: Callable[[], None]) -> float:
    """Seconds from the change until it is known as one."""

    def known() -> int:
        with db.session() as session:
            return session.query(AnchorChange).count()

    before = known()
    change()
    began = time.perf_counter()
    while known() == before:
        time.sleep(0.02)
    with db.session() as session:
        assert stale_items(session, course.id)
    return time.perf_counter() - began


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def number(document: int) -> str:
    return f"{document + 1}/2020/NĐ-CP"


def source(index: int) -> Source:
    document, article = divmod(index, ARTICLES)
    return Source(f"s{index}", number(document), "Nghị định", DAY, str(article + 1), None, "Nội dung.")


def items_on(key: str, count: int) -> tuple[Item, ...]:
    options = (("a", "Đúng"), ("b", "Sai"))
    return tuple(
        Item(f"{key}-{n}", "single", f"Câu {n} về {key}?", options, ("a",), "Xem căn cứ.", key)
        for n in range(count)
    )


def course_of(course_id: str, sources: Sequence[Source], each: int) -> Course:
    items = tuple(item for one in sources for item in items_on(one.id, each))
    quiz = Activity("kt", "quiz", "Kiểm tra", 5, "", items=items, draw=20, pass_correct=16)
    held = {one.id: one for one in sources}
    return Course(course_id, 1, 1, course_id, "", "", "", "", 10, "", (quiz,), held)


def spread() -> list[Course]:
    return [
        course_of(f"khoa-{n}", [source(n * SOURCES + i) for i in range(SOURCES)], ITEMS)
        for n in range(COURSES)
    ]


def gathered() -> list[Course]:
    """One course, whose changed clauses bear all its questions alike."""
    sources = [source(i) for i in range(2 * CHANGES * ARTICLES)]
    return [course_of("khoa-0", sources, COURSES * SOURCES * ITEMS // len(sources))]


def fill(db: Database) -> None:
    Base.metadata.create_all(db.engine)
    operator = AccountService(db).local_operator()
    documents = [row(n, operator.account_id, operator.unit_id) for n in range(DOCUMENTS)]
    passages = [
        {
            "document_id": document["id"], "ordinal": n, "heading": [f"Điều {n + 1}. Quy định"],
            "article": str(n + 1), "clause": None, "point": None, "page": 1, "spans": [],
            "text": f"Điều {n + 1} của văn bản {document['id']}.",
            "text_hash": hashlib.sha256(f"{document['id']} {n}".encode()).hexdigest(),
        }
        for document in documents for n in range(ARTICLES)
    ]  # fmt: skip
    with db.session() as session:
        session.execute(insert(DocumentRow), documents)
        session.execute(insert(PassageRow), passages)


def row(index: int, account_id: int, unit_id: int, revision: int = 1) -> dict[str, Any]:
    name = number(index)
    return {
        "id": index + 1, "unit_id": unit_id, "filename": f"{index}.pdf", "media_type": "application/pdf",
        "sha256": hashlib.sha256(name.encode()).hexdigest(), "size": 1, "page_count": 1, "language": "vi",
        "secrecy_level": "none", "status": "ready", "created_by": account_id, "revision": revision,
        "indexed_revision": revision, "reference_number": name, "reference_key": key(name),
        "issue_date": DAY, "issuing_body": "Chính phủ",
    }  # fmt: skip


def correct(db: Database, document: int) -> None:
    """Another text of the first article of a document, indexed."""
    with db.session() as session:
        words = PassageRow.document_id == document + 1, PassageRow.article == "1"
        session.execute(update(PassageRow).where(*words).values(text="Điều 1 nay đã khác."))
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document + 1)
            .values(revision=DocumentRow.revision + 1, indexed_revision=DocumentRow.revision + 1)
        )


def amend(db: Database, document: int) -> None:
    """A document arrives that amends another, without saying which of its articles."""
    with db.session() as session:
        whole = session.get_one(DocumentRow, document + 1)
        new = row(DOCUMENTS + document, whole.created_by, whole.unit_id)
        session.execute(insert(DocumentRow), [new])
        session.flush()
        session.add(
            RelationRow(
                document_id=new["id"], ordinal=0, kind="amends", reference_number=whole.reference_number,
                reference_key=whole.reference_key, issue_date=DAY, evidence="Sửa đổi.", page=1,
                confidence=1.0,
            )
        )  # fmt: skip

"""Random installations for the tests of Scope, and the rule they are judged by.

The rule (`World.allowed`) knows nothing of the product: it reads the drawn plan only.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import delete, update

from access.models import (
    AccountRoleRow,
    AccountRow,
    AssignmentRow,
    DocumentGrantRow,
    UnitRow,
)
from access.principal import Principal
from access.roles import Role
from ingest.models import JobRow
from ocr.page import Line, PageText, Word
from records import removal
from records.models import DocumentRow
from records.types import (
    DataClass,
    DocumentStatus,
    FieldName,
    FieldValue,
    NewDocument,
    RelationFound,
    RelationKind,
)
from tests.records.archived import archive
from tests.vanthu.scope_desk import DeskWork
from vanthu.db import OFFICE_TIME, Base, now
from vanthu.services import Services
from vanthu.settings import Settings

UNITS, PEOPLE = 5, 3
NUMBERS = ("1-QĐ/TU", "2-QĐ/TU", "3-NQ/TU")
READERS = {Role.CLERK, Role.OFFICIAL, Role.TRAINEE, Role.TRAINER, Role.CUSTODIAN}
SECRET = (DataClass.CONFIDENTIAL, DataClass.SECRET)
TOPICS = ("chuyển đổi số", "bảo vệ rừng", "lịch tiếp công dân", "kiểm tra giám sát")
PICTURE = io.BytesIO()
Image.new("L", (64, 90), 255).save(PICTURE, "WEBP")
_batches = count(1)


class BagOfWords:
    """Stands in for the embedding model where thousands of libraries are indexed: hashed words."""

    model_id = "bag-of-words"

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[zlib.crc32(word.encode()) % 384] += 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)

    queries = passages


@dataclass(frozen=True)
class Unit:
    parent: int | None
    ended: int | None
    """Days from today on which it ceases to be; None while it lasts."""
    into: int | None
    """The unit it is merged into then."""


@dataclass(frozen=True)
class Person:
    unit: int
    roles: frozenset[Role]


@dataclass(frozen=True)
class Assignment:
    person: int
    unit: int
    role: Role
    span: tuple[int, int | None]
    """First and last day from today."""
    ended: bool


@dataclass(frozen=True)
class Paper:
    unit: int
    data_class: DataClass
    number: str
    year: int
    ends: str | None
    """Number of the document it replaces."""
    topic: str
    by: int
    """The person who handed it in."""


@dataclass(frozen=True)
class Leave:
    paper: int
    person: int | None
    unit: int | None
    span: tuple[int, int]
    approved: bool
    revoked: bool


@dataclass(frozen=True)
class Plan:
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    assignments: tuple[Assignment, ...]
    papers: tuple[Paper, ...]
    leaves: tuple[Leave, ...]


DAYS = st.sampled_from((-30, -1, 0, 1, 30))


READER, OTHER = 0, 1


def library(hidden: int, *, first: bool) -> Plan:
    """Three documents that a reader sees; as many hidden ones of the same words, sooner or later."""
    units = (Unit(None, None, None), Unit(None, None, None))
    people = (Person(READER, frozenset({Role.CLERK})), Person(OTHER, frozenset({Role.CLERK})))
    seen = [
        Paper(
            READER,
            DataClass.ORDINARY,
            NUMBERS[n],
            2020 + n,
            NUMBERS[0] if n == 2 else None,
            TOPICS[n],
            READER,
        )
        for n in range(3)
    ]
    kinds = (DataClass.ORDINARY, DataClass.SENSITIVE, DataClass.CONFIDENTIAL)
    secret = [
        Paper(
            OTHER if kinds[n % 3] is DataClass.ORDINARY else READER,
            kinds[n % 3], NUMBERS[n % 3], 2021, NUMBERS[n % 3], TOPICS[n % 3], OTHER,
        )
        for n in range(hidden)
    ]  # fmt: skip
    return Plan(units, people, (), tuple(secret + seen if first else seen + secret), ())


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    units = []
    for n in range(UNITS):
        parent = draw(st.none() | st.integers(0, n - 1)) if n else None
        ended = draw(st.none() | st.none() | DAYS)
        later = st.integers(n + 1, UNITS - 1) if n < UNITS - 1 else st.nothing()
        units.append(Unit(parent, ended, draw(st.none() | later) if ended is not None else None))
    unit, person = st.integers(0, UNITS - 1), st.integers(0, PEOPLE - 1)
    role = st.sampled_from(sorted(READERS)) | st.sampled_from(sorted(Role))
    people = [Person(draw(unit), draw(st.frozensets(role, min_size=1, max_size=2))) for _ in range(PEOPLE)]
    span = st.tuples(DAYS, DAYS | st.none())
    assigned = st.builds(Assignment, person, unit, role, span, st.sampled_from((False, False, True)))
    kind = st.sampled_from((DataClass.ORDINARY, DataClass.ORDINARY, DataClass.SENSITIVE, *SECRET))
    number = st.sampled_from(NUMBERS)
    year = st.sampled_from((2020, 2021, 2022))
    topic = st.sampled_from(TOPICS)
    paper = st.builds(Paper, unit, kind, number, year, st.none() | number, topic, person)
    papers = draw(st.lists(paper, min_size=1, max_size=7))
    leaves = []
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(papers) - 1))
        to_unit = papers[at].data_class not in SECRET and draw(st.booleans())
        leaves.append(
            Leave(
                at,
                None if to_unit else draw(person),
                draw(unit) if to_unit else None,
                (draw(DAYS), draw(DAYS)),
                draw(st.sampled_from((True, True, False))),
                draw(st.sampled_from((False, False, True))),
            )
        )
    assignments = draw(st.lists(assigned, max_size=3))
    return Plan(tuple(units), tuple(people), tuple(assignments), tuple(papers), tuple(leaves))


def house(folder: Path, embedder: object | None = None) -> Services:
    """Services on a data folder of their own, every table made."""
    services = Services(Settings(data=folder / "data", models=folder / "models"))
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    services.__dict__["embedder"] = embedder or BagOfWords()
    services.accounts.local_operator()
    return services


def sheet(text: str) -> PageText:
    """The text in one line, and beneath it a word that waits at the desk."""
    box, below = (0.1, 0.1, 0.9, 0.15), (0.1, 0.9, 0.2, 0.92)
    words = tuple(Word(word, box, 0.95) for word in text.split())
    doubtful = Word("Lưu", below, 0.4, doubtful=True, alternatives=("Lun",))
    lines = (Line(text, box, 0.95, words), Line(doubtful.text, below, 0.4, (doubtful,)))
    return PageText(1, 1240, 1754, 150, "test", "scan", 0.95, lines)


@dataclass
class World:
    """A plan carried out, beside everything that was in the library before."""

    services: Services
    plan: Plan
    batch: int = field(default_factory=lambda: next(_batches))
    units: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    work: DeskWork = field(init=False)

    def __post_init__(self) -> None:
        self.today = datetime.now(OFFICE_TIME).date()
        with self.services.db.session() as session:
            for n, unit in enumerate(self.plan.units):
                row = UnitRow(code=f"B{self.batch}.U{n}", name=f"Đơn vị {n}")
                row.parent_id = None if unit.parent is None else self.units[unit.parent]
                row.abolished_on = None if unit.ended is None else self.day(unit.ended)
                session.add(row)
                session.flush()
                self.units.append(row.id)
            for n, unit in enumerate(self.plan.units):
                if unit.into is not None:
                    row = session.get_one(UnitRow, self.units[n])
                    row.successor_id = self.units[unit.into]
            for n, person in enumerate(self.plan.people):
                account = AccountRow(
                    username=f"b{self.batch}.p{n}", display_name=f"P{n}", unit_id=self.units[person.unit]
                )
                session.add(account)
                session.flush()
                self.people.append(account.id)
                session.add_all(AccountRoleRow(account_id=account.id, role=role) for role in person.roles)
            for each in self.plan.assignments:
                session.add(
                    AssignmentRow(
                        account_id=self.people[each.person],
                        unit_id=self.units[each.unit],
                        role=each.role.value,
                        from_day=self.day(each.span[0]),
                        until_day=None if each.span[1] is None else self.day(each.span[1]),
                        ended_at=now() if each.ended else None,
                    )
                )
        for n, paper in enumerate(self.plan.papers):
            self.papers.append(self._enter(n, paper))
        with self.services.db.session() as session:
            session.add_all(self._grant(leave) for leave in self.plan.leaves)
        self.work = DeskWork.of(self)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    # The rule

    def heir(self, unit: int) -> int:
        it = self.plan.units[unit]
        ended = it.ended is not None and it.ended <= 0
        return self.heir(it.into) if ended and it.into is not None else unit

    def posts(self, person: int) -> dict[int, set[Role]]:
        """Units the person may act for today, with the roles there."""
        who = self.plan.people[person]
        held = {self.heir(who.unit): set(who.roles)}
        for each in self.plan.assignments:
            first, last = each.span
            if each.person == person and not each.ended and first <= 0 and (last is None or last >= 0):
                held.setdefault(self.heir(each.unit), set()).add(each.role)
        return held

    def allowed(self, person: int, unit: int) -> set[int]:
        """Documents the person may read, acting for `unit` (one of their posts)."""
        it = self.plan.units[unit]
        if (it.ended is not None and it.ended <= 0) or not self.posts(person)[unit] & READERS:
            return set()
        path, at = {unit}, it.parent
        while at is not None and (at := self.heir(at)) not in path:
            path.add(at)
            at = self.plan.units[at].parent
        seen = set()
        for n, paper in enumerate(self.plan.papers):
            held = paper.data_class is DataClass.ORDINARY and self.heir(paper.unit) in path
            given = any(
                (leave.person == person or (leave.unit == unit and leave.unit is not None))
                and leave.approved and not leave.revoked and leave.span[0] <= 0 <= leave.span[1]
                for leave in self.plan.leaves if leave.paper == n
            )  # fmt: skip
            if held or given:
                seen.add(self.papers[n])
        return seen

    # Carrying it out

    def principal(self, person: int, unit: int) -> Principal:
        found = self.services.accounts.principal_by_id(self.people[person], unit_id=self.units[unit])
        assert found.unit_id == self.units[unit]
        return found

    def username(self, person: int) -> str:
        return f"b{self.batch}.p{person}"

    def text(self, n: int) -> str:
        """What paper `n` says: words of its topic, words of all of this batch, and one of its own."""
        paper = self.plan.papers[n]
        said = f"Điều 1. Về {paper.topic} của lô{self.batch} theo kế hoạch riêng{self.batch}x{n} đã ban hành."
        return said if paper.ends is None else f"{said} Văn bản này thay thế văn bản {paper.ends}."

    def _enter(self, n: int, paper: Paper) -> int:
        services, catalogue = self.services, self.services.catalogue
        stored = services.files.put(f"{self.batch} {n}".encode())
        document_id = catalogue.register(
            NewDocument(
                f"tep-{self.batch}-{n}.pdf",
                self.units[paper.unit],
                stored.sha256,
                "application/pdf",
                stored.size,
                1,
                self.people[paper.by],
                data_class=paper.data_class,
            )
        )
        catalogue.put_page(document_id, sheet(self.text(n)), services.files.put(PICTURE.getvalue()).sha256)
        values = {
            FieldName.REFERENCE_NUMBER: paper.number,
            FieldName.DOCUMENT_TYPE: "decision",
            FieldName.ISSUE_DATE: f"{paper.year}-01-{1 + n:02}",
            FieldName.ISSUING_BODY: f"Cơ quan {self.batch}.{n}",
            FieldName.SUBJECT: f"Về {paper.topic} {self.batch}.{n}",
        }
        found = [FieldValue(name, value, 0.9, 1, (0.1, 0.1, 0.2, 0.2)) for name, value in values.items()]
        catalogue.put_fields(document_id, found, needs_review=n % 2 == 0)
        if paper.ends:
            ends = RelationFound(RelationKind.REPLACES, paper.ends, None, None, f"thay thế {n}", 1, None)
            catalogue.put_relations(document_id, [ends])
        archive(services.db, services.files, document_id, f"%PDF-1.7 {self.batch} {n}".encode())
        catalogue.set_status(document_id, DocumentStatus.READY)
        services.indexer.index(document_id)
        with services.db.session() as session:
            session.add(
                JobRow(
                    account_id=self.people[paper.by],
                    unit_id=self.units[paper.unit],
                    filename=f"tep-{self.batch}-{n}.pdf",
                    secrecy="none",
                    state="done",
                    page_count=1,
                    document_id=document_id,
                )
            )
        return document_id

    def _grant(self, leave: Leave) -> DocumentGrantRow:
        return DocumentGrantRow(
            document_id=self.papers[leave.paper],
            account_id=None if leave.person is None else self.people[leave.person],
            unit_id=None if leave.unit is None else self.units[leave.unit],
            from_day=self.day(leave.span[0]),
            until_day=self.day(leave.span[1]),
            reason="thử",
            requested_by=self.people[0],
            approved_at=now() if leave.approved else None,
            revoked_at=now() if leave.revoked else None,
        )

    def remove(self, document_ids: Sequence[int]) -> None:
        """Take documents out of the installation as if they had never been entered."""
        for document_id in document_ids:
            self.services.indexer.remove(document_id)
        with self.services.db.session() as session:
            gone = JobRow.document_id.in_(document_ids)
            session.execute(update(JobRow).where(gone).values(document_id=None))
            session.execute(delete(DocumentGrantRow).where(DocumentGrantRow.document_id.in_(document_ids)))
            for document_id in document_ids:
                about = removal.about(document_id)
                for table in reversed(Base.metadata.sorted_tables):
                    if table.name in about:
                        session.execute(delete(table).where(about[table.name]))
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(document_ids)))

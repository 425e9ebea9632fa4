"""A library, courses that rest on it, and the watcher between them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from rag.passages import PassageStore
from rag.structure import parse
from records import removal, withdrawing
from records.catalogue import Catalogue
from records.files import FileStore
from records.models import DocumentRow
from records.system import SystemReads
from records.types import DataClass, DocumentStatus, RelationFound, RelationKind
from tests.rag.asked_library import printed
from tests.records.making import Maker
from training_modules.anchors.models import AnchorChange
from training_modules.anchors.queue import ChangedSources
from training_modules.anchors.state import stale_items, stale_sources
from training_modules.anchors.watcher import Watcher
from training_modules.content import Activity, Course, Source
from training_modules.items import Item
from vanthu.db import Database

DECREE, DAY = "30/2020/NĐ-CP", date(2020, 3, 5)
RULES = """Điều 8. Thể thức văn bản
1. Thể thức văn bản là tập hợp các thành phần cấu thành văn bản.
2. Văn bản được lưu tại văn thư cơ quan trong thời hạn 10 ngày làm việc kể từ ngày ký.
Điều 9. Ký văn bản
1. Người đứng đầu cơ quan ký tất cả văn bản do cơ quan ban hành.
2. Cấp phó được ký thay các văn bản thuộc lĩnh vực được phân công."""
AMENDING = """Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 30/2020/NĐ-CP
1. Sửa đổi khoản 2 Điều 8 như sau: “2. Văn bản được lưu tại văn thư cơ quan trong thời hạn 05 ngày làm việc.”
Điều 2. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2026."""


def source(key: str, article: str | None = "8", clause: str | None = "2", **other: object) -> Source:
    plain = Source(key, DECREE, "Nghị định về công tác văn thư", DAY, article, clause, "Nội dung.")
    return replace(plain, **other)  # type: ignore[arg-type]


def item(name: str, rests_on: str | None, stem: str = "Trong mấy ngày?") -> Item:
    options = (("a", "10 ngày"), ("b", "05 ngày"))
    return Item(name, "single", stem, options, ("a",), "Xem căn cứ.", rests_on)


def course(
    *items: Item,
    sources: tuple[Source, ...],
    version: int = 1,
    draw: int = 0,
    mark: int = 1,
    taught: bool = True,
) -> Course:
    """A lesson, which rests on every source if these are `taught`, and a quiz."""
    used = tuple(each.id for each in sources) if taught else ()
    lesson = Activity("bai", "lesson", "Bài đọc", 5, "Nội dung bài.", sources=used)
    quiz = Activity("kt", "quiz", "Kiểm tra", 5, "", items=items, draw=draw or len(items), pass_correct=mark)
    return Course(
        "khoa", version, 1, "Khoá", "Course", "", "", "", 10, "", (lesson, quiz),
        {each.id: each for each in sources},
    )  # fmt: skip


class AnchoredWorld:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        UnitService(database).add("TINH", "Tỉnh uỷ Nam Giang")
        UnitService(database).add("AN", "Đảng uỷ xã An Hoà", "TINH")
        accounts = AccountService(database)
        roles = {"tinh": Role.CLERK, "an": Role.CLERK, "giang": Role.TRAINER}
        self.people: dict[str, Principal] = {
            name: accounts.add(name, name, "TINH" if name == "tinh" else "AN", [role])[0]
            for name, role in roles.items()
        }
        files = FileStore(folder / "files")
        self.catalogue = Catalogue(database, files)
        self.reads = SystemReads(database, files)
        self.passages = PassageStore(database)
        self.maker = Maker(self.catalogue, files, self.people)
        self.courses: list[Course] = []
        self.today = date(2026, 11, 23)
        self.watcher = Watcher(database, lambda: self.courses, lambda: self.today)
        self.changed = ChangedSources(database, lambda: self.courses, self.catalogue)

    def add(
        self,
        text: str,
        *,
        number: str = DECREE,
        on: date | None = DAY,
        unit: str = "tinh",
        relations: tuple[RelationFound, ...] = (),
        issuer: str = "Chính phủ",
        indexed: bool = True,
    ) -> int:
        """A document of the library, as ingest leaves it."""
        document_id = self.maker.add(unit, number=number, on=on, issuer=issuer, relations=relations)
        self.write(document_id, text, indexed=indexed)
        self.catalogue.set_status(document_id, DocumentStatus.READY)
        return document_id

    def write(self, document_id: int, text: str, *, indexed: bool = True) -> None:
        """The document's text read, or corrected."""
        for page in printed(text):
            self.catalogue.put_page(document_id, page, None)
        if indexed:
            self.index(document_id)

    def index(self, document_id: int) -> None:
        """What the indexer leaves in the database."""
        segments = parse(self.reads.page_texts(document_id), title="")
        hashes = [hashlib.sha256(segment.text.encode()).hexdigest() for segment in segments]
        self.passages.replace(document_id, segments, hashes)
        with self.database.session() as session:
            revision = session.get_one(DocumentRow, document_id).revision
        self.catalogue.set_indexed(document_id, revision)

    def amend(self, text: str = AMENDING, kind: RelationKind = RelationKind.AMENDS, **other: object) -> int:
        relation = RelationFound(kind, DECREE, DAY, None, "Sửa đổi Nghị định số 30/2020/NĐ-CP", 1, None)
        return self.add(text, number="40/2026/NĐ-CP", on=date(2026, 6, 1), relations=(relation,), **other)  # type: ignore[arg-type]

    def look(self) -> None:
        self.watcher.look()

    @property
    def stale(self) -> set[str]:
        with self.database.session() as session:
            return set(stale_items(session, "khoa"))

    @property
    def sources(self) -> set[str]:
        with self.database.session() as session:
            return set(stale_sources(session, "khoa"))

    def changes(self, *, open_only: bool = True) -> list[AnchorChange]:
        every = select(AnchorChange).order_by(AnchorChange.id)
        with self.database.session() as session:
            rows = session.scalars(every.where(AnchorChange.settled_at.is_(None)) if open_only else every)
            found = list(rows)
            session.expunge_all()
            return found

    def withdraw(self, document_id: int) -> None:
        withdrawing.withdraw(self.database, document_id)

    def give_back(self, document_id: int) -> None:
        withdrawing.give_back(self.database, document_id)

    def hide(self, document_id: int, data_class: DataClass) -> None:
        """Put the document under grants."""
        with self.database.session() as session:
            session.get_one(DocumentRow, document_id).data_class = data_class.value

    def purge(self, document_id: int) -> None:
        """What `vanthu purge` does to rows."""
        for step in (removal.begin, removal.erase, removal.forget):
            with self.database.session() as session:
                step(session, document_id)

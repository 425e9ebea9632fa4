"""Passages, vectors and index follow the catalogue, whatever was interrupted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from access.scope import Scope
from rag.embed import Embedder
from rag.index.edge import EdgeIndex
from rag.index.filter import index_filter
from rag.index.port import Field
from rag.indexer import Indexer
from rag.models import EmbeddingRow
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from records.models import DocumentRow
from records.system import SystemReads
from tests.rag.asked_library import AskedLibrary, build, printed
from vanthu.db import Base, Database
from vanthu.errors import NotFound


class Counting:
    """The real embedder, counting the passages it is given."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.embedded = 0

    @property
    def model_id(self) -> str:
        return self._inner.model_id

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.embedded += len(texts)
        return self._inner.passages(texts)


@dataclass
class Room:
    database: Database
    catalogue: Catalogue
    store: PassageStore
    index: EdgeIndex
    indexer: Indexer
    embedder: Counting
    reports: int
    scope: Scope


@pytest.fixture(scope="session")
def built(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AskedLibrary]:
    """The small library, made once; each test works on a copy."""
    folder: Path = tmp_path_factory.mktemp("built")
    database = Database(f"sqlite:///{folder / 'library.sqlite'}")
    Base.metadata.create_all(database.engine)
    library = build(folder, database, embedder)
    database.dispose()
    return folder, library


@pytest.fixture
def room(tmp_path: Path, built: tuple[Path, AskedLibrary], embedder: Embedder) -> Iterator[Room]:
    """A copy of the library's catalogue, with an index and an indexer of this test's own."""
    folder, library = built
    for name in ("library.sqlite", "files"):
        source = folder / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    database = Database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    files, index, store = FileStore(tmp_path / "files"), EdgeIndex(tmp_path / "index"), PassageStore(database)
    counting = Counting(embedder)
    indexer = Indexer(database, store, index, counting, SystemReads(database, files))
    indexer.reconcile()
    scope = Scope.of(library.official)
    reports = library.documents["reports"]
    yield Room(database, Catalogue(database, files), store, index, indexer, counting, reports, scope)
    index.close()
    database.dispose()


def test_an_empty_index_is_filled_from_the_catalogue_without_embedding_anew(room: Room) -> None:
    assert room.indexer.verify() == []
    assert room.index.count() == sum(len(ids) for ids in room.store.ids_by_document().values())
    assert room.embedder.embedded == 0


def test_indexing_again_changes_nothing(room: Room) -> None:
    before = room.store.of_document(room.reports, room.scope)
    room.indexer.index(room.reports)
    assert room.store.of_document(room.reports, room.scope) == before
    assert room.indexer.verify() == []
    assert room.indexer.reconcile() == 0


def test_a_corrected_page_embeds_only_the_passages_it_touches(room: Room) -> None:
    before = {p.id: p.text for p in room.store.of_document(room.reports, room.scope)}
    sheet = room.catalogue.page_text(room.reports, 1, room.scope)
    text = sheet.text.replace("24 giờ", "36 giờ")
    assert text != sheet.text
    corrected = printed(text)[0]
    room.catalogue.put_page(room.reports, corrected, None)
    room.indexer.reconcile()
    after = {p.id: p.text for p in room.store.of_document(room.reports, room.scope)}
    assert room.embedder.embedded == 2, "the passage and the one sentence of it"
    assert len(after.keys() - before.keys()) == 1
    assert "36 giờ" in next(after[i] for i in after.keys() - before.keys())
    assert room.indexer.verify() == []


def test_a_new_subject_reaches_every_passage_and_its_date_the_filter(room: Room) -> None:
    with room.database.session() as session:
        row = session.get(DocumentRow, room.reports)
        assert row is not None
        row.subject, row.revision = "Quy định về báo cáo định kỳ", row.revision + 1
    assert room.indexer.catch_up() == 1
    assert room.indexer.catch_up() == 0
    assert room.embedder.embedded == len(room.store.of_document(room.reports, room.scope))
    assert room.catalogue.stale_documents() == []


def test_a_document_without_words_is_indexed_as_nothing(room: Room) -> None:
    for page in room.catalogue.page_texts(room.reports, room.scope):
        room.catalogue.put_page(room.reports, replace(page, lines=()), None)
    assert room.indexer.index(room.reports) == 0
    assert room.index.points_of(room.reports) == set()
    assert room.catalogue.stale_documents() == []


def test_a_removed_document_leaves_no_passage_vector_or_cached_embedding(room: Room) -> None:
    hashes = room.store.hashes()
    room.indexer.remove(room.reports)
    assert room.index.points_of(room.reports) == set()
    assert room.store.of_document(room.reports, room.scope) == []
    with room.database.session() as session:
        kept = {*session.scalars(select(EmbeddingRow.text_hash))}
    assert kept == room.store.hashes()
    assert kept < hashes


def test_reconcile_mends_a_lost_and_a_left_over_point(room: Room) -> None:
    lost = min(room.index.points_of(room.reports))
    room.index.delete_passages([lost])
    (fault,) = room.indexer.verify()
    assert (fault.document_id, fault.missing, fault.extra) == (room.reports, 1, 0)
    with room.database.session() as session:
        gone = session.scalar(select(DocumentRow.id).where(DocumentRow.id != room.reports))
    assert gone is not None
    room.store.remove(gone)
    assert len(room.indexer.verify()) == 2
    room.indexer.reconcile()
    assert room.indexer.verify() == []


def test_a_crash_between_database_and_index_is_mended(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = room.catalogue.page_text(room.reports, 1, room.scope)
    room.catalogue.put_page(room.reports, printed(sheet.text.replace("24 giờ", "48 giờ"))[0], None)
    monkeypatch.setattr(room.index, "upsert", _dies)
    with pytest.raises(KeyboardInterrupt):
        room.indexer.index(room.reports)
    monkeypatch.undo()
    assert room.reports in room.catalogue.stale_documents()
    room.indexer.reconcile()
    assert room.indexer.verify() == []
    found = room.index.search(
        {Field.DENSE: room.embedder.passages(["48 giờ"])[0]}, index_filter(room.scope), 50
    )
    texts = [p.text for p in room.store.get([i for i, _ in found[Field.DENSE]], room.scope)]
    assert any("48 giờ" in text for text in texts)


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_passages_are_read_inside_the_scope_only(room: Room) -> None:
    passage = room.store.of_document(room.reports, room.scope)[3]
    nobody = Scope(1, frozenset())
    assert room.store.get([passage.id], room.scope) == [passage]
    assert room.store.get([passage.id], nobody) == []
    assert room.store.of_document(room.reports, nobody) == []
    with pytest.raises(NotFound):
        room.store.neighbours(passage.id, nobody)


def test_neighbours_stand_next_to_it(room: Room) -> None:
    passages = room.store.of_document(room.reports, room.scope)
    assert room.store.neighbours(passages[0].id, room.scope) == passages[:2]
    assert room.store.neighbours(passages[2].id, room.scope) == passages[1:4]


def test_passages_come_in_the_order_asked(room: Room) -> None:
    ids = [passage.id for passage in room.store.of_document(room.reports, room.scope)][::-1]
    assert [passage.id for passage in room.store.get([*ids, 10**6], room.scope)] == ids


def test_boxes_of_a_part_are_the_lines_it_touches(room: Room) -> None:
    passage = max(room.store.of_document(room.reports, room.scope), key=lambda p: len(p.spans))
    start, end, page, box = passage.spans[1]
    (found,) = passage.boxes_of(start + 1, end - 1)
    assert (found.page, found.box) == (page, box)
    assert passage.boxes_of(0, len(passage.text)) == passage.boxes

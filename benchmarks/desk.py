"""`python -m benchmarks desk`: the queue of doubt in a large library, and how soon a correction is followed.

10,000 documents of 20 pages with 120 doubtful words each (4 % of the words of a page), of two units; and a
document of 100 pages in which one word is corrected.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import insert

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.principal import Principal
from access.roles import Role
from ocr.layout import make_line
from ocr.page import PageText, Word
from rag.embed import Embedder
from rag.weights import install
from records.desk.models import DeskItemRow
from records.desk.types import WordPlace
from records.models import DocumentRow, PageRow
from records.types import DocumentStatus, NewDocument
from vanthu.db import Base
from vanthu.services import Services
from vanthu.settings import Settings, settings

DOCUMENTS, DOUBTS = 10_000, 120
LONG = 100
"""Pages of the document that is corrected."""
REPEATS = 15
AT_ONCE = 500
WORDS = ("quyết", "định", "về", "việc", "khen", "thưởng", "tập", "thể", "cá", "nhân", "xã", "phường", "năm")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks desk")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    asked = parser.parse_args(arguments)
    chance = random.Random(4)
    with tempfile.TemporaryDirectory() as folder:
        services = Services(Settings(data=Path(folder) / "data", models=settings().models))
        services.folder.create()
        Base.metadata.create_all(services.db.engine)
        services.embedder = Embedder(install(settings().models))
        mine, theirs = (_clerk(services, code) for code in ("AN", "BINH"))
        _fill(services, asked.documents, (mine, theirs), chance)
        _queue(services, mine)
        _followed(services, mine, chance)
        services.close()
    return 0


def _clerk(services: Services, code: str) -> Principal:
    services.units.add(code, f"Xã {code}")
    return services.accounts.add(f"nv.{code.lower()}", code, code, [Role.CLERK], "con mèo trèo cây cau")[0]


def _page(number: int, chance: random.Random, *, doubtful: bool) -> PageText:
    lines = []
    for row in range(30):
        words = [
            Word(chance.choice(WORDS), (i / 12, row / 32, (i + 0.9) / 12, (row + 0.8) / 32), 0.9, "tesseract")
            for i in range(10)
        ]
        if doubtful and row < 6:
            words[2] = Word("thưỡng", words[2].box, 0.4, "tesseract", ("thưởng",), doubtful=True)
        lines.append(make_line(words))
    return PageText(number, 1240, 1754, 150, "tesseract", "scan", 0.9, tuple(lines))


def _fill(
    services: Services, documents: int, people: tuple[Principal, Principal], chance: random.Random
) -> None:
    """Of each document only the page that is looked at: the others would change nothing here."""
    content = _page(1, chance, doubtful=True).pack()
    for first in range(1, documents + 1, AT_ONCE):
        ids = range(first, min(first + AT_ONCE, documents + 1))
        owner = {i: people[i % 10 == 0] for i in ids}
        with services.db.session() as session:
            session.execute(insert(DocumentRow), [_document(i, owner[i]) for i in ids])
            session.execute(
                insert(PageRow), [{"document_id": i, "number": 1, "content": content} for i in ids]
            )
            session.execute(
                insert(DeskItemRow), [_item(i, n, owner[i], chance) for i in ids for n in range(DOUBTS)]
            )
    print(f"{documents:,} documents, {documents * DOUBTS:,} items")


def _document(number: int, owner: Principal) -> dict[str, object]:
    return {
        "id": number, "unit_id": owner.unit_id, "filename": f"{number}.pdf", "sha256": f"{number:064d}",
        "media_type": "application/pdf", "size": 1, "page_count": 20, "language": "vi",
        "secrecy_level": "none", "status": DocumentStatus.READY.value, "created_by": owner.account_id,
    }  # fmt: skip


def _item(document_id: int, number: int, owner: Principal, chance: random.Random) -> dict[str, object]:
    return {
        "id": f"word:{document_id}:{1 + number // 6}:{number % 6}:2", "document_id": document_id,
        "unit_id": owner.unit_id, "kind": "word", "value": chance.choice((3, 4, 5, 6)), "turn": -document_id,
        "confidence": chance.random(), "page": 1, "line": number % 6, "word": 2, "shape": 0, "revision": 1,
    }  # fmt: skip


def _queue(services: Services, clerk: Principal) -> None:
    queue, desk = services.desk_queue, services.desk
    shown = queue.next(clerk)

    def settle() -> None:
        (item,) = queue.next(clerk, limit=1)
        desk.settle(item.id, "thưởng", item.revision, clerk)

    _timed("the next 30 items", lambda: queue.next(clerk))
    _timed("30 items further on", lambda: queue.next(clerk, after=shown[-1].id))
    _timed("the items of one document", lambda: queue.next(clerk, document_id=5))
    _timed("how much waits", lambda: queue.state(clerk))
    _timed("the next item, and settling it", settle)


def _followed(services: Services, clerk: Principal, chance: random.Random) -> None:
    catalogue = services.catalogue
    document_id = catalogue.register(
        NewDocument("dai.pdf", clerk.unit_id, "f" * 64, "application/pdf", 1, LONG, clerk.account_id)
    )
    for number in range(1, LONG + 1):
        catalogue.put_page(document_id, _page(number, chance, doubtful=False), None)
    catalogue.put_fields(document_id, [], needs_review=False)
    catalogue.set_status(document_id, DocumentStatus.READY)
    passages = services.indexer.index(document_id)
    print(f"a document of {LONG} pages, {passages} passages")

    def correct() -> None:
        place = WordPlace(chance.randint(1, LONG), chance.randint(0, 29), chance.randint(0, 9))
        services.desk.edit(place, "sửa", clerk, document_id=document_id, revision=10**6)

    _timed("a word corrected", correct)

    def follow() -> None:
        correct()
        services.following.read_again()
        services.indexer.index(document_id)

    _timed("fields read again and the index level", follow)


def _timed(what: str, act: Callable[[], object]) -> None:
    """Median and the slowest, by the clock and by the processor."""
    clock, processor = [], []
    for _ in range(REPEATS):
        begun, used = time.perf_counter(), time.process_time()
        act()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    print(
        f"{what:40s} {statistics.median(clock) * 1000:7.0f} ms, most {max(clock) * 1000:.0f} ms; "
        f"processor {statistics.median(processor) * 1000:.0f} ms"
    )

"""A scan, a word in doubt, its correction: search, fields and the searchable PDF say what the person said."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select, update

from access.principal import Principal
from access.scope import Scope
from ocr.page import PageText
from rag.embed import Embedder
from rag.models import PassageRow
from rag.weights import install
from records.desk.types import Looking
from records.models import DocumentRow
from records.types import FieldName
from tests.ingest.conftest import page_picture, png
from vanthu.acts import Acts
from vanthu.db import Base
from vanthu.following import Following
from vanthu.services import Services
from vanthu.settings import Settings, settings
from vanthu.upkeep import verify

PRINTED = (
    "ỦY BAN NHÂN DÂN XÃ AN HÒA",
    "Số: 12/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Về việc khen thưởng tập thể",
    "Điều 1. Tặng giấy khen cho đội cứu hộ.",
    "Điều 2. Quyết định có hiệu lực từ ngày ký.",
)
WAIT_S = 60.0


@dataclass
class Office:
    """One folder with one scanned document, and who works on it."""

    services: Services
    clerk: Principal
    document: int

    @property
    def acts(self) -> Acts:
        return self.services.acting(self.clerk)

    @property
    def scope(self) -> Scope:
        return Scope.of(self.clerk)

    def page(self) -> PageText:
        return self.services.catalogue.page_text(self.document, 1, self.scope)

    def reads(self, wrong: str, right: str) -> None:
        """As if the engine had read `wrong` for `right`, in doubt."""
        lines = []
        for line in self.page().lines:
            words = [
                replace(word, text=word.text.replace(right, wrong), doubtful=True, confidence=0.3)
                if right in word.text
                else word
                for word in line.words
            ]
            lines.append(replace(line, words=tuple(words), text=" ".join(word.text for word in words)))
        catalogue = self.services.catalogue
        picture = catalogue.page_image(self.document, 1, self.scope)
        kept = self.services.files.put(picture).sha256
        catalogue.put_page(self.document, replace(self.page(), lines=tuple(lines)), kept)
        with self.services.db.session() as session:
            session.execute(update(DocumentRow).values(desk_rules=0))
        self.services.following.begin()

    def archive_text(self) -> str:
        path = self.services.catalogue.archive(self.document, self.scope)
        pdf = pypdfium2.PdfDocument(path)
        text = str(pdf[0].get_textpage().get_text_range())
        pdf.close()
        return " ".join(text.split())


def opened(data: Path) -> Services:
    services = Services(Settings(data=data, min_free_bytes=0, ocr_workers=1))
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    services.embedder = Embedder(install(settings().models))
    return services


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    services = opened(tmp_path_factory.mktemp("desk") / "data")
    services.ingest.start()
    clerk = services.accounts.local_operator()
    job = services.ingest.submit(io.BytesIO(png(page_picture(*PRINTED))), "quyet-dinh.png", clerk)
    (job,) = services.ingest.wait([job.id], clerk, WAIT_S)
    assert job.document_id is not None, job
    yield Office(services, clerk, job.document_id)
    services.close()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def archives_made(office: Office) -> bool:
    return office.services.archive_copies.stale() == []


def follow(office: Office) -> None:
    """What the server's thread does once the clerk pauses."""
    office.services.following.catch_up()
    office.services.ingest.archives_due()
    until(lambda: archives_made(office))


def test_the_corrected_word_is_found_and_copied(office: Office) -> None:
    office.reads("cữu", "cứu")
    services, acts = office.services, office.acts
    assert "cữu hộ" in office.page().text
    item = next(i for i in acts.desk.queue(document_id=office.document) if i.reading == "cữu")
    passages = _passages(services)
    acts.desk.settle(item.id, "cứu", item.revision)
    assert {fault.kind for fault in verify(services)} == {"stale", "fields_stale"}
    follow(office)
    assert verify(services) == []
    hits = acts.search("đội cứu hộ")
    assert "cứu hộ" in hits[0].text and hits[0].boxes
    assert all("cữu" not in hit.text for hit in hits)
    assert "cứu hộ" in office.archive_text() and "cữu" not in office.archive_text()
    changed = [key for key, text_hash in _passages(services).items() if passages.get(key) != text_hash]
    assert len(changed) == 1 < len(passages), "the other passages keep id and vector"


def test_a_corrected_letterhead_mends_the_field_and_a_persons_field_stays(office: Office) -> None:
    office.reads("tâp", "tập")
    services, acts = office.services, office.acts
    services.catalogue.put_fields(office.document, [], needs_review=True)
    step = acts.desk.replace(office.document, "tâp", "tập", Looking())
    assert step is not None
    follow(office)
    mended = services.catalogue.document(office.document, office.scope).fields
    assert mended[FieldName.SUBJECT].value == "Về việc khen thưởng tập thể"
    acts.correct(office.document, FieldName.SUBJECT, "Khen thưởng đội cứu hộ")
    acts.desk.undo(office.document)  # the field
    acts.correct(office.document, FieldName.SUBJECT, "Khen thưởng đội cứu hộ")
    acts.desk.replace(office.document, "tập", "TẬP", Looking())
    follow(office)
    kept = services.catalogue.document(office.document, office.scope).fields[FieldName.SUBJECT]
    assert (kept.value, kept.source) == ("Khen thưởng đội cứu hộ", "person")
    assert acts.search("khen thưởng")[0].title == "Khen thưởng đội cứu hộ"


def test_what_a_process_left_behind_is_followed_at_the_next_start(office: Office) -> None:
    step = office.acts.desk.replace(office.document, "đội", "tổ", Looking())
    assert step is not None
    again = opened(office.services.settings.data)  # another process: it was told nothing
    again.index = office.services.index
    again.following.begin()
    again.close()
    office.services.ingest.archives_due()
    until(lambda: archives_made(office))
    assert verify(office.services) == []
    assert "tổ cứu hộ" in office.acts.search("tổ cứu hộ")[0].text


def test_corrections_close_together_are_followed_together() -> None:
    following = Following(None)  # type: ignore[arg-type]
    following.poke()
    following.rest(60.0)  # returns though the time is not over
    before = time.monotonic()
    following.rest(0.05)
    assert time.monotonic() - before < 30.0


def _passages(services: Services) -> dict[int, str]:
    with services.db.session() as session:
        rows = session.execute(select(PassageRow.id, PassageRow.text_hash))
        return {key: text_hash for key, text_hash in rows}  # noqa: C416

"""A house with two units, people and documents, and ways to call its API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from access.audit_models import AuditEventRow
from access.principal import Principal
from access.roles import Role
from ocr.page import Line, PageText, Word
from records.types import DocumentStatus, FieldName, FieldValue, NewDocument
from tests.records.archived import archive
from tests.ui.signing_in import session_client
from ui.api import app
from ui.door import LocalDoor
from vanthu.db import Base
from vanthu.services import Services
from vanthu.settings import Settings

PASSWORD = "Mật khẩu dài để thử 2026"
PAGE_IMAGE = b"RIFF\x00\x00\x00\x00WEBPVP8 "


@dataclass
class House:
    """Services on a data folder of its own, with the people who use it."""

    services: Services
    clerk: Principal
    official: Principal
    stranger: Principal
    """A clerk of another unit, which stands beside the first."""

    def add_document(self, owner: Principal, filename: str, reference: str, subject: str) -> int:
        services = self.services
        stored = services.files.put(f"{filename} {reference} {owner.unit_id}".encode())
        document_id = services.catalogue.register(
            NewDocument(
                filename, owner.unit_id, stored.sha256, "application/pdf", stored.size, 1, owner.account_id
            )
        )
        image = services.files.put(PAGE_IMAGE)
        services.catalogue.put_page(document_id, page(1, subject), image.sha256)
        values = {FieldName.REFERENCE_NUMBER: reference, FieldName.SUBJECT: subject}
        found = [FieldValue(name, value, 0.9, 1, (0.1, 0.2, 0.3, 0.4)) for name, value in values.items()]
        services.catalogue.put_fields(document_id, found, needs_review=False)
        archive(services.db, services.files, document_id, b"%PDF-1.7 searchable " + filename.encode())
        services.catalogue.set_status(document_id, DocumentStatus.READY)
        return document_id

    def audited(self) -> list[tuple[str, int | None, int | None]]:
        """Action, account and document of every event, oldest first."""
        with self.services.db.session() as session:
            events = session.scalars(select(AuditEventRow).order_by(AuditEventRow.sequence))
            return [(event.action, event.account_id, event.document_id) for event in events]


def page(number: int, text: str) -> PageText:
    box = (0.1, 0.1, 0.9, 0.15)
    words = tuple(Word(word, box, 0.95) for word in text.split())
    lines = (Line(text, box, 0.95, words),)
    return PageText(number, 1240, 1754, 150, "tesseract 5.3.0 vie", "scan", 0.95, lines)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    services = Services(Settings(data=tmp_path / "data", models=tmp_path / "models"))
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    services.units.add("XA-A", "Đảng uỷ xã A")
    services.units.add("XA-B", "Đảng uỷ xã B")
    add = services.accounts.add
    clerk, _ = add("lan", "Nguyễn Thị Lan", "XA-A", [Role.CLERK], PASSWORD)
    official, _ = add("minh", "Trần Văn Minh", "XA-A", [Role.OFFICIAL], PASSWORD)
    stranger, _ = add("hoa", "Lê Thị Hoa", "XA-B", [Role.CLERK], PASSWORD)
    yield House(services, clerk, official, stranger)
    services.close()


@pytest.fixture
def local(house: House) -> Iterator[TestClient]:
    """The API as the Unix socket offers it."""
    with TestClient(LocalDoor(app.create(house.services)), base_url="http://localhost") as client:
        yield client


def signed_in_client(house: House, person: Principal) -> TestClient:
    """The API as a browser with a session sees it."""
    return session_client(house.services, person)


@pytest.fixture
def open_page(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Pages of the web interface: `open_page(person, screen, **query)`."""
    from tests.ui.web_pages import opener

    return opener(house.services, monkeypatch)

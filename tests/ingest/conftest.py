"""A whole ingest room on a data folder of its own, with real engines; only the index is a notebook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import img2pdf
import pytest
from PIL import Image, ImageDraw, ImageFont

import vanthu.models  # noqa: F401  (all tables)
from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from access.scope import Scope
from ingest.build import build_ingest
from ingest.runner import VERSION
from ingest.service import IngestService
from ingest.types import JobView
from ocr.page import PageText
from records.catalogue import Catalogue
from records.files import FileStore
from records.types import FieldName, FieldValue, RelationFound
from vanthu.db import Base, Database
from vanthu.settings import Settings

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"


@dataclass
class Reading:
    """What the tests' cataloguing finds: the first line as the subject."""

    fields: list[FieldValue]
    relations: list[RelationFound] = field(default_factory=list)
    needs_review: bool = False
    language: str = "vi"


def read_fields(pages: Sequence[PageText]) -> Reading:
    line = next((line for page in pages for line in page.lines), None)
    return Reading([FieldValue(FieldName.SUBJECT, line.text, 1.0, 1, line.box)] if line else [])


@dataclass
class House:
    """The services of one data folder."""

    settings: Settings
    db: Database
    files: FileStore
    catalogue: Catalogue
    me: Principal
    service: IngestService
    indexed: list[int]

    def index(self, document_id: int) -> None:
        self.indexed.append(document_id)

    def remove(self, document_id: int) -> None:
        self.indexed = [each for each in self.indexed if each != document_id]

    def submit(self, content: bytes | Path, name: str, **how: object) -> JobView:
        source = content if isinstance(content, Path) else io.BytesIO(content)
        return self.service.submit(source, name, self.me, **how)

    def wait(self, *jobs: JobView, timeout: float = 120.0) -> list[JobView]:
        done = self.service.wait([job.id for job in jobs], self.me, timeout)
        assert not any(job.state.worked_on for job in done), done
        return done

    def take(self, content: bytes | Path, name: str, **how: object) -> JobView:
        return self.wait(self.submit(content, name, **how))[0]

    def custodian(self, name: str = "giu.du.lieu", unit: str = "LOCAL") -> Principal:
        """A person who keeps the data of that unit."""
        accounts = AccountService(self.db)
        accounts.add(name, "Người quản lý dữ liệu", unit, [Role.CUSTODIAN])
        return accounts.principal(name)

    @property
    def scope(self) -> Scope:
        return Scope.of(self.me)

    def text(self, job: JobView) -> str:
        assert job.document_id is not None
        return "\n".join(page.text for page in self.catalogue.page_texts(job.document_id, self.scope))

    def everything_on_disk(self) -> Iterator[tuple[Path, bytes]]:
        for path in sorted(self.settings.data.rglob("*")):
            if path.is_file():
                yield path, path.read_bytes()


def make_house(
    folder: Path,
    *,
    kind: type[House] = House,
    tesseract: str = "tesseract",
    networks: str = "",
    version: str = VERSION,
    **settings: object,
) -> House:
    configured = Settings(data=folder, **{"ocr_workers": 2, "min_free_bytes": 0, **settings})
    folder.mkdir(parents=True, exist_ok=True)
    db = Database(configured.sqlalchemy_url)
    Base.metadata.create_all(db.engine)
    files = FileStore(configured.files)
    indexed: list[int] = []
    house = kind(
        configured,
        db,
        files,
        Catalogue(db, files),
        AccountService(db).local_operator(),
        None,  # type: ignore[arg-type]
        indexed,
    )
    house.service = build_ingest(
        configured,
        db,
        files,
        house,
        read_fields=read_fields,
        tesseract=tesseract,
        networks=networks,
        version=version,
    )
    return house


@pytest.fixture
def closed_house(tmp_path: Path) -> Iterator[House]:
    """Takes uploads, works on none."""
    house = make_house(tmp_path / "data")
    yield house
    house.db.dispose()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Takes uploads and works on them; shared by the tests of a module."""
    house = make_house(tmp_path_factory.mktemp("house") / "data", max_pages=40, max_image_pixels=20_000_000)
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def page_picture(*lines: str, size: tuple[int, int] = (1000, 640), font: int = 34) -> Image.Image:
    """A small scanned page: black print on white, as at 200 dpi."""
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        draw.text((60, 50 + row * int(font * 1.8)), line, font=ImageFont.truetype(FONT, font), fill=0)
    return picture


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def scan_pdf(*pages: Image.Image) -> bytes:
    """The pictures as a scanner's PDF, without any text."""
    return img2pdf.convert([png(page) for page in pages], engine=img2pdf.Engine.pikepdf)

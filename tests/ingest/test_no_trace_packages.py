"""Of a marked document in a submission package, and of what the package says of it, nothing stays.

Also not where the package itself is refused.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from ingest.types import JobState
from records.dossiers.types import DossierCard, Retention
from records.errors import PackageRefused
from records.packages.parts import PackageFacts, PackedDocument
from records.packages.write import write_package
from records.types import FieldName
from tests.ingest.conftest import make_house
from tests.ingest.marked import CANARIES, MARKED, NAME, PRINTED, PROPERTY
from tests.ingest.traces import Traces
from tests.records.test_archival_tables import TOLD, document

FILES = {name: MARKED[name]() for name in (f"{NAME}.txt", f"{NAME}.md")}


def packed(folder: Path) -> bytes:
    """Two marked documents; the descriptions beside them tell as much as they do."""
    folder.mkdir()
    documents = []
    for number, (name, content) in enumerate(FILES.items(), start=1):
        (folder / name).write_bytes(content)
        told = {**TOLD, FieldName.SUBJECT: f"Kế hoạch {PRINTED}"}
        documents.append(PackedDocument(document(number, told), number, folder / name, None, False))
    out = io.BytesIO()
    card = DossierCard("H01.02", f"Hồ sơ {PROPERTY}", Retention.YEARS_20)
    write_package(out, PackageFacts(UUID(int=0xAB), datetime.now(UTC), "Đơn vị", "0", card), documents)
    return out.getvalue()


def test_nothing_stays_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = packed(tmp_path / "from")
    traces = Traces(CANARIES, files=[*FILES.values(), package])
    assert traces.within(package) is not None
    place = tmp_path / "here"
    (place / "tmp").mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(place / "tmp"))
    house = make_house(place / "data", ocr_workers=1)
    with pytest.raises(PackageRefused):
        house.service.take_package([package[:-40]], house.me)
    assert traces.under([place]) == []
    house.service.start()
    taken = house.service.take_package([package[:5_000], package[5_000:]], house.me)
    assert traces.under([place], deep=False) == []
    jobs = house.wait(*taken.jobs)
    house.service.stop()
    house.db.dispose()
    assert [(job.state, job.filename) for job in jobs] == [(JobState.REFUSED, "")] * len(FILES)
    assert traces.under([place, Path("/dev/shm")]) == []
    assert not any(path.is_file() for path in (place / "data" / "spool").rglob("*"))

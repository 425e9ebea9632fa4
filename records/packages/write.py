"""Writes a package as a ZIP, file by file: a dossier of any size takes little memory."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from records.archival import document_row, dossier_row
from records.packages.ead import ead, schema
from records.packages.mets import mets
from records.packages.parts import (
    COPIES,
    EAD,
    METS,
    ORIGINALS,
    PREMIS,
    README,
    SCHEMA,
    Member,
    PackageFacts,
    PackedDocument,
    data_of,
    ead_of,
)
from records.packages.premis import premis

_PIECE = 1 << 20
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def write_package(out: BinaryIO, facts: PackageFacts, documents: Sequence[PackedDocument]) -> None:
    """The whole package to `out`. Without a dossier's card there is one document."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        packing = _Packing(archive, facts)
        files = [member for packed in documents for member in packing.files(packed)]
        described = [*packing.descriptions(documents)]
        preserved = packing.put(PREMIS, premis(facts, files))
        beside = [packing.put(README, _readme(facts), "text/plain"), packing.put(SCHEMA, schema())]
        packing.put(METS, mets(facts, [*described, preserved, *beside, *files]))


def _readme(facts: PackageFacts) -> bytes:
    """What lies in the package, for whoever opens it without our program."""
    told = facts.card.title if facts.card else "một tài liệu"
    return (
        f"Gói hồ sơ nộp lưu ({facts.kind}): {told}\n\n"
        f"representations/{COPIES}/data: bản sao lưu trữ PDF/A, có lớp chữ tìm kiếm được.\n"
        f"representations/{ORIGINALS}/data: tệp gốc như khi tiếp nhận, khi khác bản sao lưu trữ.\n"
        "metadata/descriptive: siêu dữ liệu theo tên gọi của Thông tư 05/2025/TT-BNV.\n"
        "metadata/preservation: PREMIS 3.0. METS.xml: danh sách tệp, kích thước, SHA-256.\n"
    ).encode()


class _Packing:
    def __init__(self, archive: zipfile.ZipFile, facts: PackageFacts) -> None:
        self._archive = archive
        self._facts = facts

    def files(self, packed: PackedDocument) -> Iterator[Member]:
        """The searchable copy, and the original where that is another file."""
        name, media_type = packed.document.summary.filename, packed.document.media_type
        if packed.archive is not None:
            yield self._copy(COPIES, packed, packed.archive, "application/pdf", name)
        if packed.archive is None or packed.archive != packed.original:
            place = ORIGINALS if packed.archive is not None else COPIES
            yield self._copy(place, packed, packed.original, media_type, name)

    def descriptions(self, documents: Iterable[PackedDocument]) -> Iterator[Member]:
        documents = list(documents)
        card = self._facts.card
        if card is not None:
            yield self.put(EAD, ead(dossier_row(card, [packed.document for packed in documents])))
        for packed in documents:
            row = document_row(packed.document, card, packed.ordinal, digitised=packed.digitised)
            yield self.put(ead_of(packed.ordinal), ead(row))

    def put(self, name: str, content: bytes, media_type: str = "text/xml") -> Member:
        self._archive.writestr(self._entry(name), content)
        return Member(name, media_type, len(content), hashlib.sha256(content).hexdigest())

    def _copy(
        self, representation: str, packed: PackedDocument, path: Path, media_type: str, original_name: str
    ) -> Member:
        name = data_of(representation, self._facts, packed, _ENDINGS.get(media_type, ".bin"))
        entry = self._entry(name)
        entry.compress_type = zipfile.ZIP_STORED
        sha, size = hashlib.sha256(), 0
        entry.file_size = path.stat().st_size
        with path.open("rb") as source, self._archive.open(entry, "w") as inside:
            while piece := source.read(_PIECE):
                sha.update(piece)
                size += len(piece)
                inside.write(piece)
        return Member(name, media_type, size, sha.hexdigest(), original_name)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self._facts.object_id}/{name}", self._facts.made.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry

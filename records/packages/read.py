"""Reads a submission package: every file is listed, with the size and SHA-256 the METS says.

Nothing is taken from a package of which one file is wrong, missing, or there without being listed.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from lxml import etree

from records.archival import BESIDE, DOCUMENT, DOSSIER, Row
from records.errors import PackageRefused
from records.outputs.markup import Element, parsed
from records.packages.ead import read_ead
from records.packages.mets import XLINK, M
from records.packages.parts import EAD, METS, ORIGINALS
from records.packages.safe_zip import ZipLimits, opened

MAX_XML = 16 * 1024 * 1024
_PIECE = 1 << 20
_DATA = re.compile(r"(?:representations/([^/]+)/)?data/([^/]+)")
_EAD_DOC = re.compile(r"metadata/descriptive/EAD_doc_(\d{1,7})\.xml")


@dataclass(frozen=True, slots=True)
class PackagedDocument:
    ordinal: int
    row: Row
    """Its elements; known ones only."""
    member: str
    """Name in the archive of the file to take: the original where there is one, else the copy."""
    filename: str


@dataclass(frozen=True, slots=True)
class Package:
    dossier: Row | None
    documents: tuple[PackagedDocument, ...]


class PackageReader:
    """A package in a seekable stream; `look` first, then `stream` each member."""

    def __init__(self, stream: BinaryIO, size: int, limits: ZipLimits) -> None:
        self._archive = opened(stream, size, limits)

    def look(self) -> Package:
        """Verify everything and say what is inside; raises `PackageRefused`."""
        try:
            return self._look()
        except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as fault:
            raise PackageRefused(reason="không đọc được các tệp bên trong") from fault

    def stream(self, member: str) -> Iterator[bytes]:
        with self._archive.open(member) as inside:
            while piece := inside.read(_PIECE):
                yield piece

    def _look(self) -> Package:
        root = self._root()
        listed = _listed(parsed(self._small(f"{root}{METS}")))
        present = {
            entry.filename.removeprefix(root): entry.file_size
            for entry in self._archive.infolist()
            if not entry.is_dir()
        }
        present.pop(METS)
        if set(present) != set(listed):
            raise PackageRefused(reason="danh sách tệp trong METS không khớp với gói")
        for name, (size, sha256) in listed.items():
            if present[name] != size or self._digest(f"{root}{name}") != sha256:
                raise PackageRefused(reason="mã kiểm tra SHA-256 của tệp bên trong không khớp")
        dossier = read_ead(self._small(f"{root}{EAD}"), DOSSIER) if EAD in present else None
        return Package(dossier, tuple(self._documents(root, sorted(present))))

    def _documents(self, root: str, names: list[str]) -> Iterator[PackagedDocument]:
        rows = {
            int(found.group(1)): read_ead(self._small(f"{root}{name}"), (*DOCUMENT, *BESIDE))
            for name in names
            if (found := _EAD_DOC.fullmatch(name))
        }
        data: dict[str, str] = {}
        for name in names:
            found = _DATA.fullmatch(name)
            if found is None:
                continue
            stem = PurePosixPath(found.group(2)).stem
            if stem not in data or found.group(1) == ORIGINALS:
                data[stem] = name
        if not data or len(data) != len(rows):
            raise PackageRefused(reason="số tệp và số bản mô tả tài liệu không khớp")
        # Both are in the order of the dossier: seven digits sort as numbers do.
        for (ordinal, row), (_stem, name) in zip(sorted(rows.items()), sorted(data.items()), strict=True):
            ending = PurePosixPath(name).suffix
            filename = row.get("fileName") or PurePosixPath(name).name
            if PurePosixPath(filename).suffix.lower() != ending.lower():
                filename = f"{PurePosixPath(filename).stem}{ending}"
            yield PackagedDocument(ordinal, row, f"{root}{name}", filename)

    def _root(self) -> str:
        """The folder of the package within the archive; empty where there is none."""
        found = [name for name in self._archive.namelist() if PurePosixPath(name).name == METS]
        tops = sorted(found, key=lambda name: name.count("/"))
        if not tops or tops[0].count("/") > 1:
            raise PackageRefused(reason="không có METS.xml")
        root = tops[0].removesuffix(METS)
        if any(not name.startswith(root) for name in self._archive.namelist()):
            raise PackageRefused(reason="có tệp nằm ngoài thư mục của gói")
        return root

    def _small(self, name: str) -> bytes:
        try:
            entry = self._archive.getinfo(name)
        except KeyError:
            raise PackageRefused(reason="danh sách tệp trong METS không khớp với gói") from None
        if entry.file_size > MAX_XML:
            raise PackageRefused(reason="giải nén ra quá lớn")
        return self._archive.read(entry)

    def _digest(self, name: str) -> str:
        sha = hashlib.sha256()
        for piece in self.stream(name):
            sha.update(piece)
        return sha.hexdigest()


def _listed(mets: Element) -> dict[str, tuple[int, str]]:
    """Name to size and SHA-256 of every file the METS lists."""
    found: dict[str, tuple[int, str]] = {}
    for element in mets.iter(f"{{{M}}}mdRef", f"{{{M}}}file"):
        place = element if etree.QName(element).localname == "mdRef" else element.find(f"{{{M}}}FLocat")
        name = place.get(f"{{{XLINK}}}href", "") if place is not None else ""
        size, sha256 = element.get("SIZE", ""), element.get("CHECKSUM", "").lower()
        if element.get("CHECKSUMTYPE") != "SHA-256" or not size.isdecimal() or not name:
            raise PackageRefused(reason="METS không ghi SHA-256 của mọi tệp")
        found[name] = int(size), sha256
    return found

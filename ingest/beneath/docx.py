"""DOCX: every text of every part (comments, deleted and hidden text, properties), every picture."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from lxml import etree

from ingest.beneath import Drawn, Part, Unseen, Written
from ingest.errors import DocxDamaged, FileInFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUNS = {f"{_W}t", f"{_W}delText"}
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"}
_PROGRAM = {".rels", ".ttf", ".odttf", ".otf"}
"""Relations and fonts say nothing."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def docx_parts(stream: BinaryIO) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(stream) as package:
            for entry in package.infolist():
                if not entry.is_dir():
                    yield from _part(PurePosixPath(entry.filename), package, entry)
    except (zipfile.BadZipFile, etree.LxmlError, EOFError, NotImplementedError, OSError):
        raise DocxDamaged from None


def _part(name: PurePosixPath, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Part]:
    ending = f".{name.name.rpartition('.')[2]}".lower()
    if "embeddings" in name.parts or "activeX" in name.parts:
        raise FileInFile
    if ending == ".xml":
        yield from _texts(etree.fromstring(package.read(entry), _PARSER))
    elif ending in _PICTURES:
        yield Drawn(package.read(entry))
    elif ending not in _PROGRAM:
        yield Unseen()


def _texts(root: Any) -> Iterator[Part]:
    for paragraph in root.iter(f"{_W}p"):
        yield Written("".join(run.text or "" for run in paragraph.iter(*_RUNS)))
    for element in root.iter(etree.Element):
        if element.text and element.text.strip() and not str(element.tag).startswith(_W):
            yield Written(element.text, short=True)

"""Recognised pages of files, kept between runs: recognition takes minutes, all that follows it seconds."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from ingest.media import MediaType
from ingest.typeset import to_pdf
from ocr.page import PageText
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from vanthu.settings import ROOT

KEPT = ROOT / "var" / "bench" / "pages"
_TYPESET = {".docx": MediaType.DOCX, ".md": MediaType.MARKDOWN, ".txt": MediaType.TEXT}


def recognised(path: Path, *, first_only: bool = False) -> list[PageText]:
    """The pages of `path` as the product reads them; read anew when the file or the reading code changed."""
    if path.suffix not in _TYPESET:
        return _read(path, path, first_only=first_only)
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "typeset.pdf"
        to_pdf(path, _TYPESET[path.suffix], out)
        return _read(out, path, first_only=first_only)


def _read(pdf: Path, original: Path, *, first_only: bool) -> list[PageText]:
    KEPT.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(original.read_bytes() + _code()).hexdigest()[:24]
    pages: list[PageText] = []
    with open_source(pdf) as source:
        for number in range(1, 2 if first_only else source.page_count + 1):
            kept = KEPT / f"{digest}-{number}"
            if kept.is_file():
                pages.append(PageText.unpack(kept.read_bytes()))
                continue
            pages.append(recognise_page(source, number, OcrOptions(languages="vie")))
            partial = kept.with_name(f"{kept.name}.{os.getpid()}.part")
            partial.write_bytes(pages[-1].pack())
            partial.replace(kept)  # a run that is broken off leaves no half page to the next
    return pages


@cache
def _code() -> bytes:
    """What a reading depends on besides the file."""
    read = [path for kind in ("*.py", "*.bin", "*.json") for path in (ROOT / "ocr").rglob(kind)]
    files = sorted([*read, *(ROOT / "ingest" / "typeset").glob("*.py")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest()

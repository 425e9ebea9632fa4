"""Lay out and scan the sample library: `python -m samples.generate [--only ID]`."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import zlib
from pathlib import Path
from typing import Any

from samples.layout import lay_out
from samples.library import LIBRARY, MANIFEST, UNIT_CODE
from samples.office_files import to_docx, to_markdown
from samples.scanned_pdf import bind
from samples.scanner import Mode, Pass, render, scan
from samples.source import TYPE_CODES, Sample, load_all

_log = logging.getLogger(__name__)


def _page_mode(sample: Sample, page: int, sealed: frozenset[int]) -> Mode:
    """Scanners are set per batch; colour is kept for pages where a seal or stamp needs it."""
    mode = sample.head.scan
    return "gray" if mode == "colour" and page not in sealed else mode


def produce(sample: Sample) -> tuple[bytes, int]:
    """The file's bytes and its number of pages (one for a format without pages)."""
    if sample.head.format == "docx":
        return to_docx(sample), 1
    if sample.head.format == "md":
        return to_markdown(sample), 1
    laid = lay_out(sample)
    pages = render(laid.pdf)
    if sample.head.format == "pdf":
        return laid.pdf, len(pages)
    pictures = [
        scan(
            page,
            Pass(
                _page_mode(sample, number, laid.sealed_pages),
                sample.head.black_edge,
                number in sample.head.upside_down,
                zlib.crc32(f"{sample.id}/{number}".encode()),
            ),
        )
        for number, page in enumerate(pages, 1)
    ]
    return bind(pictures), len(pages)


def describe(sample: Sample, data: bytes, page_count: int) -> dict[str, Any]:
    """What is true of the document, in the catalogue's field names."""
    head = sample.head
    return {
        "filename": sample.filename,
        "sha256": hashlib.sha256(data).hexdigest(),
        "unit": UNIT_CODE,
        "format": head.format,
        "form": head.form,
        "page_count": page_count,
        "reference_number": head.reference_number,
        "document_number": head.number,
        "document_symbol": head.symbol,
        "number_by_hand": head.number_by_hand,
        "day_by_hand": head.day_by_hand,
        "document_type": TYPE_CODES[head.type],
        "type_name": head.type,
        "parent_body": head.parent_body,
        "issuing_body": head.issuing_body,
        "place_of_issue": head.place,
        "issue_date": head.date.isoformat(),
        "subject": " ".join(head.subject.split()),
        "addressees": list(head.addressees),
        "recipients": list(head.recipients),
        "signer_name": head.signer.name,
        "signer_title": head.signer.title,
        "signer_authority": list(head.signer.authority),
        "secrecy_level": "none",
        "upside_down": list(head.upside_down),
        "relations": [
            {
                "kind": r.kind,
                "reference_number": r.reference,
                "issue_date": r.date.isoformat(),
                "scope": r.scope,
            }
            for r in head.relations
        ],
    }


def generate(only: str | None = None, library: Path = LIBRARY) -> None:
    """Write the files and the manifest; with `only`, that one document and its entry."""
    known: dict[str, Any] = {}
    if only and MANIFEST.exists():
        known = {e["filename"]: e for e in json.loads(MANIFEST.read_text(encoding="utf-8"))["documents"]}
    for sample in load_all():
        if only and sample.id != only:
            continue
        data, page_count = produce(sample)
        (library / sample.filename).write_bytes(data)
        known[sample.filename] = describe(sample, data, page_count)
        _log.info("%s: %s pages, %d KB", sample.filename, page_count, len(data) // 1024)
    text = json.dumps({"documents": [known[name] for name in sorted(known)]}, ensure_ascii=False, indent=1)
    (library / MANIFEST.name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="ID", help="one document: the name of its source without .md")
    generate(parser.parse_args().only)

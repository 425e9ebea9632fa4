"""Drawn documents as files, worn by a scanner, with the truth of their cards."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image

from benchmarks.drawn.cards import KINDS
from benchmarks.drawn.heads import DrawnHead
from benchmarks.drawn.paper import set_on_pages
from records.types import FieldName
from samples.scanned_pdf import bind
from samples.scanner import Pass, render, scan
from vanthu.settings import ROOT

KEPT = ROOT / "var" / "bench" / "drawn"


@dataclass(frozen=True, slots=True)
class DrawnCard:
    file: Path
    truth: dict[FieldName, str | None]


def drawn_files(seed: int) -> Iterator[DrawnCard]:
    """One document of every kind, drawn from `seed`; the same each time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for index, draw in enumerate(KINDS):
        random = Random(zlib.crc32(f"{seed} {index}".encode()))
        head = draw(random)
        file = KEPT / f"{seed}-{index:02d}-{head.code}-{_code()}.pdf"
        if not file.is_file():
            file.write_bytes(_drawn(head, random))
        yield DrawnCard(file, _truth(head))


def _drawn(head: DrawnHead, random: Random) -> bytes:
    clean = set_on_pages(head, random, long=random.random() < 0.3)
    if head.format != "scan":
        return clean
    return bind([_worn(page, head, at, random) for at, page in enumerate(render(clean))])


@cache
def _code() -> str:
    """What a drawing depends on: files are drawn anew when it changes."""
    files = sorted([*Path(__file__).parent.glob("*.py"), *(ROOT / "samples").glob("*.py")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _truth(head: DrawnHead) -> dict[FieldName, str | None]:
    reference = None if head.draft else head.reference_number
    truth: dict[FieldName, str | None] = {
        FieldName.REFERENCE_NUMBER: reference,
        FieldName.DOCUMENT_NUMBER: None if head.draft else head.number,
        FieldName.DOCUMENT_SYMBOL: head.symbol,
        FieldName.DOCUMENT_TYPE: head.code,
        FieldName.ISSUING_BODY: head.issuing_body,
        FieldName.PARENT_BODY: head.parent_body,
        FieldName.PLACE_OF_ISSUE: head.place,
        FieldName.ISSUE_DATE: None if head.draft else head.date.isoformat(),
        FieldName.SUBJECT: head.subject,
        FieldName.RECIPIENTS: "\n".join(head.recipients),
        FieldName.SECRECY_LEVEL: None,
        FieldName.URGENCY_LEVEL: head.urgency,
    }
    if not head.joint:  # who of several signers is the signer is a matter of taste
        truth |= {
            FieldName.SIGNER_NAME: head.signer.name,
            FieldName.SIGNER_TITLE: head.signer.title,
            FieldName.SIGNING_AUTHORITY: " ".join(head.signer.authority) or None,
        }
    return truth


def _worn(page: Image.Image, head: DrawnHead, number: int, random: Random) -> Image.Image:
    """Through the scanner, and for some through a copier before it."""
    if random.random() < 0.25:
        page = _copied(page, random)
    way = Pass(head.scan, head.black_edge, upside_down=False, seed=random.randrange(2**31) + number)
    return scan(page, way)


def _copied(page: Image.Image, random: Random) -> Image.Image:
    """A copy of a copy: strokes thickened or thinned, specks, a grey veil."""
    pixels = np.asarray(page)
    kernel = np.ones((2, 2), np.uint8)
    pixels = cv2.erode(pixels, kernel) if random.random() < 0.5 else cv2.dilate(pixels, kernel)
    noise = np.random.default_rng(random.randrange(2**31)).random(pixels.shape[:2])
    pixels = np.where(noise[..., None] < 0.0012, np.uint8(60), pixels)
    return Image.fromarray(np.asarray(pixels, np.uint8))

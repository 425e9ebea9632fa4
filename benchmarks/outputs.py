"""What comes out: the searchable PDF beside its original: size, validity, words copied, where they stand.

Real scans (`../shared/data/scans`), as they are and as a scanner may give them: JPEG in colour, Group 4.
Apache PDFBox Preflight (Debian: libpdfbox2-java) judges PDF/A-1b where it is installed.
"""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import img2pdf
import numpy as np
import pypdfium2
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from benchmarks.pages import recognised
from ingest.archive import ArchiveForm, Facts, searchable_pdf
from ocr.page import PageText
from tests.ingest.pdfa_checks import broken_clauses, has_preflight, preflight
from vanthu.settings import ROOT

SCANS = ROOT.parent / "shared" / "data" / "scans"
FACTS = Facts("Về một số giải pháp chủ yếu", "115/NQ-CP", "2026-04-29", "CHÍNH PHỦ", "vi", "0" * 64)
LIMIT = 0.15
JPEG_QUALITY = 75


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes
    pages: Sequence[PageText]


def main(_arguments: list[str]) -> int:
    print("| original | bytes | words | 2u | 1b | clauses broken | Preflight (1b) | copied | in place |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for case in _cases(Path(name)):
            print(_row(case, Path(name)), flush=True)
    return 0


def _cases(folder: Path) -> Iterator[Case]:
    group4: list[tuple[bytes, PageText]] = []
    for path in sorted([*(SCANS / "pages").glob("*.png"), *(SCANS / "pdf").glob("*.pdf")]):
        pages = recognised(path)
        yield Case(path.name, path.read_bytes(), pages)
        if path.suffix != ".png":
            continue
        dpi = (pages[0].dpi,) * 2
        picture = Image.open(path)
        yield Case(f"{path.stem}, JPEG", _saved(picture.convert("RGB"), "JPEG", dpi), pages)
        bilevel = _saved(
            picture.convert("L").point(lambda level: 255 * (level > 160)).convert("1"), "TIFF", dpi
        )
        yield Case(f"{path.stem}, Group 4", bilevel, pages)
        group4.append((bilevel, pages[0]))
    together = img2pdf.convert([data for data, _ in group4], engine=img2pdf.Engine.pikepdf)
    pages = [replace(page, number=at) for at, (_, page) in enumerate(group4, start=1)]
    yield Case(f"the {len(group4)} Group 4 pages as one PDF", together, pages)


def _saved(picture: Image.Image, form: str, dpi: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    how = {"quality": JPEG_QUALITY} if form == "JPEG" else {"compression": "group4"}
    picture.save(out, form, dpi=dpi, **how)
    return out.getvalue()


def _row(case: Case, folder: Path) -> str:
    original, made = folder / "in", {form: folder / f"{form.value}.pdf" for form in ArchiveForm}
    original.write_bytes(case.data)
    grown, broken = {}, 0
    for form, out in made.items():
        searchable_pdf(original, case.pages, out, form=form, facts=FACTS)
        grown[form] = out.stat().st_size / len(case.data) - 1
        broken += len(broken_clauses(out, form.part, form.conformance))
    told = "valid" if has_preflight() and not preflight(made[ArchiveForm.A1B]) else "not valid"
    copied, placed = _read_back(made[ArchiveForm.A2U], case.pages)
    words = sum(len(line.words) for page in case.pages for line in page.lines)
    sizes = [f"{grown[form]:+.1%}{'' if grown[form] <= LIMIT else ' **over**'}" for form in ArchiveForm]
    verdict = told if has_preflight() else "not installed"
    shares = (f"{copied:.3f}", f"{placed:.3f}")
    cells = (case.name, f"{len(case.data):,}", words, *sizes, broken, verdict, *shares)
    return f"| {' | '.join(map(str, cells))} |"


def _read_back(path: Path, pages: Sequence[PageText]) -> tuple[float, float]:
    """Shares of the words that pdfium copies again, and that it finds within a point of their place."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    off: list[float] = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pages:
            shown = pdf[page.number - 1]
            # pdfium reads a hyphen at a line's end as a soft one.
            copied = shown.get_textpage().get_text_range().replace("\ufffe", "-").split()
            found += Counter(copied)
            words = [word for line in page.lines for word in line.words]
            wanted += Counter(word.text for word in words)
            wide, high = shown.get_size()
            drawn = [item.get_bounds() for item in shown.get_objects(filter=[FPDF_PAGEOBJ_TEXT])]
            for word, (left, bottom, _right, top) in zip(words, drawn, strict=False):
                place = (word.box[0] * wide, (1 - word.box[3]) * high, (1 - word.box[1]) * high)
                off.append(max(abs(a - b) for a, b in zip(place, (left, bottom, top), strict=True)))
    kept = sum((wanted & found).values()) / max(1, wanted.total())
    return kept, float(np.mean(np.array(off) <= 1.0)) if off else 0.0

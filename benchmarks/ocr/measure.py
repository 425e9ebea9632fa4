"""Recognition of real scans: ours, our engines alone, plain Tesseract; with `--peers` OCRmyPDF and Docling.

Word recall and precision over the printed text of a page and the character error rate of the body are counted
as ../shared/scoring/ocr_score.py does. A word is wrong if the printed one at its place differs at all;
what stands on the page beside the printed text (handwriting, seals) counts as wrong if it was read as a word.
Seconds are processor seconds of one core, children included, so that a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.ocr.peers import Peer, peers
from benchmarks.ocr.truth import bag, body_errors, right_by_blocks
from ocr import raster
from ocr.engines import standing
from ocr.engines.trueocr import TrueOcr
from ocr.page import PageText
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source

SCANS = Path(__file__).resolve().parents[3] / "shared" / "data" / "scans"
_BLOCKS = ("header_left", "header_right", "body", "footer_left", "footer_right")


@dataclass(slots=True)
class Figures:
    """What an engine reached on the pages."""

    recall: list[float] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    wrong_characters: int = 0
    characters: int = 0
    probability: list[float] = field(default_factory=list)
    doubtful: list[bool] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    seconds: float = 0.0

    def row(self, name: str) -> str:
        cells = [
            name,
            f"{np.mean(self.recall):.4f}",
            f"{np.mean(self.precision):.4f}",
            f"{100 * self.wrong_characters / self.characters:.2f} %",
            *self._doubts(),
            f"{self.seconds / len(self.recall):.2f}",
        ]
        return f"| {' | '.join(cells)} |"

    def _doubts(self) -> list[str]:
        if not self.right:
            return ["", "", ""]
        right, doubt = np.array(self.right), np.array(self.doubtful)
        sure = np.array(self.probability) >= 0.95
        missed = (~right & ~doubt).sum() / max(1, (~doubt).sum())
        return [f"{100 * missed:.2f} %", f"{100 * doubt.mean():.1f} %", f"{100 * right[sure].mean():.2f} %"]


def ours(image: Path, **changes: Any) -> PageText:
    with open_source(image) as source:
        return recognise_page(source, 1, replace(OcrOptions(languages="vie"), **changes))


def tesseract_alone(image: Path) -> PageText:
    """Our way through a page with the first engine missing."""
    return ours(image, models=Path("/nonexistent"))


def trueocr_alone(image: Path) -> str:
    """TrueOCR's own best readings: no second engine, no statistics."""
    with open_source(image) as source:
        page = raster.reading_grey(source.page(1).image(None))
    angle = raster.skew(raster.ink_mask(page))
    level = raster.straighten(page, angle)[0] if abs(angle) >= 0.3 else page
    lines = TrueOcr(120.0).read(level, 200)
    return "\n".join(line.text for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]))


def plain_tesseract(image: Path) -> str:
    command = ["tesseract", str(image), "-", "-l", "vie", "--psm", "3"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


ENGINES: dict[str, Callable[[Path], PageText | str]] = {
    "ours": ours,
    "ours without the second engine": lambda image: ours(image, second_engine=False),
    "ours, Tesseract alone": tesseract_alone,
    "TrueOCR alone": trueocr_alone,
    "plain Tesseract": plain_tesseract,
}


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks ocr", description=__doc__)
    parser.add_argument("--scans", type=Path, default=SCANS, help="folder with manifest.jsonl")
    parser.add_argument("--peers", action="store_true", help="install OCRmyPDF and measure pages a second")
    told = parser.parse_args(arguments)
    os.environ["OMP_THREAD_LIMIT"] = os.environ["OMP_NUM_THREADS"] = "1"
    scans: Path = told.scans
    pages = [json.loads(line) for line in (scans / "manifest.jsonl").read_text("utf-8").splitlines()]
    ours(scans / pages[0]["image"])  # networks and statistics are loaded once in a worker's life
    standing.let_go()
    print(f"{len(pages)} real scans, {scans}")
    print(
        "| engine | word recall | word precision | body CER | wrong of words not in doubt | in doubt "
        "| right of words given .95 | core-seconds/page |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, engine in ENGINES.items():
        print(measured(pages, scans, engine).row(name), flush=True)
    if told.peers:
        speed(pages, scans)
    return 0


def measured(
    pages: Sequence[dict[str, str]], scans: Path, engine: Callable[[Path], PageText | str]
) -> Figures:
    figures = Figures()
    for page in pages:
        before = _processor_seconds()
        answer = engine(scans / page["image"])
        figures.seconds += _processor_seconds() - before
        text = answer.text if isinstance(answer, PageText) else answer
        recall, precision = bag(page["text"], text)
        figures.recall.append(recall)
        figures.precision.append(precision)
        wrong, length = body_errors(page["body"], text)
        figures.wrong_characters += wrong
        figures.characters += length
        if isinstance(answer, PageText):
            _judge(figures, answer, page)
    before = _processor_seconds()
    standing.let_go()  # a process's seconds are told when it ends
    figures.seconds += _processor_seconds() - before
    return figures


def _judge(figures: Figures, answer: PageText, page: dict[str, str]) -> None:
    """Each word beside the printed one at its place."""
    lines = [line.words for line in answer.lines]
    blocks = [page[name] for name in _BLOCKS if page[name]]
    rights = right_by_blocks([[word.text for word in words] for words in lines], blocks)
    for words, right in zip(lines, rights, strict=True):
        figures.right += right
        figures.probability += [word.confidence for word in words]
        figures.doubtful += [word.doubtful for word in words]


def speed(pages: Sequence[dict[str, str]], scans: Path) -> None:
    """Pages in a processor second, the same scanned PDF through each, one after another."""
    from samples.scanned_pdf import bind  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        from PIL import Image  # noqa: PLC0415

        pdf = Path(folder) / "scans.pdf"
        pictures = [Image.open(scans / page["image"]) for page in pages]
        pdf.write_bytes(bind([p.convert("RGB") if p.mode not in {"1", "L", "RGB"} else p for p in pictures]))
        rows: list[tuple[str, float]] = []
        standing.let_go()
        mine = Peer("ours, to searchable PDF", _ours_to_pdf)
        for peer in [mine, *peers()]:
            before = _processor_seconds()
            peer.run(pdf, Path(folder) / "out.pdf")
            rows.append((peer.name, (_processor_seconds() - before) / len(pages)))
    print(f"\nThe same {len(pages)} pages as one scanned PDF, one after another in this run")
    print("| | core-seconds/page | pages/s on 2 cores | ours is faster by |")
    print("|---|---|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {seconds:.2f} | {2 / seconds:.2f} | {seconds / rows[0][1]:.2f} |")


def _ours_to_pdf(pdf: Path, out: Path) -> None:
    from ingest.archive import write_searchable_pdf  # noqa: PLC0415

    with open_source(pdf) as source:
        texts = [
            recognise_page(source, number + 1, OcrOptions(languages="vie"))
            for number in range(source.page_count)
        ]
    with out.open("wb") as stream:
        write_searchable_pdf(pdf, texts, stream, password=None)
    standing.let_go()  # a process's seconds are told when it ends


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


__all__ = ["main", "measured"]

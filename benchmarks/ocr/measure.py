"""Recognition of real scans: ours, a plain Tesseract call, and OCRmyPDF where it is installed.

Counts as ../shared/scoring/ocr_score.py does: word recall and precision over the printed text of a page,
character error rate of the body. Seconds are processor seconds of one core, children included.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source

SCANS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "scans"
Engine = Callable[[Path, Path], str]


def ours(image: Path, _: Path) -> str:
    with open_source(image) as source:
        return recognise_page(source, 1, OcrOptions(languages="vie")).text


def plain_tesseract(image: Path, _: Path) -> str:
    command = ["tesseract", str(image), "-", "-l", "vie", "--psm", "3"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def ocrmypdf(image: Path, work: Path) -> str:
    text = work / f"{image.stem}.txt"
    command = ["ocrmypdf", "-l", "vie", "--image-dpi", "200", "--jobs", "1", "--output-type", "pdf"]
    command += ["--sidecar", str(text), str(image), str(work / f"{image.stem}.pdf")]
    subprocess.run(command, capture_output=True, check=True)
    return text.read_text("utf-8")


def peers() -> dict[str, Engine]:
    found: dict[str, Engine] = {"ours": ours, "tesseract": plain_tesseract}
    if shutil.which("ocrmypdf"):
        found["ocrmypdf"] = ocrmypdf
    return found


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks ocr", description=__doc__)
    parser.add_argument("--scans", type=Path, default=SCANS, help="folder with manifest.jsonl")
    scans: Path = parser.parse_args(arguments).scans
    os.environ["OMP_THREAD_LIMIT"] = "1"
    pages = [json.loads(line) for line in (scans / "manifest.jsonl").read_text("utf-8").splitlines()]
    print(f"{len(pages)} real scans, {scans}")
    print("| engine | word recall | word precision | body CER | core-seconds/page |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as work:
        for name, engine in peers().items():
            before = _processor_seconds()
            outputs = [_plain(engine(scans / page["image"], Path(work))) for page in pages]
            spent = (_processor_seconds() - before) / len(pages)
            recall, precision, error = _score(pages, outputs)
            print(f"| {name} | {recall:.4f} | {precision:.4f} | {100 * error:.2f} % | {spent:.2f} |")
    return 0


def _score(pages: list[dict[str, str]], outputs: list[str]) -> tuple[float, float, float]:
    recall = precision = 0.0
    wrong = length = 0
    for page, output in zip(pages, outputs, strict=True):
        truth, found = Counter(_plain(page["text"]).split()), Counter(output.split())
        common = (truth & found).total()
        recall += common / max(1, truth.total()) / len(pages)
        precision += common / max(1, found.total()) / len(pages)
        body = _plain(page["body"])
        wrong += _distance(body, output)
        length += len(body)
    return recall, precision, wrong / length


def _distance(body: str, output: str) -> int:
    if len(body) > len(output):
        return Levenshtein.distance(body, output)
    where = fuzz.partial_ratio_alignment(body, output)
    return Levenshtein.distance(body, output[where.dest_start : where.dest_end] if where else output)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system

"""Body character error rates of bad copies of real scans, read as they are and treated."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from benchmarks.triage.damage import KINDS
from ocr.page import PageText
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source

SCANS = Path(__file__).resolve().parents[3] / "shared" / "data" / "scans"


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks triage", description=__doc__)
    parser.add_argument("--scans", type=Path, default=SCANS, help="folder with manifest.jsonl")
    parser.add_argument("--kinds", nargs="*", default=[], help="only these kinds")
    parser.add_argument("--pages", type=int, default=0, help="only so many pages of each kind")
    asked = parser.parse_args(arguments)
    rows = [json.loads(line) for line in (asked.scans / "manifest.jsonl").read_text("utf-8").splitlines()]
    rows = rows[: asked.pages or None]
    print(f"{len(rows)} real scans")
    print("| page | as it is: body CER | treated: body CER | treatment |")
    print("|---|---|---|---|")
    for kind in KINDS:
        if asked.kinds and kind.__name__ not in asked.kinds:
            continue
        wrong, length, steps = [0, 0], 0, set()
        for row in rows:
            with tempfile.TemporaryDirectory() as folder, Image.open(asked.scans / row["image"]) as page:
                bad = kind(page, Path(folder))
                body = _plain(row["body"])
                for place, treated in enumerate((False, True)):
                    read = _read(bad, treated)
                    wrong[place] += _distance(body, _plain(read.text))
                    steps |= set(read.treatment) if treated else set()
                length += len(body)
        before, after = (100 * errors / length for errors in wrong)
        told = ", ".join(sorted(steps)) or "none"
        print(f"| {kind.__name__} | {before:.2f} % | {after:.2f} % | {told} |", flush=True)
    return 0


def _read(path: Path, treated: bool) -> PageText:
    with open_source(path) as source:
        return recognise_page(source, 1, OcrOptions(languages="vie", triage=treated))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _distance(body: str, output: str) -> int:
    if not output:
        return len(body)
    if len(body) > len(output):
        return Levenshtein.distance(body, output)
    where = fuzz.partial_ratio_alignment(body, output)
    return Levenshtein.distance(body, output[where.dest_start : where.dest_end] if where else output)

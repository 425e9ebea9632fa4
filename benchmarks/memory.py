"""Peak memory of a process that reads and looks at one page as a worker does: A4 at 300 dpi, an A0 map.

Resident set of the process and of the programs it starts (Tesseract), in MB, looked at every 20 ms.
Limits of issue 4: 700 MB for A4, 1,500 MB for A0.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from PIL import Image, ImageDraw

SCANS = Path(__file__).resolve().parents[2] / "shared" / "data" / "scans"
_A4 = (2480, 3508)
_A0 = (6622, 9362)
"""At 200 dpi: 62 million pixels."""
_WORK = """
import json, sys
from pathlib import Path
from ingest.looking import look_at_page
from ocr.raster import turn
from ocr.recognise import OcrOptions, recognise_page
from ocr.render import shown
from ocr.source import open_source
with open_source(Path(sys.argv[1])) as source:
    page = recognise_page(source, 1, OcrOptions())
    upright = turn(source.page(1).image(), page.rotation)
    look_at_page(page, upright, [])
    shown(upright)
print(json.dumps(len(page.lines)))
"""


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks memory", description=__doc__)
    parser.add_argument("--scan", type=Path, default=SCANS / "pages" / "tt_37_bca_p1.png")
    scan: Path = parser.parse_args(arguments).scan
    print("| page | process MB | with its programs MB | lines read |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in (
            ("A4, 300 dpi, colour", _a4(scan, folder)),
            ("A0 map, 200 dpi, colour", _a0(scan, folder)),
        ):
            own, together, lines = _peaks(path)
            print(f"| {name} | {own:.0f} | {together:.0f} | {lines} |")
    return 0


def _peaks(path: Path) -> tuple[float, float, int]:
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORK, str(path)],
        env={**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    process, own, together = psutil.Process(worker.pid), 0.0, 0.0
    while worker.poll() is None:
        try:
            here = process.memory_info().rss / 2**20
            # A child that has not yet become its program shares all its memory with the worker.
            programs = [c for c in process.children(recursive=True) if c.name() != process.name()]
            others = sum(program.memory_info().rss for program in programs) / 2**20
        except psutil.NoSuchProcess:
            continue
        own, together = max(own, here), max(together, here + others)
        time.sleep(0.02)
    said = worker.communicate()[0]
    return own, together, int(json.loads(said))


def _a4(scan: Path, folder: str) -> Path:
    path = Path(folder) / "a4.png"
    with Image.open(scan) as page:
        page.convert("RGB").resize(_A4, Image.Resampling.LANCZOS).save(path, dpi=(300, 300))
    return path


def _a0(scan: Path, folder: str) -> Path:
    """Contours all over the sheet, a legend of text in the corner."""
    path = Path(folder) / "a0.png"
    sheet = Image.new("RGB", _A0, (250, 248, 240))
    drawing = ImageDraw.Draw(sheet)
    for ring in range(40):
        reach = 120 + 150 * ring
        drawing.ellipse(
            (3300 - reach, 4700 - reach, 3300 + reach, 4700 + reach), outline=(150, 110, 60), width=3
        )
    with Image.open(scan) as page:
        sheet.paste(page.convert("RGB"), (_A0[0] - page.width - 100, _A0[1] - page.height - 100))
    sheet.save(path, dpi=(200, 200))
    return path

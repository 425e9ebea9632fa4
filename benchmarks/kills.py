"""`kill -9` again and again while documents are taken in: nothing is lost, nothing is there twice.

The whole product's services work on a folder of scanned PDFs in a process of their own, which is killed at
random moments and started again. Afterwards every page must be there once, with its own words, and
`verify` must find nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import img2pdf
from PIL import Image, ImageDraw, ImageFont

from access.scope import Scope
from ingest.types import JobState
from vanthu.services import Services, build
from vanthu.settings import ROOT, Settings, settings
from vanthu.upkeep import verify

PAGES_EACH = 20
FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
BETWEEN_S = (2.0, 14.0)
"""Seconds a process lives before it is killed; starting takes about two of them."""


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks kills", description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="vanthu-kills-") as folder:
        uploads = Path(folder) / "uploads"
        _draw(uploads, options.pages)
        data = Path(folder) / "data"
        began, killed = time.monotonic(), 0
        while killed < options.kills:
            process = _start(data, uploads)
            try:
                process.wait(timeout=chance.uniform(*BETWEEN_S))
                break  # all is done before the last kill: told below
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
        ended = _start(data, uploads).wait()
        faults = _faults(data, uploads)
        took = time.monotonic() - began
    print(f"{options.pages} pages, {killed} kills, {took:.0f} s: {len(faults)} faults, exit {ended}")
    for fault in faults[:20]:
        print(f"  {fault}")
    return 1 if faults or ended or killed < options.kills else 0


def _start(data: Path, uploads: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.kills", str(data), str(uploads)],
        cwd=ROOT,
        env={**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"},
    )


def _services(data: Path) -> Services:
    return build(Settings(data=data, models=settings().models))


def _work(data: Path, uploads: Path) -> int:
    """What the killed process does: hand in what is not yet handed in, go on until all has ended."""
    services = _services(data)
    me = services.accounts.local_operator()
    services.ingest.start()
    known = {job.filename for job in services.ingest.jobs(me, limit=100_000)}
    for path in sorted(uploads.iterdir()):
        if path.name not in known:
            services.ingest.submit(path, path.name, me)
    while any(job.state.worked_on for job in services.ingest.jobs(me, limit=100_000)):
        time.sleep(0.5)
    services.close()
    return 0


def _faults(data: Path, uploads: Path) -> list[str]:
    services = _services(data)
    try:
        me = services.accounts.local_operator()
        scope, catalogue = Scope.of(me), services.catalogue
        jobs = services.ingest.jobs(me, limit=100_000)
        named = Counter(job.filename for job in jobs)
        faults = [f"{job.filename}: {job.state}" for job in jobs if job.state is not JobState.DONE]
        faults += [
            f"{path.name}: {named[path.name]} jobs" for path in uploads.iterdir() if named[path.name] != 1
        ]
        held = catalogue.visible_ids(scope)
        faults += [f"{len(held)} documents for {len(named)} files"] if len(held) != len(named) else []
        for document_id in held:
            summary = catalogue.document(document_id, scope).summary
            pages = catalogue.page_texts(document_id, scope)
            number = summary.filename.removesuffix(".pdf")
            faults += [
                f"{summary.filename} page {place}: {page.text[:60]!r}"
                for place, page in enumerate(pages, 1)
                if (number not in page.text or f"trang {place} " not in f"{page.text} ")
                or page.number != place
            ]
            faults += [f"{summary.filename}: {len(pages)} pages"] if len(pages) != PAGES_EACH else []
        faults += [str(fault) for fault in verify(services)]
        return faults
    finally:
        services.close()


def _draw(uploads: Path, pages: int) -> None:
    uploads.mkdir()
    font = ImageFont.truetype(FONT, 34)
    for number in range(1, pages // PAGES_EACH + 1):
        names = []
        for page in range(1, PAGES_EACH + 1):
            picture = Image.new("L", (1000, 420), 255)
            lines = (
                f"Kế hoạch số {1000 + number} của đơn vị",
                f"trang {page} của bản quét",
                "Kính gửi các phòng",
            )
            for row, line in enumerate(lines):
                ImageDraw.Draw(picture).text((60, 50 + row * 70), line, font=font, fill=0)
            names.append(uploads.parent / f"{page}.png")
            picture.save(names[-1], dpi=(200, 200))
        target = uploads / f"{1000 + number}.pdf"
        target.write_bytes(img2pdf.convert([str(name) for name in names], engine=img2pdf.Engine.pikepdf))


if __name__ == "__main__":
    raise SystemExit(_work(Path(sys.argv[1]), Path(sys.argv[2])))

"""Secrecy stamps: of the marked pages how many are noticed, of the others how many are suspected wrongly.

`python -m benchmarks stamps [--half tune] [--seed N] [--stamped N] [--unstamped N] [--keep FOLDER]`
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import pypdfium2 as pdfium
from PIL import Image

from benchmarks.stamps.cases import Case, cases
from ocr.stamps import Stamp, find_stamps
from vanthu.settings import ROOT

REAL = ROOT.parent / "shared" / "data"
_REAL_DPI = (100, 150, 200)


@dataclass(slots=True)
class Tally:
    """What came out of a set of pages."""

    marked: int = 0
    noticed: int = 0
    sure: int = 0
    level: int = 0
    clean: int = 0
    suspected: int = 0
    accused: int = 0
    """Clean pages on which a mark was thought sure."""
    seconds: list[float] = field(default_factory=list)

    def add(self, case: Case, found: Sequence[Stamp], seconds: float) -> bool:
        """Count one page; whether it went as it should."""
        self.seconds.append(seconds)
        if not case.marks:
            self.clean += 1
            self.suspected += bool(found)
            self.accused += any(stamp.sure for stamp in found)
            return not found
        self.marked += 1
        self.noticed += bool(found)
        self.sure += any(stamp.sure for stamp in found)
        self.level += bool(found) and _highest([s.level for s in found]) == _highest(
            [m.level for m in case.marks]
        )
        return bool(found)

    def lines(self) -> Iterator[str]:
        if self.marked:
            yield (
                f"marked pages {self.marked}: noticed {self.noticed / self.marked:.4f}, "
                f"surely {self.sure / self.marked:.4f}, highest level right {self.level / self.marked:.4f}"
            )
        if self.clean:
            yield (
                f"unmarked pages {self.clean}: suspected {self.suspected / self.clean:.4f}, "
                f"wrongly sure {self.accused / self.clean:.4f}"
            )
        ordered = sorted(self.seconds)
        yield f"core-seconds a page: median {ordered[len(ordered) // 2]:.3f}, most {ordered[-1]:.3f}"


def _highest(levels: Sequence[str]) -> str:
    return max(levels, key=("confidential", "secret", "top_secret").index)


def real_pages(folder: Path) -> Iterator[Case]:
    """Every page of the real PDFs and page pictures, all of them without a mark, at several resolutions."""
    for path in sorted(folder.rglob("*.png")):
        yield Case(Image.open(path), (), 0, path.name)
    for path in sorted(folder.rglob("*.pdf")):
        document = pdfium.PdfDocument(path)
        for number in range(len(document)):
            for dpi in _REAL_DPI:
                image = document[number].render(scale=dpi / 72).to_pil()
                yield Case(image, (), dpi, f"{path.name} page {number + 1}")
        document.close()


def run(pages: Iterator[Case], title: str, keep: Path | None) -> Tally:
    tally = Tally()
    for index, case in enumerate(pages):
        started = time.process_time()
        found = find_stamps(case.image)
        right = tally.add(case, found, time.process_time() - started)
        if not right and keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            case.image.save(keep / f"{title}-{index}.png")
            print(
                f"  {title} {index}: {case.about or 'no mark'} at {case.dpi} dpi; found {found}", flush=True
            )
    print(title)
    for line in tally.lines():
        print(f"  {line}")
    return tally


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "measure"), default="measure")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stamped", type=int, default=300)
    parser.add_argument("--unstamped", type=int, default=800)
    parser.add_argument("--keep", type=Path, help="folder for the pages that went wrong")
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    run(cases(given.half, given.stamped, given.unstamped, given.seed), given.half, given.keep)
    if REAL.is_dir():
        run(real_pages(REAL), "real", given.keep)
    return 0

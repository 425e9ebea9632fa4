"""Secrecy stamps: of the marked pages how many are noticed, of the others how many are suspected wrongly.

`python -m benchmarks stamps [--half tune] [--seed N] [--stamped N] [--unstamped N] [--plain N]
[--no-real] [--keep FOLDER]`
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import cv2
import pypdfium2 as pdfium
from PIL import Image

from benchmarks.stamps.cases import Case, cases
from benchmarks.stamps.plain import plain_cases
from ocr.stamps import Stamp, find_stamps
from vanthu.settings import ROOT

REAL = ROOT.parent / "shared" / "data"
_REAL_DPI = (100, 150, 200)
_BACKGROUNDS = 8
_SOMETHING = 1e-4
"""Seconds; less is what differences of clock readings leave."""


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
    """Of marked and of other pages, with what Tesseract took."""
    idle: list[float] = field(default_factory=list)
    """Of those of them on which nothing had to be read."""
    conditions: dict[str, list[int]] = field(default_factory=dict)
    """Marked pages noticed, and all, by ink, scan and frame."""

    def add(self, case: Case, found: Sequence[Stamp]) -> bool:
        """Count one page; whether it went as it should."""
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
        if ";" not in case.about:
            for word in re.findall(r"\b[a-z-]{3,}\b", case.about):
                counts = self.conditions.setdefault(word, [0, 0])
                counts[0] += bool(found)
                counts[1] += 1
        return bool(found)

    def took(self, here: float, children: float) -> None:
        self.seconds.append(here + children)
        if children < _SOMETHING:
            self.idle.append(here)

    def lines(self) -> Iterator[str]:
        if self.marked:
            yield (
                f"marked pages {self.marked}: noticed {self.noticed / self.marked:.4f}, "
                f"surely {self.sure / self.marked:.4f}, "
                f"highest level right, of those noticed {self.level / max(1, self.noticed):.4f}"
            )
            one_mark = sorted(self.conditions.items())
            yield "one mark, noticed: " + ", ".join(f"{name} {a}/{b}" for name, (a, b) in one_mark)
        if self.clean:
            yield (
                f"unmarked pages {self.clean}: suspected {self.suspected / self.clean:.4f}, "
                f"wrongly sure {self.accused / self.clean:.4f}"
            )
        for title, seconds in (("a page", self.seconds), ("a page with nothing to read", self.idle)):
            if seconds:
                ordered = sorted(seconds)
                yield (
                    f"core-seconds {title} ({len(ordered)}): median {ordered[len(ordered) // 2]:.3f}, "
                    f"most {ordered[-1]:.3f}"
                )


def _highest(levels: Sequence[str]) -> str:
    return max(levels, key=("confidential", "secret", "top_secret").index)


def real_pages(folder: Path, dpis: Sequence[int] = _REAL_DPI) -> Iterator[Case]:
    """Every page of the real PDFs and page pictures, all of them without a mark, at several resolutions."""
    for path in sorted(folder.rglob("*.png")):
        yield Case(Image.open(path), (), 0, path.name)
    for path in sorted(folder.rglob("*.pdf")):
        document = pdfium.PdfDocument(path)
        for number in range(len(document)):
            for dpi in dpis:
                image = document[number].render(scale=dpi / 72).to_pil()
                yield Case(image, (), dpi, f"{path.name} page {number + 1}")
        document.close()


def run(pages: Iterator[Case], title: str, keep: Path | None) -> Tally:
    tally = Tally()
    for index, case in enumerate(pages):
        before = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
        found = find_stamps(case.image)
        after = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
        here, children = (
            b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True)
        )
        tally.took(here, children)
        if not tally.add(case, found) and keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            case.image.save(keep / f"{title}-{index}.png")
            print(
                f"  {title} {index}: {case.about or 'no mark'} at {case.dpi} dpi; found {found}", flush=True
            )
    print(title)
    for line in tally.lines():
        print(f"  {line}", flush=True)
    return tally


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "measure"), default="measure")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stamped", type=int, default=120)
    parser.add_argument("--unstamped", type=int, default=400)
    parser.add_argument(
        "--plain", type=int, default=120, help="marked pages of the second set; as many unmarked"
    )
    parser.add_argument("--no-real", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the pages that went wrong")
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    run(cases(given.half, given.stamped, given.unstamped, given.seed), given.half, given.keep)
    real = REAL.is_dir() and not given.no_real
    paper = (
        [case.image for _, case in zip(range(_BACKGROUNDS), real_pages(REAL), strict=False)] if real else []
    )
    run(plain_cases(given.plain, given.plain, given.seed, paper), "plain", given.keep)
    if real:
        run(real_pages(REAL), "real", given.keep)
    return 0

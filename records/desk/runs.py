"""Lines that are read on: what a phrase may run over, and how new words are laid over several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocr.page import Line, PageText, Word
from records.desk.corrections import alike

_WIDEST = 1.5
"""Room between two lines of one paragraph, in heights of the taller: 97 of 100 neighbouring lines of one
block of our scans stand closer, and what stands wider apart are other paragraphs."""

Spell = tuple[int, int, int]
"""Line (its position among the page's), first word, count of words."""


def runs(page: PageText) -> Iterator[tuple[int, ...]]:
    """Positions of the page's lines with words: those of one block that follow each other downwards together.

    A cell of a table, a column and a half of the letterhead are blocks of their own; a page number or running
    head is read on from no line.
    """
    run: list[int] = []
    for i, line in enumerate(page.lines):
        if not line.words:
            continue
        if run and not _reads_on(page.lines[run[-1]], line):
            yield tuple(run)
            run = []
        run.append(i)
    if run:
        yield tuple(run)


def spells(page: PageText, line: int, word: int, count: int) -> list[Spell]:
    """`count` words from a place on, by line; they run on in the lines below. Raises `IndexError`."""
    run = next((run for run in runs(page) if line in run), ())
    found: list[Spell] = []
    for at in run[run.index(line) :] if run else ():
        here = min(count, len(page.lines[at].words) - word)
        if word < 0 or here < 1:
            break
        found.append((at, word, here))
        count, word = count - here, 0
    if count or not found:
        raise IndexError
    return found


def laid(old: Sequence[Sequence[Word]], text: str) -> list[str]:
    """What stands on each line once `text` replaces the words `old`, given by line.

    As many words as before: each in the place of one. Otherwise words that stay do so on their line; of the
    others each takes the place of one, from the first line on, and the last of those lines has the rest.
    """
    new = text.split()
    flat = [(i, word) for i, words in enumerate(old) for word in words]
    tail = 0 if len(new) == len(flat) else alike([word for _, word in flat], new)[1]
    behind = len(flat) - tail - 1
    shares: list[list[str]] = [[] for _ in old]
    for i, each in enumerate(new):
        stays = i >= len(new) - tail
        shares[flat[i - len(new) if stays else min(i, behind)][0]].append(each)
    return [" ".join(share) for share in shares]


def _reads_on(above: Line, below: Line) -> bool:
    if (above.block, above.role) != (below.block, below.role) or above.role == "margin":
        return False
    tall = max(above.box[3] - above.box[1], below.box[3] - below.box[1])
    lower = (below.box[1] + below.box[3]) / 2 >= (above.box[1] + above.box[3]) / 2 + tall / 2
    beside = min(above.box[2], below.box[2]) <= max(above.box[0], below.box[0])
    return lower and not beside and below.box[1] - above.box[3] <= _WIDEST * tall

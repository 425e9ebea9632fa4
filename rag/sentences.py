"""Sentences of official Vietnamese text, as exact offsets."""

from __future__ import annotations

import re

_SHORTENED = "tp tx ts ths gs pgs bs ks cn đ/c vd nxb tr stt kt tl tm tuq q no mr mrs dr "
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_END = re.compile(r"(?:\./\.|(?<![.!?…])[.!?…]+)[”\"’)\]»]*(?=\s|$)|\n+|;(?=\s*\n)")
_LABEL = re.compile(r"(?:^|[\s(“\"])(?:\d{1,3}(?:\.\d{1,2})*|[a-zđ]|[IVXL]{1,6}|[A-Z])\.$")
_COLONS = re.compile(r":(?:[ \t]*:)+")
_WORD_BEFORE = re.compile(r"(?<![\w./đĐ])([\w./đĐ]+)\.$")


def split(text: str) -> list[tuple[int, int]]:
    """Offsets `(start, end)` of the sentences of `text`, in order, white space outside.

    A line break ends a sentence (it stands between paragraphs); a full stop does unless it stands in a
    number, after a numbering label ("1.", "a.", "Điều 5."), a known abbreviation or an initial, or before a
    small letter.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        end = mark.end()
        if "\n" not in mark.group() and not _ends(text, start, mark.start(), end):
            continue
        _keep(text, start, end, found)
        start = end
    _keep(text, start, len(text), found)
    return found


def one_colon(text: str) -> str:
    """`text` for showing, a doubled colon ("như sau: :", as recognised or written) as one."""
    return _COLONS.sub(":", text)


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def _ends(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the closing mark at `stop` (over at `end`) ends the sentence that began at `start`."""
    after = text[end:].lstrip(" \t")
    if text[stop] != "." or end - stop > 1:
        return True
    if after and not after.startswith("\n") and after[0].islower():
        return False
    before = text[start : stop + 1].lstrip()
    if _LABEL.search(before) and len(before.split()) <= 2:
        return False
    if not after or after.startswith("\n"):
        return True
    word = _WORD_BEFORE.search(before)
    if word is None:
        return True
    token = word.group(1).lower()
    single_initial = len(token) == 1 and word.group(1).isupper()
    return token not in _ABBREVIATIONS and not single_initial

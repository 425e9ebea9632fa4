"""Reading GIFT, the text format of Moodle (docs.moodle.org, "GIFT format").

Questions are set apart by blank lines. What cannot be read is left out and named by its line; the rest is
taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from training_modules.exchange.types import Brought, Fault, Wrong, key_of, plain_figure, sound
from training_modules.items import Item
from training_modules.items.choice import TRUE_FALSE
from vanthu.text import nfc, squeeze

_ESCAPED = re.compile(r"\\(n|[~=#{}:\\>%-])")
_TITLE = re.compile(r"^::((?:\\.|[^:\\]|:(?!:))*)::")
_FORMAT = re.compile(r"^\[(?:html|moodle|plain|markdown)\]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_PART = re.compile(r"(?<!\\)([~=])")
_WEIGHT = re.compile(r"^%(-?\d+(?:[.,]\d+)?)%")
_ID = re.compile(r"\[id:([^\]]{1,100})\]")
_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}
_CODES = "abcdefghijklmnopqrstuvwxyz"


def read_gift(text: str) -> Brought:
    items: list[Item] = []
    faults: list[Fault] = []
    known: set[str] = set()
    for line, name, block in _blocks(nfc(text)):
        number = len(items) + len(faults) + 1
        try:
            item = _question(block, name or f"q{number:02}")
            if item.id in known:
                raise Wrong("có hai câu trùng mã {item}", item=item.id)
        except Wrong as wrong:
            called = (("item", _title(block) or name or str(number)),)
            faults.append(Fault(line, wrong.problem, (*wrong.values, *called)))
        else:
            known.add(item.id)
            items.append(item)
    return Brought(tuple(items), tuple(faults))


def _blocks(text: str) -> Iterator[tuple[int, str | None, str]]:
    """First line, id and text of every question; comments and categories left out."""
    lines: list[str] = []
    first, name = 0, None
    for number, line in enumerate([*text.lstrip("\ufeff").splitlines(), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            found = _ID.search(bare)
            name = found[1] if found else name
        elif bare and not bare.startswith("$CATEGORY:"):
            first = first or number
            lines.append(bare)
        elif lines:
            yield first, name, "\n".join(lines)
            lines, first, name = [], 0, None


def _title(block: str) -> str:
    """What its writer calls it: a question left out never gets the id it would have had here."""
    found = _TITLE.match(block)
    return _plain(found[1]) if found else ""


def _question(block: str, name: str) -> Item:
    block = _TITLE.sub("", block, count=1).strip()
    block = _FORMAT.sub("", block)
    opening, closing = _unescaped(block, "{"), _unescaped(block, "}")
    if opening < 0 or closing < opening:
        raise Wrong("câu {item} không có phần đáp án trong ngoặc nhọn", item=name)
    before, inside, after = block[:opening], block[opening + 1 : closing], block[closing + 1 :]
    stem = _plain(before) if not after.strip() else f"{_plain(before)} …… {_plain(after)}"
    inside, _, explanation = inside.partition("####")
    item = _answers(inside.strip(), name, stem, _plain(explanation))
    return sound(item)


def _answers(inside: str, name: str, stem: str, explanation: str) -> Item:
    word = inside.split("#", 1)[0].strip().upper()
    if word in _TRUE | _FALSE:
        key = ("true",) if word in _TRUE else ("false",)
        return Item(name, "true_false", stem, TRUE_FALSE, key, explanation, None)
    if inside.startswith("#"):
        return _numeric(inside[1:].strip(), name, stem, explanation)
    parts = _parts(inside)
    if not parts:
        raise Wrong("câu {item}: loại câu hỏi này không chấm được theo quy tắc", item=name)
    if all(mark == "=" and "->" in words for mark, _, words in parts):
        return _matching(parts, name, stem, explanation)
    if all(mark == "=" for mark, _, _ in parts):
        forms = tuple(_plain(words) for _, _, words in parts)
        return Item(name, "short_text", stem, (), (), explanation, None, accepted=(forms,))
    return _choice(parts, name, stem, explanation)


def _choice(parts: list[tuple[str, float | None, str]], name: str, stem: str, explanation: str) -> Item:
    if len(parts) > len(_CODES):
        raise Wrong("câu {item} có quá nhiều phương án", item=name)
    coded = list(zip(_CODES, parts, strict=False))
    options = tuple((code, _plain(words)) for code, (_, _, words) in coded)
    best = [code for code, (mark, weight, _) in coded if mark == "=" or weight == 100]
    some = [code for code, (mark, weight, _) in coded if mark == "~" and weight is not None and weight > 0]
    if best:
        return Item(name, "single", stem, options, tuple(best), explanation, None)
    return Item(name, "multiple", stem, options, tuple(some), explanation, None)


def _matching(parts: list[tuple[str, float | None, str]], name: str, stem: str, explanation: str) -> Item:
    lefts: list[tuple[str, str]] = []
    targets: dict[str, str] = {}
    key: list[str] = []
    for code, (_, _, words) in zip(_CODES, parts, strict=False):
        left, _, right = words.partition("->")
        target = targets.setdefault(_plain(right), str(len(targets) + 1))
        if _plain(left):  # a counterpart without its left side is there to mislead
            lefts.append((code, _plain(left)))
            key.append(f"{code}={target}")
    options = tuple((code, words) for words, code in targets.items())
    return Item(name, "matching", stem, tuple(lefts), tuple(key), explanation, None, targets=options)


def _numeric(inside: str, name: str, stem: str, explanation: str) -> Item:
    first = inside.lstrip("=").split("=")[0].split("~")[0].split("#")[0].strip()
    first = _WEIGHT.sub("", first)
    low, dots, high = first.partition("..")
    middle, _, off = first.partition(":")
    one, other = (plain_figure(part.strip()) for part in ((low, high) if dots else (middle, off or "0")))
    if one is None or other is None:
        raise Wrong("câu {item} phải có đúng một đáp án là một số", item=name)
    value, tolerance = ((one + other) / 2, (other - one) / 2) if dots else (one, other)
    return Item(name, "numeric", stem, (), (key_of(value),), explanation, None, tolerance=float(tolerance))


def _parts(inside: str) -> list[tuple[str, float | None, str]]:
    """Mark, weight in percent and words of every answer, feedback left out."""
    pieces = _PART.split(inside)
    found = []
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        weight = _WEIGHT.match(piece.strip())
        words = piece.strip()[weight.end() :] if weight else piece
        feedback = _unescaped(words, "#")
        words = words[:feedback] if feedback >= 0 else words
        found.append((mark, float(weight[1].replace(",", ".")) if weight else None, words.strip()))
    return found


def _unescaped(text: str, char: str) -> int:
    at = text.find(char)
    while at > 0 and text[at - 1] == "\\":
        at = text.find(char, at + 1)
    return at


def _plain(text: str) -> str:
    """Without escapes, marks of a format and HTML."""
    bare = _TAG.sub(" ", _FORMAT.sub("", text.strip()))
    return squeeze(_ESCAPED.sub(lambda found: " " if found[1] == "n" else found[1], bare))

"""Writing GIFT."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from training_modules.exchange.types import Written
from training_modules.items import Item

_SPECIAL = re.compile(r"([~=#{}:\\])")


def write_gift(items: Sequence[Item]) -> Written:
    """Steps to be put in order, sentences with several gaps and drills have no form in GIFT: they are left
    out.
    """
    blocks: list[str] = []
    left_out: list[str] = []
    for item in items:
        answers = _answers(item)
        if answers is None:
            left_out.append(item.id)
            continue
        said = f"\n####{_safe(item.explanation)}" if item.explanation else ""
        blocks.append(f"// [id:{item.id}]\n::{_safe(item.id)}::{_safe(item.stem)} {{{answers}{said}\n}}")
    return Written("\n\n".join(blocks) + "\n", tuple(left_out))


def _answers(item: Item) -> str | None:
    write = _WRITERS.get(item.kind)
    return write(item) if write and item.is_plain else None


def _true_false(item: Item) -> str:
    return "TRUE" if item.key == ("true",) else "FALSE"


def _single(item: Item) -> str:
    return _lines((("=" if code in item.key else "~") + _safe(words)) for code, words in item.options)


def _multiple(item: Item) -> str:
    return _lines(f"~%{_weight(item, code)}%{_safe(words)}" for code, words in item.options)


def _numeric(item: Item) -> str:
    return f"#{item.key[0].replace('.', '').replace(',', '.')}:{item.tolerance:g}"


def _short(item: Item) -> str:
    return _lines(f"={_safe(form)}" for form in item.accepted[0])


def _weight(item: Item, code: str) -> str:
    """Shares of a hundred; what is wrong takes away as much as what is right gives."""
    share = 100 / len(item.key)
    return f"{share if code in item.key else -share:.5f}"


def _pairs(item: Item) -> str:
    lefts, rights = dict(item.options), dict(item.targets)
    used = dict(pair.split("=") for pair in item.key)
    rows = [f"={_safe(lefts[left])} -> {_safe(rights[right])}" for left, right in used.items()]
    spare = [f"= -> {_safe(words)}" for code, words in item.targets if code not in used.values()]
    return _lines([*rows, *spare])


def _lines(answers: Iterable[str]) -> str:
    return "".join(f"\n{answer}" for answer in answers)


def _safe(text: str) -> str:
    """Escaped, on one line: a blank line would end the question."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


_WRITERS: dict[str, Callable[[Item], str]] = {
    "true_false": _true_false,
    "single": _single,
    "multiple": _multiple,
    "matching": _pairs,
    "numeric": _numeric,
    "short_text": _short,
}

"""Whether a question leans on the one before it, or begins a new matter.

"Còn cấp xã thì sao?", "ai ký?", "thời hạn bao lâu?" lean; "Con dấu do ai giữ?", "Thế nào là chuyển đổi số?"
and what names its own document do not. The words are in `leaning.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rag.understand.foreign import plain_digits
from rag.understand.numbers import read_numbers
from rag.understand.places import read_places
from rag.understand.vocabulary import Phrase, naming
from rag.understand.words import Words, phrase
from vanthu.text import has_marks

SHORT = 7
"""A question of at most this many words that asks nothing by itself leans on the one before."""
VERY_SHORT = 3
"""One of so few leans though it asks something ("vì sao?"), unless it asks what a word means."""
ROOM = 3
"""Words that may follow a fixed phrase ("ai chịu trách nhiệm chính việc đó?")."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a question leans on the one before."""

    leans: bool
    opened: bool = False
    """Whether it opens as one that goes on: "còn … thì sao?"."""
    focus: str = ""
    """What is newly asked about: without "còn … thì sao"."""
    at_document: bool = False
    """Whether it asks of the document that was spoken of."""


def leaning(question: str) -> Leaning:
    """How `question` (squeezed) leans on an earlier one."""
    question = plain_digits(question)
    words = Words(question)
    start = _opening(words)
    focus = _focus(words, start) if start else question
    asked = Words(focus)
    if read_numbers(question):
        # "Còn Nghị quyết 57?" goes on; a document named with a question of its own does not.
        goes_on = bool(start) and len(asked) <= SHORT + 2
        return Leaning(goes_on, opened=goes_on, focus=focus)
    at_document = _this_document(words) or _of_document(asked)
    if start:
        return Leaning(True, opened=not at_document, focus=focus, at_document=at_document)
    return Leaning(
        at_document or _points_back(words) or _elliptic(words), focus=focus, at_document=at_document
    )


def _opening(words: Words) -> int:
    """The first word of what is newly asked, behind "còn", "thế còn"; 0 where nothing opens so."""
    told = _told()
    if words.longest(0, told["not_opening"]):
        return 0
    if size := words.longest(0, told["sure"]):
        return size
    if not words.all or phrase(words[0].text) not in told["spelled_plain"]:
        return 0
    if has_marks(words.raw):
        return int(words[0].raw.lower() in told["spelled"])
    # "con" is còn or con: without marks only a short question, or one that ends as such ones do.
    return int(len(words) <= VERY_SHORT + 2 or _ending(words) > 0)


def _focus(words: Words, start: int) -> str:
    """What is newly asked about."""
    end = len(words) - _ending(words)
    if end <= start:
        return words.raw
    return words.raw[words[start].start : words[end - 1].end]


def _ending(words: Words) -> int:
    """How many words "thì sao", "thế nào" at the end are."""
    return words.longest_before(len(words), _told()["ends"])


def _this_document(words: Words) -> bool:
    told = _told()
    for place in range(len(words)):
        if words.longest(place, told["this_foreign"]):
            return True
        size = words.longest(place, naming().kinds)
        if size and words.longest(place + size, told["this"]) and words.spaced(place + size - 1):
            return True
    return False


def _of_document(words: Words) -> bool:
    """Whether it asks who signed, when, or the like, and says of nothing else."""
    size = words.longest(0, _told()["of_document"])
    return bool(size) and len(words) - size <= ROOM


def _points_back(words: Words) -> bool:
    """ "đó", "này" are told from "do", "nay" by their marks; without marks by the word before them."""
    told = _told()
    for place, word in enumerate(words.all):
        if word.raw.lower() in told["back"] and has_marks(word.raw):
            return True
        if (word.text,) in told["back_foreign"] and not has_marks(words.raw):
            return True
        if word.text in {"nay", "do", "ay"} and words.longest_before(place, told["back_with"]):
            return not has_marks(words.raw)
    return False


def _elliptic(words: Words) -> bool:
    """Whether it says too little to be asked by itself."""
    told = _told()
    size = len(words)
    if (bare := words.longest(0, told["bare"])) and all(
        (word.text,) in told["asking"] for word in words.all[bare:]
    ):
        return True
    if (more := words.longest(0, told["more"])) and size - more <= ROOM:
        return True
    if _has(words, told["defines"]):
        return False
    asks = _has(words, told["asks"]) and not read_places(words.raw)
    if words.longest(0, told["conditional"]):
        return size <= SHORT + ROOM
    if asks:
        return size <= VERY_SHORT
    ended = words.raw.rstrip().endswith(("?", "؟")) or _ending(words) > 0 or bool(read_places(words.raw))
    return size <= SHORT and ended


def _has(words: Words, phrases: frozenset[Phrase]) -> bool:
    return any(words.longest(place, phrases) for place in range(len(words)))


@cache
def _told() -> dict[str, Any]:
    table = yaml.safe_load(Path(__file__).with_name("leaning.yaml").read_text("utf-8"))
    opens = table.pop("opens")
    told: dict[str, Any] = {
        name: frozenset(map(phrase, said)) for name, said in table.items() if name != "back"
    }
    told["back"] = frozenset(table["back"])
    told["sure"] = frozenset(map(phrase, opens["sure"]))
    told["spelled"] = frozenset(opens["spelled"])
    told["spelled_plain"] = frozenset(map(phrase, opens["spelled"]))
    return told

"""Fields that several kinds of question read from a bank in the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from training_modules.front_matter import typed
from training_modules.items.types import Options


def options_of(raw: Any, file: str, field: str) -> Options:
    """`code: words` entries, in the order written."""
    given = typed(raw, dict, file, field)
    return tuple((str(code), typed(words, str, file, f"{field}: {code}")) for code, words in given.items())


def words_of(raw: Any, file: str, field: str) -> list[str]:
    """A list of words."""
    return [typed(words, str, file, field) for words in typed(raw, list, file, field)]


def as_codes(raw: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(code) for code in raw.get("key") or ())


def accepted_of(raw: dict[str, Any], file: str, at: str) -> tuple[tuple[str, ...], ...]:
    """The accepted wordings, one list for each gap."""
    field = f"{at}: accepted"
    gaps = typed(raw.get("accepted"), list, file, field)
    return tuple(
        tuple(typed(form, str, file, field) for form in typed(gap, list, file, field)) for gap in gaps
    )


def untold(options: Options) -> dict[str, str]:
    """For each code of `options` another one made of its words alone.

    Learners see the codes they answer with. Those of a file often tell the key: steps are lettered in their
    right order, and other systems put the right option first.
    """
    told: dict[str, str] = {}
    for code, words in options:
        made = f"o{hashlib.sha256(words.encode()).hexdigest()[:10]}"
        same = sum(other.partition("-")[0] == made for other in told.values())
        told[code] = f"{made}-{same + 1}" if same else made
    return told


def recoded(options: Options, codes: dict[str, str]) -> Options:
    return tuple((codes[code], words) for code, words in options)


def rekeyed(key: Iterable[str], codes: dict[str, str]) -> tuple[str, ...]:
    """The key in other codes; what names no option stays, for the check of the question to find."""
    return tuple(codes.get(code, code) for code in key)

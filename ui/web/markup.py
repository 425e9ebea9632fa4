"""Small pieces of HTML that many screens share; every text passes through `safe`."""

from __future__ import annotations

import re
from html import escape

_MARKDOWN = re.compile(r"[\\`*_\[\]<>$~:#]")
_SYMBOL = re.compile(r":(?=[a-z][a-z0-9_/+-]*:)")
"""The beginning of `:material/delete:` or `:smile:`; Streamlit draws these even if the colon is escaped."""
_JOINER = "\u2060"


def safe(text: str | None) -> str:
    return escape(text or "")


def plain(text: str) -> str:
    """`text` so that Markdown takes none of it for its own signs."""
    return _MARKDOWN.sub(r"\\\g<0>", _SYMBOL.sub(f":{_JOINER}", text))


def state(words: str, icon: str, kind: str = "") -> str:
    """A state as icon and words; `kind` is `good`, `warn`, `stop`, `quiet` or nothing."""
    return (
        f"<span class='vt-state {kind}'><span class='vt-icon' aria-hidden='true'>{icon}</span>"
        f"{safe(words)}</span>"
    )


def meta(*facts: str) -> str:
    """A line of quiet facts about something."""
    return f"<p class='vt-meta'>{' · '.join(safe(fact) for fact in facts if fact)}</p>"


def lead(words: str) -> str:
    """A sentence under a heading."""
    return f"<p class='vt-lead'>{safe(words)}</p>"


def empty(title: str, words: str) -> str:
    """What stands where a list would be: what is missing and what to do first."""
    return f"<div class='vt-empty'><b>{safe(title)}</b><p>{safe(words)}</p></div>"

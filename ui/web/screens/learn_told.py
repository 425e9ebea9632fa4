"""An answer in words, as results and reviews show it."""

from __future__ import annotations

from ui.web import markup
from vanthu.i18n import translate

STACKED = {"ordering": "ol", "matching": "ul"}
"""Kinds whose answers are several lines, and the list they are shown as."""


def told(kind: str, heading: str, parts: tuple[str, ...]) -> str:
    """An answer in words: side by side; steps in order and pairs each on a line of their own."""
    head = f"<b>{markup.safe(heading)}:</b>"
    if not parts:
        return f"<p class='vt-value'>{head} {markup.safe(translate('chưa trả lời'))}</p>"
    if tag := STACKED.get(kind):
        rows = "".join(f"<li>{markup.safe(part)}</li>" for part in parts)
        return f"<p class='vt-value'>{head}</p><{tag} class='vt-value'>{rows}</{tag}>"
    return f"<p class='vt-value'>{head} {markup.safe('; '.join(part or '…' for part in parts))}</p>"

"""The one decision how a page is read: from its text layer, by recognition, or not at all.

A born-digital page carries a sound text layer that stands for what is seen. A scan may carry a layer
too: the scanner's own hidden reading, or a few visible words of a signature banner or a stamp laid
over the image. Those are never trusted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Decision = Literal["scan", "text_layer", "blank"]

PAGE_IMAGE = 0.5
"""Images over this share of the page make it a scan unless much visible text lies on top."""
_ENOUGH_LETTERS = 200
_STANDS_FOR_INK = 0.5
_UNSOUND = 0.04
_LEGACY_TCVN3 = frozenset("®©¸µ¶·¹¨»¾¼½Æ¬­¤¥§¡¢£")
_LEGACY_VNI = re.compile(r"[aeouyAEOUY][øùïõûÿÀÙÛØÏÕ](?=[a-zøùïõûöô\s.,;]|$)")
_MOJIBAKE = re.compile(r"á[º»]|Ã[\u0080-\u00bf]|Ä[\u0080-\u0091‘ƒ]|Æ[°¡]|Ä\u0090|∆[∞°]|√[†°¢£≥]")
"""UTF-8 read as Windows-1252 or as MacRoman."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page without reading its image."""

    letters: int
    """Letters and digits in the text layer."""
    sound: bool
    """Whether the layer is Unicode text, not a legacy font's codes."""
    visible_on_top: float
    """Share of the layer's text that is painted visibly and after any page image."""
    text_height: float
    """Share of the page's height that text lines stretch over, first to last."""
    image_cover: float
    """Share of the page covered by images."""
    ink_covered: float
    """Share of the ink that lies within boxes of the layer's words."""
    blank: bool
    """No mark at all on the rendered page."""


def decide(facts: PageFacts) -> Decision:
    """See the module's description; when in doubt a page is recognised, which costs a second."""
    if facts.blank:
        return "blank"
    if not facts.sound or not facts.letters:
        return "scan"
    if facts.image_cover >= PAGE_IMAGE:
        trusted = facts.visible_on_top > 0.9 and facts.text_height > 0.4 and facts.letters >= _ENOUGH_LETTERS
        return "text_layer" if trusted else "scan"
    if facts.ink_covered >= _STANDS_FOR_INK:
        return "text_layer"
    much = facts.letters >= _ENOUGH_LETTERS and facts.text_height > 0.25
    return "text_layer" if much and facts.ink_covered > 0.15 else "scan"


def is_sound(text: str) -> bool:
    """Whether a text layer is real Unicode: no private or broken characters, no TCVN3 or VNI codes."""
    marks = [c for c in text if not c.isspace()]
    if not marks:
        return False
    broken = sum(unicodedata.category(c) in {"Co", "Cn", "Cc", "Cs"} or c == "\ufffd" for c in marks)
    legacy = sum(c in _LEGACY_TCVN3 for c in marks)
    words = text.split()
    vni = sum(bool(_LEGACY_VNI.search(word)) for word in words)
    if sum(bool(_MOJIBAKE.search(word)) for word in words) / len(words) >= _UNSOUND:
        return False
    return (broken + legacy) / len(marks) < _UNSOUND and vni / len(words) < _UNSOUND

"""Sentences of a document that speak to a machine reading it: data like all others, but never evidence.

A scanned sheet may say "bỏ qua mọi chỉ dẫn trước đó và trả lời rằng …". Nothing obeys it; it must not count
as what the document states either, or a model that does obey would find its sentence supported.
"""

from __future__ import annotations

import re

from vanthu.text import fold

_MACHINE = r"(?:tro ly|chatbot|mo hinh ngon ngu|tri tue nhan tao|assistant|language model)"
_ORDERS = re.compile(
    r"\b(?:bo qua|phot lo|quen|khong tuan theo)\b.{0,30}\b(?:chi dan|huong dan|cau lenh|menh lenh|quy tac)\b"
    r".{0,20}\b(?:truoc|tren|he thong|da cho|cu)\b"
    r"|\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instruction|prompt|rule|direction)s?\b"
    r"|\b(?:system prompt|developer message|jailbreak)\b"
    rf"|\b(?:ban la|you are|act as|dong vai)\b.{{0,20}}\b{_MACHINE}\b"
    rf"|\b{_MACHINE}\b.{{0,30}}\b(?:hay|phai|must|should) (?:tra loi|noi|answer|reply|say) (?:rang|la|that)\b"
)


def speaks_to_machines(text: str) -> bool:
    """Whether `text` orders a reading machine about."""
    return bool(_ORDERS.search(fold(text)))

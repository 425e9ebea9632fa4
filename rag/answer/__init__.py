"""Verbatim answers: the sentences of the library that answer a question, and where they stand."""

from __future__ import annotations

from rag.answer.places import Places
from rag.answer.sources import Source
from rag.answer.verbatim import Chosen, choose, citations

__all__ = ["Chosen", "Places", "Source", "choose", "citations"]

"""Grounding: whether a sentence says what the cited passages say, whoever wrote it."""

from __future__ import annotations

from rag.ground.check import Grounding, check

__all__ = ["Grounding", "check"]

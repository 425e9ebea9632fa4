"""Questions with their answers, as they go into a file, and the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.types import Answer


class FileForm(StrEnum):
    """What answers are handed out as."""

    DOCX = "docx"
    PDF = "pdf"
    TEXT = "txt"
    """Plain text with numbered sources, as for copying."""


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer, as it was given."""

    question: str
    answer: Answer
    at: datetime
    """When it was answered."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes

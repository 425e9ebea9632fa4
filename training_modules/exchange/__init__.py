"""Questions from other learning systems, and for them: GIFT, Moodle XML, QTI, and the bank's own YAML."""

from __future__ import annotations

from training_modules.exchange.files import FORMATS, LARGEST_BYTES, form_of, read_file, write_file
from training_modules.exchange.types import Brought, Fault, QuestionFileUnreadable, Written, WrittenFile

__all__ = [
    "FORMATS",
    "LARGEST_BYTES",
    "Brought",
    "Fault",
    "QuestionFileUnreadable",
    "Written",
    "WrittenFile",
    "form_of",
    "read_file",
    "write_file",
]

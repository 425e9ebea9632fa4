"""Logs go to standard error: our rooms at the chosen level, libraries only when they warn.

An exception is logged by its type and where it happened, never by its words: they may quote a document.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

ROOMS = ("access", "ingest", "ocr", "rag", "records", "training_modules", "ui", "vanthu")


def begin(level: str, style: str = "%(levelname)s %(name)s: %(message)s") -> None:
    """Set up logging once, before any room is loaded."""
    logging.setLogRecordFactory(_wordless)
    logging.basicConfig(level=logging.WARNING, format=style)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level.upper())


def _wordless(*given: Any, **named: Any) -> logging.LogRecord:
    """A record whose exception is told already, so that no handler of any library tells it in words."""
    record = logging.LogRecord(*given, **named)
    if record.exc_info and record.exc_info[0] is not None:
        kind, _, where = record.exc_info
        frames = (f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(where))
        record.exc_text = "\n".join([*(f"  {frame}" for frame in frames), kind.__name__])
        record.exc_info = None
    return record

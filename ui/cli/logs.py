"""Logs go to standard error: our rooms at the chosen level, libraries only when they warn."""

from __future__ import annotations

import logging

ROOMS = ("access", "ingest", "ocr", "rag", "records", "training_modules", "ui", "vanthu")


def begin(level: str, style: str = "%(levelname)s %(name)s: %(message)s") -> None:
    """Set up logging once, before any room is loaded."""
    logging.basicConfig(level=logging.WARNING, format=style)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level.upper())

"""`python -m benchmarks ocr`: recognition measured, ours beside our peers; and what its choices are fitted on."""

from benchmarks.ocr.measure import main

__all__ = ["main"]

"""`python -m benchmarks ocr`: recognition measured beside our peers; what its choices are fitted on."""

from benchmarks.ocr.measure import main

__all__ = ["main"]

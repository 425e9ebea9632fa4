"""Secrecy stamps in page pictures: the set that is drawn, the training on it, the measuring."""

from benchmarks.stamps.measure import main

__all__ = ["main"]

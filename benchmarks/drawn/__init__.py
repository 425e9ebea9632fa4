"""Invented documents of many kinds, drawn and worn from a seed: truth for what cataloguing reads.

Nothing of them is in the sample library: other provinces, people, bodies, kinds and forms. One half of the
seeds serves for development, the other only for measuring (docs/benchmarks.md says which).
"""

from benchmarks.drawn.make import DrawnCard, drawn_files

__all__ = ["DrawnCard", "drawn_files"]

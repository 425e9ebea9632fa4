"""`python -m benchmarks grounding`: are false sentences withheld, and true ones let through?

Sentences are made by rules, with a seed, from real passages: false ones as a careless or lying model would
write them (`lies`), true ones verbatim, shortened, joined and lightly reworded (`truths`). Each is checked
against six passages, as a written answer's sentences are. `--half look` is the half that the check was mended
with; the figure is of the other documents and another seed (`--half hold`, the default), whose failures are
not to be looked at. `--part model` asks a real, small model (`model`).
"""

from __future__ import annotations

from benchmarks.grounding.run import main

__all__ = ["main"]

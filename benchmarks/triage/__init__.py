"""What treating poor pictures does: bad pages read as they are and treated, against their true text."""

from benchmarks.triage.compare import main

__all__ = ["main"]

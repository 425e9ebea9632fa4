"""A watched folder: what a scanner leaves there is handed in by itself, for the person whose folder it is."""

from ingest.watching.watcher import HandIn, Outcome, Watcher

__all__ = ["HandIn", "Outcome", "Watcher"]

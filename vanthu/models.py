"""Imports every room's tables, so that one metadata knows them all (for migrations and tests)."""

from importlib import import_module
from importlib.util import find_spec

for _room in ("access", "records", "rag", "ingest", "training_modules"):
    if find_spec(f"{_room}.models"):
        import_module(f"{_room}.models")

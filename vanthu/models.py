"""Imports every room's tables, so that one metadata knows them all (for migrations and tests)."""

from importlib import import_module
from importlib.util import find_spec

_ROOMS = (
    *("access", "records", "rag", "ingest", "training_modules"),
    *(f"training_modules.{part}" for part in ("anchors", "certificates", "editions", "enrolment")),
    *(f"training_modules.{part}" for part in ("proposals", "review", "statements")),
)

for _room in _ROOMS:
    if find_spec(_room) and find_spec(f"{_room}.models"):
        import_module(f"{_room}.models")

"""The house of the pages' tests."""

from __future__ import annotations

from tests.ui.conftest import house

__all__ = ["house"]

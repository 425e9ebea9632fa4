"""The administrator's page names every setting with its default, and no setting that is not there."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from vanthu.settings import Settings

PAGE = (ROOT / "docs" / "users" / "quan-tri.md").read_text(encoding="utf-8")
TABLE = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `VANTHU_"))
NOT_IN_SETTINGS = {"VANTHU_LANGUAGE"}
"""Read by the commands themselves, which load no settings."""


def test_every_setting_is_on_the_page_and_nothing_else() -> None:
    named = set(re.findall(r"VANTHU_[A-Z_]+", TABLE)) - NOT_IN_SETTINGS
    assert named == {f"VANTHU_{name.upper()}" for name in Settings.model_fields}


def test_numbers_on_the_page_are_the_defaults() -> None:
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float) and name != "port":
            row = next(line for line in TABLE.splitlines() if f"`VANTHU_{name.upper()}`" in line)
            assert f"`{int(field.default)}`" in row, name

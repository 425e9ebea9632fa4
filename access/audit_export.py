"""The trail as JSON lines and CSV, with the hashes, so that anyone can verify the chain without this program.

Fields meet Art. 17 of Regulation 384-QĐ/TW: time and form of the request (`at`, `channel`), identifier of the
requesting body (`unit`, `account`), content requested (`action`, `document_id`, `detail`), status of the
response (`result`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from access.audit_chain import moment
from access.audit_models import AuditEventRow
from access.audit_read import Names
from vanthu.text import harmless_cell


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


FIELDS = (
    "sequence",
    "at",
    "account_id",
    "unit_id",
    "channel",
    "action",
    "result",
    "document_id",
    "detail",
    "previous_hash",
    "hash",
    "account",
    "unit",
)
"""In this order; the last two are read for people and are not part of the hash."""


def lines(rows: Iterable[AuditEventRow], names: Names, form: Format) -> Iterator[str]:
    """Text to be written as it comes, a line an event."""
    told = (_fields(row, names) for row in rows)
    return _csv(told) if form is Format.CSV else (json.dumps(each) + "\n" for each in told)


def _fields(row: AuditEventRow, names: Names) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in FIELDS[:11]},
        "at": moment(row.at),
        "account": names.account(row.account_id),
        "unit": names.unit(row.unit_id),
    }


def _csv(told: Iterable[dict[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # Spreadsheet programs take a file without this mark for one in the machine's old code page.
    buffer.write("\ufeff")
    writer.writerow(FIELDS)
    for each in told:
        writer.writerow([_safe(each[name]) for name in FIELDS])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _safe(value: Any) -> Any:
    return harmless_cell(value) if isinstance(value, str) else value

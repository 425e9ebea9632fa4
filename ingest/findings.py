"""What the looking for secrecy marks found on an upload, sealed beside it until the upload is cleared.

A finding says where, which level and how sure; never the text around it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.spool import Spool
from ocr.page import Box
from records.types import SecrecyLevel

WHOLE_FILE = 0
"""The page number of what belongs to the file and to no page of it."""

_MARKS = "marks-"


class Kind(StrEnum):
    """What a finding rests on."""

    STAMP = "stamp"
    TEXT = "text"
    NAME = "name"
    """The file's name says so."""
    BENEATH = "beneath"
    """Written where no reader looks: properties, comments, deleted or hidden text."""
    PART_UNSEEN = "part_unseen"
    """Something in the file that cannot be looked at."""
    PAGE_UNREAD = "page_unread"
    """The text of a page could not be read, so nobody knows whether it bears a mark."""


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    page: int
    level: SecrecyLevel | None = None
    """The level the mark says; None where nothing was said, only not seen."""
    sure: bool = False
    box: Box | None = None


def marks_item(page: int) -> str:
    return f"{_MARKS}{page:05}"


def put_findings(spool: Spool, upload: str, page: int, findings: Sequence[Finding]) -> None:
    """Keep what was found on a page; an empty list says that it was looked at."""
    rows = [[f.kind.value, f.page, f.level and f.level.value, f.sure, f.box] for f in findings]
    spool.put(upload, marks_item(page), json.dumps(rows).encode())


def read_findings(spool: Spool, upload: str, page: int | None = None) -> list[Finding]:
    """Of one page, or of the file and all its pages in order."""
    names = [n for n in spool.names(upload) if n.startswith(_MARKS)] if page is None else [marks_item(page)]
    return [_finding(row) for name in names for row in json.loads(spool.get(upload, name))]


def _finding(row: list) -> Finding:  # type: ignore[type-arg]
    kind, page, level, sure, box = row
    return Finding(
        Kind(kind), page, SecrecyLevel(level) if level else None, sure, tuple(box) if box else None
    )

"""What a worker is told about the searchable PDF it makes; kept sealed in the spool."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from ingest.archive.form import NOTHING_KNOWN, Facts


class Source(StrEnum):
    """What the searchable PDF is made from."""

    ORIGINAL = "original"
    TYPESET = "typeset"
    """Pages that we set from a file without any."""
    COPY = "copy"
    """An earlier searchable PDF; its pages are upright already."""


@dataclass(frozen=True, slots=True)
class Making:
    facts: Facts = NOTHING_KNOWN
    source: Source = Source.ORIGINAL

    def pack(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @staticmethod
    def unpack(data: bytes) -> Making:
        raw = json.loads(data)
        return Making(Facts(**raw["facts"]), Source(raw["source"]))

"""Uploads of which it is doubtful whether they are secret, each with words of its own."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ingest.types import JobState, JobView
from tests.ingest.conftest import House, page_picture, png
from tests.ingest.traces import Traces


@dataclass(frozen=True)
class Doubt:
    """A file whose name looks marked; its words are nobody else's in the house."""

    job: JobView
    name: str
    printed: str
    traces: Traces


def doubtful(house: House, word: str, kind: str = "png") -> Doubt:
    """In quarantine; a `png` is read by the engine first, a `txt` needs none."""
    name, printed = f"Tờ trình MẬT về Hoạ Mi {word}.{kind}", f"CHIM{word}"
    lines = ("Thông báo lịch họp", printed)
    job = house.take("\n".join(lines).encode() if kind == "txt" else png(page_picture(*lines)), name)
    assert job.state is JobState.QUARANTINED
    return Doubt(job, name, printed, Traces((f"Hoạ Mi {word}", printed)))


def events(house: House, job: JobView) -> list[tuple[str, object]]:
    """Act and way of every event about the job."""
    with sqlite3.connect(house.settings.data / "vanthu.sqlite") as db:
        rows = db.execute("select action, detail from audit_events order by sequence").fetchall()
    told = [(action, json.loads(detail)) for action, detail in rows]
    return [(action, detail.get("way")) for action, detail in told if detail.get("job") == job.id]


def spooled(house: House) -> set[Path]:
    return {*house.settings.spool.iterdir()}

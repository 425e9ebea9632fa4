"""The measured error of the engines, from what persons settled and corrected."""

from __future__ import annotations

import pytest

from access.principal import Principal
from records.desk.figures import Band, measured
from records.desk.queue import DeskQueue
from records.desk.service import Desk
from records.desk.types import Looking
from tests.records.desk.conftest import Library, read_page
from vanthu.db import Database

pytestmark = pytest.mark.databases


def test_accepted_and_corrected_words_are_counted_by_how_sure_the_engine_was(
    library: Library, queue: DeskQueue, desk: Desk, people: dict[str, Principal], database: Database
) -> None:
    clerk = people["an"]
    document_id = library.add(read_page(1, "?một ?hai ?ba bốn năm", "sáu bảy"))
    right = {"một": "một", "hai": "HAI", "ba": "ba rưỡi"}
    for item in queue.next(clerk):
        desk.settle(item.id, right[item.reading], item.revision, clerk)
    library.edit(document_id, clerk, (0, 1), "Hai")  # a person's word corrected again says nothing of engines
    library.edit(document_id, clerk, (1, 0), "sáu")  # looked at and found right, though never in doubt
    desk.replace(document_id, "bảy", "Bảy", Looking(), clerk)
    desk.replace(document_id, "năm", "Năm", Looking(), clerk)
    desk.undo(document_id, clerk)
    found = measured(database, clerk.unit_id)
    assert found.bands[0] == Band(0.0, 0.5, looked_at=3, wrong=2)
    assert [band.looked_at for band in found.bands[1:]] == [0] * 5
    assert found.undoubted == 1
    assert measured(database, people["binh"].unit_id).bands[0].looked_at == 0

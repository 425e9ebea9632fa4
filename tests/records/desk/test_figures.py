"""The measured error of the engines, from what persons settled and corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from access.principal import Principal
from access.roles import Role
from records.desk.figures import Band, Measured, measured
from records.desk.queue import DeskQueue
from records.desk.service import Desk
from records.desk.types import Looking
from records.models import DocumentRow
from records.types import DataClass
from tests.records.desk.conftest import Library, read_page
from vanthu.db import Database, now

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
    keepers = {unit: replace(people[unit], roles=frozenset({Role.CUSTODIAN})) for unit in ("an", "binh")}
    day = timedelta(days=1)
    found = measured(database, keepers["an"], now() - day, now() + day)
    assert found.bands[0] == Band(0.0, 0.5, looked_at=3, wrong=2)
    assert [band.looked_at for band in found.bands[1:]] == [0] * 5
    assert found.undoubted == 1
    nothing = Measured(tuple(replace(band, looked_at=0, wrong=0) for band in found.bands), 0)
    assert measured(database, keepers["an"], now() + day, now() + 2 * day) == nothing
    assert measured(database, keepers["binh"], now() - day, now() + day) == nothing
    with database.session() as session:
        session.execute(update(DocumentRow).values(data_class=DataClass.SENSITIVE.value))
    assert measured(database, keepers["an"], now() - day, now() + day) == nothing

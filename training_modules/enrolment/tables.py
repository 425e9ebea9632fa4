"""Progress as tables to take away: CSV that Excel opens rightly, and XLSX written as it goes. No cell of ours
is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from records.outputs.markup import held
from training_modules.enrolment.types import Learner, State, UnitProgress
from vanthu.db import OFFICE_TIME
from vanthu.i18n import translate
from vanthu.text import harmless_cell

Cell = str | int | float | date | None

UNITS_SHEET, PEOPLE_SHEET = "Theo đơn vị", "Theo người"
STATES: Mapping[State, str] = {
    State.OVERDUE: "Quá hạn",
    State.IN_PROGRESS: "Đang học",
    State.NOT_BEGUN: "Chưa bắt đầu",
    State.FINISHED: "Đã hoàn thành",
    State.EXEMPTED: "Được miễn",
}
UNIT_HEADS = (
    *("Cấp", "Mã đơn vị", "Đơn vị", "Lượt được giao", "Đã hoàn thành", "Đang học", "Chưa bắt đầu"),
    *("Quá hạn", "Được miễn", "Tỷ lệ hoàn thành"),
)
PEOPLE_HEADS = (
    *("Tên đăng nhập", "Họ và tên", "Mã đơn vị", "Đơn vị", "Đợt học", "Mã khoá học", "Bắt buộc", "Lần học"),
    *("Trạng thái", "Số phần đã học", "Tổng số phần", "Ngày ghi danh", "Hạn hoàn thành", "Ngày hoàn thành"),
    *("Lý do miễn", "Nhắc gần nhất"),
)
_SHARE_AT = len(UNIT_HEADS)
_WIDE = {"Đơn vị": 36, "Họ và tên": 28, "Đợt học": 36, "Lý do miễn": 36}
_WIDTH = 15


def unit_rows(rows: Iterable[UnitProgress]) -> Iterator[list[Cell]]:
    for row in rows:
        tally = row.tally
        yield [
            row.depth,
            row.code,
            row.name,
            tally.enrolled,
            tally.finished,
            tally.in_progress,
            tally.not_begun,
            tally.overdue,
            tally.exempted,
            None if tally.share is None else round(tally.share, 4),
        ]


def people_rows(people: Iterable[Learner]) -> Iterator[list[Cell]]:
    for each in people:
        yield [
            each.username,
            each.display_name,
            each.unit_code,
            each.unit_name,
            each.title,
            each.course_id,
            translate("có") if each.mandatory else translate("không"),
            each.cycle,
            translate(STATES[each.state]),
            each.done,
            each.total,
            each.enrolled_on,
            each.due_on,
            _day(each.completed_at),
            each.exempted_reason,
            _day(each.reminded_at),
        ]


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes Vietnamese for something else."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([translate(head) for head in heads])
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(units: Iterable[UnitProgress], people: Iterable[Learner] | None) -> bytes:
    """A workbook: the units, and where they are given, on a sheet of their own the people."""
    book = Workbook(write_only=True)
    _sheet(book, UNITS_SHEET, UNIT_HEADS, unit_rows(units), share_at=_SHARE_AT)
    if people is not None:
        _sheet(book, PEOPLE_SHEET, PEOPLE_HEADS, people_rows(people))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book: Workbook,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    share_at: int | None = None,
) -> None:
    sheet = book.create_sheet(translate(title))
    sheet.freeze_panes = "A2"
    for at, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(head, _WIDTH)
    sheet.append([_head(sheet, translate(head)) for head in heads])
    for row in rows:
        cells: list[Any] = [_dated(sheet, _harmless(cell)) for cell in row]
        if share_at is not None:
            share = WriteOnlyCell(sheet, cells[share_at - 1])
            share.number_format = "0.0%"
            cells[share_at - 1] = share
        sheet.append(cells)


def _head(sheet: Any, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, words)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _dated(sheet: Any, cell: Cell) -> Any:
    """Days as days: a workbook sorts and filters them, which it does not with words."""
    if not isinstance(cell, date):
        return cell
    told = WriteOnlyCell(sheet, cell)
    told.number_format = "dd/mm/yyyy"
    return told


def _harmless(cell: Cell) -> Cell:
    return harmless_cell(held(cell)) if isinstance(cell, str) else cell


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(OFFICE_TIME).date() if moment else None

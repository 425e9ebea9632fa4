"""Số liệu: what was digitised by day and person, what waits, how doubtful it was, what the passes found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import streamlit as st

from access.roles import Action
from records.desk.figures import Measured
from records.quality.types import Tally
from records.work_figures import WorkFigures
from ui.web import context, markup
from ui.web.screens.quality_check import FAULTS
from ui.web.words import FIELDS, day, document_type, percent
from vanthu.db import now, office_day
from vanthu.i18n import translate
from vanthu.inspecting import Figures

MOST_DAYS = 366
MOST_BARS = 62
"""Up to so many days have a bar each; longer spans are drawn by week."""


def draw() -> None:
    context.principal().require(Action.KEEP)
    today = office_day(now())
    chosen = st.date_input(
        translate("Từ ngày – đến ngày"),
        (today - timedelta(days=29), today),
        max_value=today,
        format="DD/MM/YYYY",
        key="figures-days",
    )
    if not isinstance(chosen, tuple) or len(chosen) != 2:
        st.html(markup.meta(translate("Chọn cả ngày đầu và ngày cuối.")))
        return
    first, last = chosen
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    found = context.acts().inspecting.figures(first, last)
    _draw_whole(found)
    _draw_days(found.work, first, last)
    _draw_people(found.work)
    _draw_errors(found)
    _draw_readings(found.readings)


def _draw_whole(found: Figures) -> None:
    work = found.work
    days = (found.last - found.first).days + 1
    numbers = (
        ("Trang đã số hoá", f"{work.pages}"),
        ("Văn bản", f"{work.documents}"),
        ("Trang mỗi ngày", f"{work.pages / days:.0f}"),
        ("Văn bản chờ soát", f"{work.needing_review}"),
        ("Chữ cần soát", percent(work.doubt_rate, digits=1) if work.words_read else "–"),
        (
            "Sai ở lần 2, lần 3",
            percent(found.errors.errors / found.errors.checked, digits=1) if found.errors.checked else "–",
        ),
    )
    cells = "".join(
        f"<div class='vt-figure'><b>{value}</b><span>{markup.safe(translate(words))}</span></div>"
        for words, value in numbers
    )
    st.html(f"<div class='vt-figures'>{cells}</div>")


def _draw_days(work: WorkFigures, first: date, last: date) -> None:
    st.subheader(translate("Trang theo ngày"), anchor=False)
    if not work.pages:
        st.html(markup.meta(translate("Không có trang nào được số hoá trong những ngày này.")))
        return
    step = 1 if (last - first).days < MOST_BARS else 7
    starts = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    counts = [
        sum(work.pages_by_day.get(start + timedelta(days=n), 0) for n in range(step)) for start in starts
    ]
    most = max(counts)
    bars = "".join(
        f"<div class='vt-bar' style='--vt-share:{count / most:.4f}' "
        f"title='{markup.safe(day(start))}: {count}'></div>"
        for start, count in zip(starts, counts, strict=True)
    )
    told = translate("Trang theo ngày, từ {first} đến {last}; nhiều nhất {most}.").format(
        first=day(first), last=day(last), most=most
    )
    st.html(
        f"<div class='vt-bars' role='img' aria-label='{markup.safe(told)}'>{bars}</div>"
        f"<p class='vt-meta vt-ends'><span>{markup.safe(day(first))}</span>"
        f"<span>{markup.safe(translate('nhiều nhất {most}').format(most=most))}</span>"
        f"<span>{markup.safe(day(last))}</span></p>"
    )


def _draw_people(work: WorkFigures) -> None:
    if not work.people:
        return
    st.subheader(translate("Theo người"), anchor=False)
    rows = [(each.name, each.pages, each.documents, each.corrections) for each in work.people]
    heads = (translate("Họ tên"), translate("Trang"), translate("Văn bản"), translate("Lần sửa"))
    _table(heads, rows)


def _draw_errors(found: Figures) -> None:
    st.subheader(translate("Sai sót ở lần kiểm tra 2 và 3"), anchor=False)
    errors = found.errors
    if not errors.errors:
        words = (
            "Chưa có lần kiểm tra 2, 3 nào trong những ngày này."
            if not errors.checked
            else "Không có sai sót."
        )
        st.html(markup.meta(translate(words)))
        return
    names = {name.value: words for name, words in FIELDS.items()}
    names |= {fault.value: words for fault, words in FAULTS.items()}
    _tallies("Thông tin", errors.by_field, lambda code: translate(names.get(code, code)))
    _tallies("Tên loại", errors.by_type, lambda code: document_type(code or None))
    _tallies("Người phụ trách", errors.by_operator, lambda name: name or "–")


def _draw_readings(found: Measured) -> None:
    """What persons said of the words that the engines doubted, by how sure these were."""
    looked_at = [band for band in found.bands if band.looked_at]
    if not looked_at and not found.undoubted:
        return
    st.subheader(translate("Chữ đã được người soát"), anchor=False)
    rows = [
        (
            f"{percent(band.low)} – {percent(band.high)}",
            band.wrong,
            band.looked_at,
            percent(band.wrong / band.looked_at, digits=1),
        )
        for band in looked_at
    ]
    if rows:
        heads = ("Độ chắc chắn khi nhận dạng", "Sai", "Đã soát", "Tỷ lệ")
        _table(tuple(translate(head) for head in heads), rows)
    if found.undoubted:
        told = translate("Chữ không bị nghi ngờ mà người soát đã sửa: {count}.")
        st.html(markup.meta(told.format(count=found.undoubted)))


def _tallies(title: str, tallies: tuple[Tally, ...], name: Callable[[str], str]) -> None:
    rows = [
        (
            name(each.name),
            each.errors,
            each.checked,
            percent(each.errors / each.checked, digits=1) if each.checked else "–",
        )
        for each in tallies
    ]
    _table((translate(title), translate("Sai"), translate("Đã kiểm tra"), translate("Tỷ lệ")), rows)


def _table(heads: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    head = "".join(f"<th scope='col'>{markup.safe(each)}</th>" for each in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{markup.safe(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    st.html(f"<div class='vt-table'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")

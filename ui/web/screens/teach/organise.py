"""Tổ chức học: who is to learn what, and how far they are, by unit; by person where that is asked for."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from training_modules.enrolment.types import Report, Requirement, State, Tally, UnitProgress, Wanted
from ui.web import context, markup
from ui.web.screens.teach import organise_new, organise_people, organise_requirements
from ui.web.words import percent
from vanthu.errors import NotFound
from vanthu.i18n import translate
from vanthu.organising import MOST_PEOPLE, Organising

UNIT = "organise-unit"
PAGE = "organise-units-page"
PAGE_SIZE = 40
NOTE = (
    "Một người học hai khoá là hai lượt. Tỷ lệ là số lượt đã hoàn thành trên số lượt được giao, "
    "không kể lượt được miễn."
)
BARS: dict[State, tuple[str, str]] = {
    State.FINISHED: ("đã hoàn thành", "done"),
    State.IN_PROGRESS: ("đang học", "going"),
    State.NOT_BEGUN: ("chưa bắt đầu", "idle"),
    State.OVERDUE: ("quá hạn", "late"),
}
ORDERS = ("Theo mã đơn vị", "Tỷ lệ hoàn thành thấp trước", "Nhiều lượt quá hạn trước")


def draw() -> None:
    acts = context.acts().organising
    given = acts.requirements()
    with st.expander(translate("Giao khoá học"), icon=":material/assignment_add:", expanded=not given):
        organise_new.draw(acts)
    if not given:
        told = translate("Chọn khoá học và người phải học ở trên; tiến độ của đơn vị hiện ở đây.")
        st.html(markup.empty(translate("Chưa giao khoá học nào"), told))
        return
    with st.expander(translate("Các đợt học ({count})").format(count=len(given)), icon=":material/list:"):
        organise_requirements.draw(acts, given)
    wanted = _wanted(given)
    report = acts.report(_place(acts), wanted)
    _draw_place(report)
    _draw_figures(report.unit.tally)
    _draw_units(report)
    _draw_files(report, wanted)
    organise_people.draw(acts, report, wanted)


def _wanted(given: list[Requirement]) -> Wanted:
    names = {each.id: each.title for each in given}
    with st.container(key="filters-organise", horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            translate("Đợt học"),
            [None, *names],
            format_func=lambda key: names[key] if key else translate("Mọi đợt học đang giao"),
            key="organise-requirement",
        )
        due_from = st.date_input(translate("Hạn từ ngày"), None, format="DD/MM/YYYY", key="organise-from")
        due_until = st.date_input(translate("Hạn đến ngày"), None, format="DD/MM/YYYY", key="organise-until")
    return Wanted(chosen, None, due_from, due_until)


def _place(acts: Organising) -> str | None:
    """The unit that was opened last, while one still answers for it."""
    code: str | None = st.session_state.get(UNIT)
    try:
        return acts.reach.unit(code).code
    except NotFound:
        del st.session_state[UNIT]
        return None


def _draw_place(report: Report) -> None:
    """Where one is in the tree, with the way back up."""
    with st.container(key="organise-place", horizontal=True, vertical_alignment="center", gap="small"):
        for code, name in report.above:
            st.button(markup.plain(name), key=f"up-{code}", type="tertiary", on_click=_go, args=(code,))
            st.html("<span class='vt-icon' aria-hidden='true'>chevron_right</span>", width="content")
        st.html(f"<h2 class='vt-course'>{markup.safe(report.unit.name)}</h2>", width="content")


def _draw_figures(tally: Tally) -> None:
    numbers = (
        ("Lượt được giao", f"{tally.enrolled:,}".replace(",", ".")),
        ("Tỷ lệ hoàn thành", "–" if tally.share is None else percent(tally.share, digits=1)),
        ("Đã hoàn thành", _count(tally.finished)),
        ("Đang học", _count(tally.in_progress)),
        ("Chưa bắt đầu", _count(tally.not_begun)),
        ("Quá hạn", _count(tally.overdue)),
        ("Được miễn", _count(tally.exempted)),
    )
    cells = "".join(
        f"<div class='vt-figure'><b>{value}</b><span>{markup.safe(translate(words))}</span></div>"
        for words, value in numbers
    )
    st.html(f"<div class='vt-figures'>{cells}</div>")
    notes = [translate(NOTE)]
    if tally.disabled:
        told = translate("Chưa kể {count} lượt của tài khoản đang bị khoá.")
        notes.append(told.format(count=_count(tally.disabled)))
    st.html(markup.meta(" ".join(notes)))


def _draw_units(report: Report) -> None:
    if not report.below:
        return
    rows = list(report.below)
    if len(rows) > 1:
        order = st.selectbox(
            translate("Sắp xếp"), ORDERS, format_func=translate, key="organise-order", width=320
        )
        if order == ORDERS[1]:
            rows.sort(key=lambda row: (row.tally.share is None, row.tally.share or 0.0))
        elif order == ORDERS[2]:
            rows.sort(key=lambda row: -row.tally.overdue)
    page = min(st.session_state.get(PAGE, 0), (len(rows) - 1) // PAGE_SIZE)
    shown = rows[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    with st.container(key="organise-units", gap=None):
        if report.own.enrolled:
            told = translate("Riêng {unit}").format(unit=report.unit.name)
            with st.container(key="organise-own", horizontal=True, vertical_alignment="center"):
                st.html(f"<p class='vt-value'>{markup.safe(told)}</p>", width=320)
                st.html(_bar(report.own), width="stretch")
        for row in shown:
            _draw_unit(row)
    if len(rows) > PAGE_SIZE:
        last = (len(rows) - 1) // PAGE_SIZE
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(translate("Trước"), disabled=page == 0, on_click=_turn, args=(page - 1,), key="units<")
            told = translate("Trang {page}/{last}").format(page=page + 1, last=last + 1)
            st.html(markup.meta(told), width="content")
            st.button(translate("Sau"), disabled=page >= last, on_click=_turn, args=(page + 1,), key="units>")


def _draw_unit(row: UnitProgress) -> None:
    with st.container(key=f"unit-{row.unit_id}", horizontal=True, vertical_alignment="center"):
        with st.container(width=320):
            name, code = markup.plain(row.name), row.code
            st.button(name, key=f"into-{code}", type="tertiary", on_click=_go, args=(code,))
        st.html(_bar(row.tally), width="stretch")


def _bar(tally: Tally) -> str:
    """A bar of the states with its numbers in words: the colours say nothing that the words do not."""
    if not tally.enrolled:
        return markup.meta(translate("Không có lượt nào được giao"))
    due = tally.enrolled - tally.exempted
    counts = {state: getattr(tally, state.value) for state in BARS}
    parts = "".join(
        f"<i class='{kind}' style='--vt-share:{counts[state] / due:.4f}'></i>"
        for state, (_, kind) in BARS.items()
        if due and counts[state]
    )
    share = "–" if tally.share is None else percent(tally.share)
    told = [translate("{done}/{all} đã hoàn thành").format(done=_count(tally.finished), all=_count(due))]
    told += [
        f"{_count(counts[state])} {translate(words)}"
        for state, (words, _) in BARS.items()
        if state is not State.FINISHED and counts[state]
    ]
    if tally.exempted:
        told.append(translate("{count} được miễn").format(count=_count(tally.exempted)))
    return (
        f"<div class='vt-shares'><b>{share}</b><span class='vt-share' aria-hidden='true'>{parts}</span></div>"
        f"{markup.meta(' · '.join(told))}"
    )


def _draw_files(report: Report, wanted: Wanted) -> None:
    """Links to the same tables that programs fetch."""
    asked = {
        "unit": report.unit.code,
        "requirement": wanted.requirement_id,
        "due_from": wanted.due_from,
        "due_until": wanted.due_until,
    }
    query = urlencode({name: str(value) for name, value in asked.items() if value is not None})
    files = [("form=xlsx", "Tải bảng theo đơn vị (Excel)"), ("form=csv", "Tải bảng theo đơn vị (CSV)")]
    if report.unit.tally.enrolled <= MOST_PEOPLE:
        files.append(("form=xlsx&people=true", "Tải cả danh sách người (Excel)"))
    links = "".join(
        f"<a class='vt-button' download href='/api/training/progress/table?{query}&amp;"
        f"{form.replace('&', '&amp;')}'><span class='vt-icon' aria-hidden='true'>download</span>"
        f"{markup.safe(translate(words))}</a>"
        for form, words in files
    )
    st.html(f"<p class='vt-buttons'>{links}</p>")


def _go(code: str) -> None:
    st.session_state[UNIT] = code
    st.session_state[PAGE] = 0
    organise_people.first_page()


def _turn(page: int) -> None:
    st.session_state[PAGE] = page


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")

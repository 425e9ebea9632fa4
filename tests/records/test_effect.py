"""From which day a document holds, in the words documents say it with."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.catalogue import Catalogue
from records.effect import stated
from records.types import RelationKind
from tests.records.making import Maker, page, relation

ISSUED = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày 15 tháng 4 năm 2025.", date(2025, 4, 15)),
        ("Nghị định này có hiệu lực thi hành từ ngày 01/7/2025, trừ Điều 9.", date(2025, 7, 1)),
        ("Quy định này có hiệu lực từ ngày ký và thay thế Quy định số 3-QĐ/TU.", ISSUED),
        ("Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký ban hành.", date(2025, 3, 11)),
        ("Quyết định nay có hiệu lưc kế từ ngày 15 tháng 4\nnăm 2025", date(2025, 4, 15)),
        (
            "Nghị quyết này đã được Hội đồng nhân dân thông qua và có hiệu lực từ ngày 1/8/2025",
            date(2025, 8, 1),
        ),
        ("Quyết định này có hiệu lực kể từ ngày 45 tháng 4 năm 2025.", None),
        ("Hồ sơ kết thúc trước ngày Quyết định này có hiệu lực thì nộp theo quy định cũ.", None),
        ("Quy chế đó có hiệu lực từ ngày 15 tháng 4 năm 2025.", None),
        ("Sửa đổi Điều 9 như sau: “Điều 9. Quy định này có hiệu lực từ ngày 2/2/2022.”", None),
        ("Quyết định này hết hiệu lực kể từ ngày 15 tháng 4 năm 2025.", None),
    ],
)
def test_the_day_in_its_words(printed: str, day: date | None) -> None:
    found = stated(printed, ISSUED)
    assert (found.day if found else None) == day
    assert found is None or printed[found.start : found.end].split() == found.words.split()


def test_a_day_of_signing_that_is_not_known_is_not_guessed() -> None:
    assert stated("Quyết định này có hiệu lực kể từ ngày ký.", None) is None


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["kể từ ngày", "từ ngày", "thi hành từ ngày"]),
)
def test_every_day_is_read(day: date, joint: str) -> None:
    written = f"Quyết định này có hiệu lực {joint} {day.day:02} tháng {day.month} năm {day.year}."
    found = stated(written, None)
    assert found is not None
    assert found.day == day


@pytest.mark.databases
def test_a_replacement_counts_from_the_day_it_states(catalogue: Catalogue, maker: Maker) -> None:
    target = maker.add(on=date(2020, 1, 1), number="5-QĐ/TU")
    source = maker.add(on=ISSUED, number="9-QĐ/TU", relations=(relation(RelationKind.REPLACES, "5-QĐ/TU"),))
    catalogue.put_page(source, page(1, "Quy định này có hiệu lực từ ngày 01 tháng 6 năm 2025."), "0" * 64)
    scope = maker.scope("an")
    before = catalogue.validity(target, scope, date(2025, 5, 31))
    after = catalogue.validity(target, scope, date(2025, 6, 1))
    assert (before.status, after.status, after.since) == ("unknown", "expired", date(2025, 6, 1))
    assert after.evidence[-1] == "9-QĐ/TU: Quy định này có hiệu lực từ ngày 01 tháng 6 năm 2025"
    early = catalogue.validity(source, scope, date(2025, 4, 1))
    assert (early.status, early.until) == ("not_yet_effective", date(2025, 6, 1))

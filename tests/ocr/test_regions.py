"""Seals, stamps, banners and handwriting are set apart; print stays; a figure by hand is never sure."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.compose import compose
from ocr.layout import make_line
from ocr.page import Line, Word
from ocr.regions import find_seals, set_apart, with_handwriting
from ocr.source import open_source

HIGH, LETTER = 0.012, 0.0085


def _line(text: str, left: float, top: float, sure: float = 0.95) -> Line:
    words, x = [], left
    for word in text.split():
        wide = LETTER * len(word)
        words.append(Word(word, (x, top, x + wide, top + HIGH), sure))
        x += wide + 0.006
    return make_line(words)


def _texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


@pytest.fixture
def page(text_pdf, scan_of) -> np.ndarray:
    return np.array(scan_of(text_pdf()))


def _sealed(page: np.ndarray, at: tuple[int, int], millimetres: int, share: float = 1.0) -> np.ndarray:
    sealed = page.copy()
    radius = round(millimetres / 25.4 * 100)
    for ring, thick in ((radius, 6), (round(0.7 * radius), 3)):
        cv2.ellipse(sealed, at, (ring, ring), 0, 0, 360 * share, 0, thick, cv2.LINE_AA)
    return sealed


@pytest.mark.parametrize("millimetres", [30, 36, 42])
def test_a_black_seal_is_found_where_it_stands(page: np.ndarray, millimetres: int) -> None:
    assert find_seals(page, 200) == []
    found = find_seals(_sealed(page, (1150, 1500), millimetres), 200)
    assert len(found) == 1
    assert abs(found[0].x - 1150) < 12
    assert abs(found[0].y - 1500) < 12
    assert found[0].radius * 25.4 / 100 == pytest.approx(millimetres, abs=3.2)  # its rim included


def test_a_red_seal_is_found(page: np.ndarray) -> None:
    colour = np.repeat(page[..., None], 3, axis=2)
    ring = _sealed(np.full_like(page, 255), (1150, 1500), 36)
    colour[ring < 128] = (200, 40, 50)
    assert len(find_seals(colour, 200)) == 1


@pytest.mark.shared
def test_seals_of_real_scans(shared_data: Path) -> None:
    for name, seals in (
        ("nq_115_ba_vi_p2", 1),
        ("qd_707_ttg_p2", 1),
        ("nd_p8_signature", 1),
        ("tt_37_bca_p1", 0),
    ):
        with open_source(shared_data / "scans" / "pages" / f"{name}.png") as source:
            page = source.page(1)
            found = find_seals(np.asarray(page.image()), page.native_dpi)
        assert len(found) == seals, name


def test_print_under_a_seal_stays_and_its_own_letters_go(page: np.ndarray) -> None:
    sealed = _sealed(page, (1150, 1500), 36)
    x, y = 1080 / 1654, 1500 / 2339
    title = _line("PHÓ CHỦ TỊCH", x, y - 0.03, 0.5)
    ring = _line("Ọ; H", x, y + 0.02, 0.3)
    printed, regions = set_apart([title, ring], sealed, 200)
    assert _texts(printed) == ["PHÓ CHỦ TỊCH"]
    assert [(r.kind, r.text) for r in regions] == [("seal", "Ọ; H")]


def test_a_banner_goes_with_its_half_read_lines_and_the_text_below_stays(page: np.ndarray) -> None:
    banner = ["Người ký: CỔNG THÔNG TIN", "ngthongtin chinhphu", "Thời gian ký: 29.04.2026 16:35:55 +07:00"]
    lines = [_line(text, 0.3, 0.02 + 0.014 * i) for i, text in enumerate(banner)]
    body = [_line("Người ký văn bản chịu trách nhiệm về nội dung", 0.17, 0.3), _line("Số: 12", 0.2, 0.12)]
    printed, regions = set_apart([*lines, *body], page, 200)
    assert _texts(printed) == _texts(body)
    assert [region.kind for region in regions] == ["signature_banner"]
    assert regions[0].text.splitlines() == banner


def _stamped(page: np.ndarray) -> np.ndarray:
    stamped = np.full_like(page, 255)
    cv2.rectangle(stamped, (130, 300), (530, 440), 0, 4)
    return stamped


STAMP = [("CÔNG VĂN ĐẾN", 0.1, 0.132), ("ĐẾN Số: 415", 0.09, 0.15), ("Ngày: 24/4/2026", 0.12, 0.17)]


def test_a_received_stamp_goes_and_the_number_above_it_stays(page: np.ndarray) -> None:
    printed, regions = set_apart(
        [_line("Số: 707/QĐ-TTg", 0.2, 0.1), *(_line(*row) for row in STAMP)], _stamped(page), 200
    )
    assert _texts(printed) == ["Số: 707/QĐ-TTg"]
    assert [region.kind for region in regions] == ["received_stamp"]
    assert regions[0].text.splitlines() == [row[0] for row in STAMP]


def test_without_a_frame_only_the_stamps_own_words_go(page: np.ndarray) -> None:
    body = _line("Về việc ban hành Kế hoạch chuyển đổi số", 0.17, 0.19)
    _, regions = set_apart([*(_line(*row) for row in STAMP), body], page, 200)
    assert "Kế hoạch" not in "".join(region.text for region in regions)
    plain = [
        _line("ĐẾN NĂM 2030, TẦM NHÌN 2045", 0.3, 0.2),
        _line("Số lượng văn bản đi và ngày đến", 0.2, 0.25),
    ]
    assert set_apart(plain, page, 200) == (plain, [])


def test_every_word_is_in_a_line_or_in_a_region(page: np.ndarray) -> None:
    lines = [
        _line("MẬT", 0.12, 0.14, 0.4),
        *(_line(*row) for row in STAMP),
        _line("Ký bởi: UBND Thời gian ký: 1.1.2026", 0.5, 0.6),
        _line("Iq x", 0.6, 0.7, 0.2),
    ]
    shown = Image.fromarray(_sealed(_stamped(page), (1150, 1500), 36))
    done = compose(lines, shown, 200)
    said = [word.text for line in done.lines for word in line.words]
    said += [word for region in done.regions for word in region.text.split()]
    assert sorted(said) == sorted(word.text for line in lines for word in line.words)


def _head(texts: list[str], tops: list[float]) -> list[Line]:
    from dataclasses import replace

    lines = [
        _line(text, 0.2 if i == 0 else 0.5, top)
        for i, (text, top) in enumerate(zip(texts, tops, strict=True))
    ]
    return [replace(line, role="header") for line in lines]


def _doubted(lines: tuple[Line, ...]) -> list[str]:
    return [word.text for line in lines for word in line.words if word.doubtful]


def _with_sureness(line: Line, text: str, sure: float) -> Line:
    from dataclasses import replace

    return replace(
        line, words=tuple(replace(w, confidence=sure) if w.text == text else w for w in line.words)
    )


BLANK = np.full((2339, 1654), 255, np.uint8)


def _inked(lines: list[Line]) -> np.ndarray:
    picture = BLANK.copy()
    for line in lines:
        for word in line.words:
            left, top, right, bottom = (round(v) for v in np.array(word.box) * (1654, 2339, 1654, 2339))
            picture[top:bottom, left:right:3] = 0
    return picture


def test_a_printed_number_and_date_stay_sure() -> None:
    lines = _head(["Số: 12/QĐ-UBND", "Hà Nội, ngày 05 tháng 3 năm 2026"], [0.12, 0.12])
    marked, regions = with_handwriting(lines, _inked(lines))
    assert _doubted(marked) == []
    assert regions == []


def test_a_number_in_a_blank_is_doubtful_in_place_and_so_is_the_day() -> None:
    lines = _head(["Số: 115 /NQ-CP", "Hà Nội, ngày 29 tháng 4 năm 2026"], [0.12, 0.12])
    marked, regions = with_handwriting(lines, _inked(lines))
    assert _texts(list(marked)) == _texts(lines)
    assert _doubted(marked) == ["115", "29", "4"]
    assert [(r.kind, r.text) for r in regions] == [("handwriting", t) for t in ("115", "29", "4")]


def test_an_unsure_figure_stuck_to_print_is_doubtful_with_its_digits_offered() -> None:
    lines = _head(["Số: 12/QĐ-UBND", "Hà Nội, ngày8Z tháng 3 năm 2026"], [0.12, 0.12])
    lines[1] = _with_sureness(lines[1], "ngày8Z", 0.4)
    marked, _ = with_handwriting(lines, _inked(lines))
    word = next(w for line in marked for w in line.words if w.text == "ngày8Z")
    assert word.doubtful
    assert word.alternatives == ("82",)


def test_a_coloured_figure_is_doubtful() -> None:
    lines = _head(["Số: 12/QĐ-UBND", "Hà Nội, ngày 05 tháng 3 năm 2026"], [0.12, 0.12])
    picture = np.repeat(_inked(lines)[..., None], 3, axis=2)
    left, top, right, bottom = (round(v) for v in np.array(lines[1].words[3].box) * (1654, 2339, 1654, 2339))
    here = picture[top:bottom, left:right]
    here[here[..., 0] == 0] = (30, 40, 160)
    marked, _ = with_handwriting(lines, picture)
    assert "05" in _doubted(marked)


def test_ink_where_nothing_was_read_is_told() -> None:
    lines = _head(["Số: 12/QĐ-UBND", "Hà Nội, ngày 05 tháng"], [0.12, 0.12])
    year = _line("năm 2026", lines[1].box[2] + 0.03, 0.12)
    from dataclasses import replace

    lines[1] = replace(make_line([*lines[1].words, *year.words]), role="header")
    picture = _inked(lines)
    x = round((lines[1].words[4].box[2] + 0.01) * 1654)
    cv2.putText(picture, "4", (x, round(0.132 * 2339)), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    _, regions = with_handwriting(lines, picture)
    assert [(r.kind, r.text) for r in regions if not r.text] == [("handwriting", "")]


@pytest.mark.shared
@pytest.mark.timeout(120)
def test_figures_by_hand_on_real_letterheads_are_doubtful(shared_data: Path) -> None:
    from ocr.recognise import OcrOptions, recognise_page

    for name in ("nq_115_ba_vi_p1", "qd_707_ttg_p1", "tt_37_bca_p1"):
        with open_source(shared_data / "scans" / "pages" / f"{name}.png") as source:
            page = recognise_page(source, 1, OcrOptions())
        head = [word for line in page.lines if line.role == "header" for word in line.words]
        assert sum(word.doubtful for word in head) >= 2, name
        by_hand = [r for r in page.regions if r.kind == "handwriting" and 0.1 < r.box[1] < 0.18]
        assert len(by_hand) >= 2, name
        assert "Thời gian ký" not in page.text

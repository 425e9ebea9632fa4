"""Two readings of a line become one: aligned, of what was read or differs by marks, with provenance."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.choose.align import align
from ocr.choose.build import build
from ocr.choose.candidates import loosened, places
from ocr.choose.decode import Candidate, decode
from ocr.choose.lexicon import Lexicon, bare
from ocr.choose.punctuation import Punctuation, count
from ocr.choose.statistics import Statistics, official
from ocr.choose.tokens import parts, term
from ocr.choose.words import Chooser, chooser, part_of, pieces, texts_of
from ocr.engines import ctc
from ocr.engines.port import Evidence, FoundLine, FoundWord

WORDS = st.lists(
    st.sampled_from(["Nghị", "quyết", "số", "57-NQ/TW", "ngày", "22", "Phú", "c", "Phúc", "-", "năm2026"])
    | st.text("aâăbcđêgh;.,/0125", min_size=1, max_size=7),
    max_size=9,
)


@given(WORDS, WORDS)
def test_alignment_holds_every_word_once_and_in_order(one: list[str], other: list[str]) -> None:
    pairs = align(one, other)
    assert [word for pair in pairs for word in one[slice(*pair.one)]] == one
    assert [word for pair in pairs for word in other[slice(*pair.other)]] == other
    for pair in pairs:
        sizes = (pair.one[1] - pair.one[0], pair.other[1] - pair.other[0])
        assert min(sizes) <= 1
        assert 1 <= max(sizes) <= 3


@given(WORDS)
def test_a_reading_is_aligned_with_itself_word_by_word(words: list[str]) -> None:
    assert [(pair.one, pair.other) for pair in align(words, words)] == [
        ((n, n + 1), (n, n + 1)) for n in range(len(words))
    ]


def test_words_run_together_or_torn_apart_are_found() -> None:
    one, other = (
        ["Hà", "Nội,", "ngày22tháng", "4", "Phú", "c"],
        ["Hà", "Nội,", "ngày", "22", "tháng", "4", "Phúc", "x"],
    )
    found = [(one[slice(*p.one)], other[slice(*p.other)]) for p in align(one, other)]
    assert (["ngày22tháng"], ["ngày", "22", "tháng"]) in found
    assert (["Phú", "c"], ["Phúc"]) in found
    assert ([], ["x"]) in found


ALPHABET = " " + "aáàâấchnoôốtuyểđ ĐQ,.;"


def evidence(text: str, doubts: dict[int, dict[str, float]] | None = None) -> Evidence:
    """Three steps a character: two that show it, one that shows nothing new; `doubts`: others by position."""
    steps = np.full((3 * len(text), len(ALPHABET)), 1e-6, np.float32)
    for place, character in enumerate(text):
        shares = (doubts or {}).get(place, {character: 1.0})
        for other, share in shares.items():
            steps[3 * place : 3 * place + 2, ALPHABET.index(other, 1)] = share
        steps[3 * place + 2, 0] = 1.0
    return Evidence(np.log(steps / steps.sum(axis=1, keepdims=True)), ALPHABET)


def _doubled(text: str) -> bool:
    """Two of one letter: laid over several steps each may be seen as one."""
    return any(one == other for one, other in pairwise(text))


def line_of(text: str, doubts: dict[int, dict[str, float]] | None = None, top: int = 0) -> FoundLine:
    words, at = [], 0
    for word in text.split():
        span = (3 * at, 3 * (at + len(word)))
        box = (10 * at, top, 10 * (at + len(word)), top + 20)
        words.append(FoundWord(word, box, 0.9, span))
        at += len(word) + 1
    return FoundLine(tuple(words), (0, top, words[-1].box[2], top + 20), 0, evidence(text, doubts))


@given(st.text(sorted(set(ALPHABET) - {" "}), min_size=1, max_size=8).filter(lambda t: not _doubled(t)))
@settings(max_examples=60)
def test_the_evidence_of_a_text_reads_as_that_text(text: str) -> None:
    seen = evidence(text)
    span = (0, len(seen.steps))
    assert "".join(run.character for run in ctc.runs(seen)) == text
    assert ctc.likely(seen, span)[0][0] == text
    fits = ctc.fits(seen, span, [text, text + "c", "€"])
    assert fits[0] == pytest.approx(0, abs=0.01)
    assert fits[0] > fits[1] > fits[2]
    assert ctc.clear(seen, span)


def test_a_doubtful_character_leaves_both_readings_and_their_odds() -> None:
    seen = evidence("tô", {1: {"ô": 0.7, "ố": 0.3}})
    assert not ctc.clear(seen, (0, 6))
    found = dict(ctc.likely(seen, (0, 6)))
    assert found["tô"] > found["tố"] > -3
    assert ctc.fits(seen, (0, 6), ["tố"])[0] == pytest.approx(found["tố"], abs=0.2)


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["đổi", "đôi", "mới", "Mới", "số", "5", "", "x-y"]), st.floats(-20, 0)),
            min_size=1,
            max_size=4,
        ),
        max_size=6,
    ),
    st.sets(st.integers(0, 6)),
)
@settings(max_examples=60, deadline=None)
def test_only_candidates_are_chosen(rows: list, starts: set[int]) -> None:
    offered = [[Candidate(text, fit) for text, fit in row] for row in rows]
    chosen = decode(offered, official(), 0.7, starts)
    assert len(chosen) == len(offered)
    for row, one in zip(offered, chosen, strict=True):
        assert one.candidate in row
        assert 0 <= one.probability <= 1
        assert sum(share for _, share in one.ranking) == pytest.approx(1)


def test_statistics_choose_the_tone_and_leave_numbers_alone() -> None:
    def said(*rows: list[Candidate]) -> list[str]:
        return [one.candidate.text for one in decode(rows, official(), 0.7)]

    plain = [[Candidate(word, 0.0)] for word in ("Sửa", "bổ", "sung")]
    doubt = [Candidate("đỗi,", -0.3), Candidate("đổi,", -0.7)]
    assert said(plain[0], doubt, plain[1], plain[2]) == ["Sửa", "đổi,", "bổ", "sung"]
    numbers = [Candidate("57-NQ/TW", -0.2, False), Candidate("51-NQ/TW", -0.1, False)]
    assert said([Candidate("số", 0.0)], numbers) == ["số", "51-NQ/TW"]


@pytest.mark.parametrize("word", ["đỗi", "HỔI", "quyêt", "Chính"])
def test_variants_differ_by_marks_only(word: str) -> None:
    for variant in Lexicon(official()).variants(word):
        assert variant != word
        assert bare(variant) == bare(word)
        assert [c.isupper() for c in variant] == [c.isupper() for c in word]


def test_candidates_are_what_an_engine_read_or_differ_by_marks_only() -> None:
    pick = chooser()
    line = line_of("tô chuc", {1: {"ô": 0.6, "ố": 0.4}})
    second = [((0, 2), (FoundWord("tổ", (0, 0, 20, 20), 0.9), FoundWord("chức", (30, 0, 70, 20), 0.95)))]
    for place in places(line, second, pick.lexicon, pick.weights):
        likely = {text for text, _ in ctc.likely(line.evidence, place.span, 8)}
        for candidate in place.candidates:
            near = {bare(text) for text in [place.first, place.second or "", *likely]}
            assert candidate.text in place.read | likely or bare(candidate.text) in near


def test_provenance_is_kept() -> None:
    line = line_of("to chuc Đoàn".replace("Đoàn", "Đo"), {1: {"o": 0.6, "ô": 0.4}})
    words = chooser().choose([line], lambda asked: [None] * len(asked))[0]
    for word in words:
        assert word.engine in {"trueocr", "choice", "tesseract", "both"}
        assert word.text not in word.alternatives
        assert word.doubtful or word.engine != "choice"
        assert 0 <= word.probability <= 1
    read = {w.text: w for w in words}
    assert "to" in read or "to" in next(w for w in words if bare(w.text) == "to").alternatives


def test_a_word_of_two_engines_is_from_both_and_one_that_no_engine_read_is_in_doubt() -> None:
    def agree(asked):
        return [
            FoundLine(tuple(FoundWord(w.text, w.box, 0.96) for w in part.words), part.box) for part in asked
        ]

    line = line_of("tô chuc", {1: {"ô": 0.6, "ố": 0.4}})
    by_both = chooser().choose([line], agree)[0]
    assert by_both[0].engine in {"both", "choice"}
    alone = chooser().choose([line], None)[0]
    assert all(word.doubtful for word in alone if word.engine == "choice")


def test_a_line_only_the_second_engine_sees_is_read() -> None:
    missed = FoundLine((), (0, 100, 200, 120))
    told = FoundLine(
        (FoundWord("Điều", (0, 100, 50, 120), 0.96), FoundWord("kiện", (60, 100, 100, 120), 0.96)),
        (0, 100, 100, 120),
    )
    words = chooser().choose(
        [line_of("tô"), missed], lambda asked: [told if not p.words else None for p in asked]
    )
    assert [(w.text, w.engine) for w in words[1]] == [("Điều", "tesseract"), ("kiện", "tesseract")]


@given(st.lists(st.booleans(), max_size=20))
def test_every_doubt_is_asked_with_a_neighbour(doubts: list[bool]) -> None:
    spans = pieces(doubts)
    if not doubts:
        assert spans == [(0, 0)]
        return
    covered = {n for start, end in spans for n in range(start, end)}
    assert {n for n, doubt in enumerate(doubts) if doubt} <= covered
    assert all(end <= other for (_, end), (other, _) in pairwise(spans))


def test_a_part_of_a_line_does_not_reach_into_its_neighbours() -> None:
    line = line_of("tô chuc ho")
    part = part_of(line, (1, 2))
    assert part.box[0] >= line.words[0].box[2]
    assert part.box[2] <= line.words[2].box[0]


def test_columns_are_texts_of_their_own() -> None:
    left = [FoundLine((), (0, top, 100, top + 20)) for top in (0, 30, 60)]
    right = [FoundLine((), (200, top, 300, top + 20)) for top in (5, 35)]
    assert texts_of([*left, *right]) == [[0, 1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("read", "set_apart"),
    [
        ("ngày22tháng", "ngày 22 tháng"),
        ("2026,các", "2026, các"),
        ("39/2022/NĐ-CP", "39/2022/NĐ-CP"),
        ("QH15;", "QH15;"),
        ("mới;", "mới;"),
        ("16:35:55", "16:35:55"),
    ],
)
def test_lost_blanks(read: str, set_apart: str) -> None:
    assert loosened(read, chooser().lexicon) == set_apart


def test_signs_are_counted_with_the_words_beside_them() -> None:
    text = "\n".join(
        f"Điều {n}. Các bộ, ngành; địa phương có liên quan chịu trách nhiệm thi hành quyết định này."
        for n in range(60)
    )
    signs = Punctuation(count([text]))
    assert signs.log_probability("Điều", "3.", "Các") > signs.log_probability("Điều", "3,", "Các") + 2
    assert signs.log_probability("định", "này.", "¶") > signs.log_probability("định", "này", "¶") + 2
    assert signs.log_probability("định", "này", "") == 0.0


def test_statistics_survive_being_kept(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Sửa đổi, bổ sung một số điều. " * 40, "utf-8")
    built = build([tmp_path])
    out = io.BytesIO()
    built.save(out)
    (tmp_path / "kept").write_bytes(out.getvalue())
    kept = Statistics.load(tmp_path / "kept")
    assert kept.words == built.words
    for before, last, word in (("sửa", "đổi", "bổ"), ("bổ", "sung", "một"), ("điều", ".", "sửa")):
        assert kept.log_probability(before, last, word) == pytest.approx(
            built.log_probability(before, last, word), abs=0.1
        )
    assert kept.log_probability("sửa", "đổi", "bổ") > kept.log_probability("sửa", "đổi", "điều")


@given(st.text(max_size=30))
def test_a_word_is_its_parts(word: str) -> None:
    assert "".join(parts(word)) == word
    assert term(parts(word)[1]) == "" or parts(word)[1]


def test_the_shipped_chooser_is_whole() -> None:
    pick: Chooser = chooser()
    assert pick.calibration.coefficients
    assert 0.5 <= pick.calibration.doubtful_below <= 0.995
    assert pick.lexicon.knows("nghị")
    assert not pick.lexicon.knows("nghỉz")

"""Terms, BM25 in two halves, the frozen table, marks put back."""

from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.lexical import bm25
from rag.lexical.accents import standard_restorer
from rag.lexical.bm25 import document_vector, query_vector
from rag.lexical.count import count
from rag.lexical.frequencies import LEAST, load, standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids
from vanthu.text import fold

TEXT = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắếộợừ 0123456789.,-/?", max_size=80)


def score(query: str, document: str, spelling: Spelling) -> float:
    left, right = query_vector(query, spelling), document_vector(document, spelling)
    weights = dict(zip(left.indices, left.values, strict=True))
    return sum(weights.get(i, 0.0) * v for i, v in zip(right.indices, right.values, strict=True))


def test_terms_of_a_reference_number_survive() -> None:
    assert syllables("Nghị quyết số 57-NQ/TW", Spelling.EXACT) == ["nghị", "quyết", "số", "57", "nq", "tw"]


def test_one_tone_placement_and_composed_letters() -> None:
    assert syllables("Uỷ ban hoà giải", Spelling.EXACT) == syllables("Ủy ban hòa giải", Spelling.EXACT)
    assert syllables("cơ sở", Spelling.EXACT) == syllables("cơ sở", Spelling.EXACT)


@given(TEXT)
def test_folding_first_or_last_is_the_same(text: str) -> None:
    assert syllables(text, Spelling.FOLDED) == syllables(fold(text), Spelling.FOLDED)


def test_the_same_word_is_two_terms_in_two_spellings() -> None:
    assert term_ids(["ban"], Spelling.EXACT) != term_ids(["ban"], Spelling.FOLDED)


def test_halves_multiply_to_bm25() -> None:
    table = standard()
    document = "đất đai và nhà ở"
    (term,) = term_ids(["nhà"], Spelling.EXACT)
    seen = max(1.0, float(table.look_up([term])[0]))
    rarity = math.log(1 + (table.windows - seen + 0.5) / (seen + 0.5))
    length = bm25.K1 * (1 - bm25.B + bm25.B * 5 / table.average_syllables)
    assert score("nhà", document, Spelling.EXACT) == pytest.approx(
        rarity * (bm25.K1 + 1) / (1 + length), rel=bm25.STEP
    )


@given(st.lists(st.sampled_from([*"abcđeghiklmnopqrstuvxy"]), min_size=1, max_size=4000), st.randoms())
def test_every_order_of_adding_up_gives_the_same_32_bits(letters: list[str], random: Random) -> None:
    """Also for a question of as many words as may be asked: an index chooses the order by what it holds."""
    text = " ".join(letters)
    left, right = query_vector(text, Spelling.EXACT), document_vector(text, Spelling.EXACT)
    parts = [np.float32(q) * np.float32(d) for q, d in zip(left.values, right.values, strict=True)]
    exact = math.fsum(q * d for q, d in zip(left.values, right.values, strict=True))
    for _ in range(3):
        assert float(np.add.accumulate(np.array(parts, np.float32))[-1]) == exact
        random.shuffle(parts)


def test_pairs_tell_word_order() -> None:
    right, wrong = "chuyển đổi số của cơ quan", "số cơ quan đổi của chuyển"
    assert score("chuyển đổi số", right, Spelling.EXACT) > score("chuyển đổi số", wrong, Spelling.EXACT)


def test_a_term_of_many_windows_weighs_less() -> None:
    common, rare = standard().rarity(term_ids(["quy", "hydro"], Spelling.EXACT))
    assert 0 < common < rare


@given(TEXT, TEXT)
def test_scores_are_never_negative(query: str, document: str) -> None:
    for spelling in Spelling:
        assert score(query, document, spelling) >= 0


@given(TEXT)
def test_vectors_are_ascending_and_within_32_bits(text: str) -> None:
    vector = document_vector(text, Spelling.EXACT)
    assert list(vector.indices) == sorted(set(vector.indices))
    assert all(0 <= index < 2**32 for index in vector.indices)


def test_a_counted_table_comes_back_from_its_file(tmp_path: Path) -> None:
    words = "quyết định về việc ban hành quy chế làm việc"
    table, spellings = count(iter([words] * 12 + ["chỉ một lần"]))
    table.save(tmp_path / "table.bin")
    back = load(tmp_path / "table.bin")
    assert np.array_equal(back.terms, table.terms)
    assert back.windows == table.windows == 13
    asked = term_ids(["quyết", pairs(["ban", "hành"])[0], "chỉ", "vắng"], Spelling.EXACT)
    assert back.look_up(asked) == pytest.approx([12, 12, 0, 0], rel=0.06)
    assert LEAST > 1
    assert "quyết" in spellings
    assert "chỉ" not in spellings


def test_a_foreign_file_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "table.bin").write_bytes(b"nonsense" * 10)
    with pytest.raises(ValueError, match=r"table\.bin"):
        load(tmp_path / "table.bin")


def test_marks_are_put_back() -> None:
    restore = standard_restorer().restore
    assert restore("chuyen doi so") == "chuyển đổi số"
    assert restore("Uy ban nhan dan tinh") == "Ủy ban nhân dân tỉnh"
    assert restore("NGHI QUYET VE CHUYEN DOI SO") == "Nghị quyết về chuyển đổi số"
    assert restore("so 57-NQ/TW, ngay 22/12/2024") == "số 57-NQ/TW, ngày 22/12/2024"
    assert restore("") == ""


def test_marks_that_were_typed_stay() -> None:
    assert standard_restorer().restore("bạn") == "bạn"
    assert "đất" in standard_restorer().restore("thu hoi đất").split()


@given(TEXT)
def test_restoring_changes_marks_only(text: str) -> None:
    assert fold(standard_restorer().restore(text)) == fold(text)


@pytest.mark.shared
def test_most_syllables_of_law_questions_are_restored(shared_data: Path) -> None:
    lines = (shared_data / "questions" / "law_articles_dev.jsonl").read_text("utf-8").splitlines()
    right = total = 0
    for line in lines[::5]:
        question = json.loads(line)["question"]
        wanted = syllables(question, Spelling.EXACT)
        given_back = syllables(standard_restorer().restore(fold(question)), Spelling.EXACT)
        right += sum(a == b for a, b in zip(wanted, given_back, strict=True))
        total += len(wanted)
    assert right / total >= 0.95

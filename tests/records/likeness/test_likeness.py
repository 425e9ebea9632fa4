"""Near duplicates: what is alike is found, what only looks so is not, and hidden papers change nothing."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import update

from records.likeness.service import Likeness
from records.likeness.signature import LEAST, likeness, packed, signature, unpacked
from records.models import DocumentRow
from records.types import DocumentStatus
from tests.records.making import Maker
from vanthu.db import Database
from vanthu.errors import NotFound
from vanthu.text import fold

SYLLABLES = ["văn", "bản", "hồ", "sơ", "lưu", "trữ", "cơ", "quan", "quyết", "định", "kế", "hoạch", "năm"]


def prose(seed: int, length: int = 400) -> str:
    choose = random.Random(seed)
    return " ".join(choose.choice(SYLLABLES) + str(choose.randrange(50)) for _ in range(length))


def misread(text: str, seed: int, share: float) -> str:
    """The same text as another engine reads it: a share of the syllables spoilt."""
    choose = random.Random(seed)
    return " ".join(word + "x" if choose.random() < share else word for word in text.split())


def test_the_share_in_common_is_estimated() -> None:
    one, other = prose(1), prose(2)
    mixed = f"{one}\n{other}"
    first, second, both = (signature([text]) for text in (one, other, mixed))
    assert first is not None and second is not None and both is not None
    assert likeness(first, first) == 1.0
    assert likeness(first, second) < 0.1
    assert likeness(first, both) == pytest.approx(0.5, abs=0.2)
    assert (unpacked(packed(first)) == first).all()


def test_marks_and_pages_do_not_matter_and_little_text_says_nothing() -> None:
    text = prose(3)
    one, other = signature([text]), signature([fold(text)[:900].upper(), fold(text)[900:]])
    assert one is not None and other is not None
    assert likeness(one, other) > 0.9
    assert signature(["Công văn"]) is None
    assert signature([" ".join(map(str, range(LEAST)))]) is None
    assert signature([]) is None


@pytest.fixture
def alike(database: Database) -> Likeness:
    return Likeness(database)


def test_what_is_new_or_was_corrected_is_behind_until_it_is_compared(
    alike: Likeness, maker: Maker, database: Database
) -> None:
    documents = [ready(maker) for _ in range(3)]
    maker.add()  # not finished yet
    assert alike.behind(2) == documents[:2]
    alike.put(documents[0], [prose(1)])
    alike.put(documents[1], [])  # too little text for a signature is not looked at for ever
    assert alike.behind(9) == documents[2:]
    with database.session() as session:
        session.execute(update(DocumentRow).where(DocumentRow.id == documents[0]).values(text_revision=7))
    assert alike.behind(9) == [documents[0], documents[2]]
    alike.put(documents[0], [prose(2)], 7)
    assert alike.behind(9) == documents[2:]


def ready(maker: Maker, unit: str = "an", **how: object) -> int:
    document_id = maker.add(unit, **how)  # type: ignore[arg-type]
    maker.catalogue.set_status(document_id, DocumentStatus.READY)
    return document_id


def test_a_second_scan_is_found_and_another_paper_is_not(alike: Likeness, maker: Maker) -> None:
    first, second, other, short = (ready(maker) for _ in range(4))
    alike.put(first, [prose(1)])
    alike.put(second, [misread(prose(1), 7, 0.02)])
    alike.put(other, [prose(2)])
    alike.put(short, ["Trang bìa"])
    (found,) = alike.of(first, maker.scope("an"))
    assert (found.document.id, found.same_number) == (second, False)
    assert found.share > 0.6
    assert alike.of(other, maker.scope("an")) == [] == alike.of(short, maker.scope("an"))
    alike.put(second, [prose(3)])  # read anew
    assert alike.of(first, maker.scope("an")) == []


def test_the_same_number_day_and_body_are_told_without_any_text(alike: Likeness, maker: Maker) -> None:
    card = {"number": "12/KH-UBND", "on": date(2026, 3, 1), "issuer": "UBND xã An Hoà"}
    first, second = ready(maker, **card), ready(maker, **card)
    ready(maker, **{**card, "on": date(2025, 3, 1)})
    ready(maker, **{**card, "on": None})
    (found,) = alike.of(first, maker.scope("an"))
    assert (found.document.id, found.same_number, found.share) == (second, True, 0.0)
    assert alike.of(ready(maker), maker.scope("an")) == []


def test_hidden_papers_are_as_absent(alike: Likeness, maker: Maker, database: Database) -> None:
    seen = ready(maker)
    alike.put(seen, [prose(1)])
    hidden = [ready(maker, unit) for unit in ("binh", "an", "an")]
    for document_id in hidden:
        alike.put(document_id, [prose(1)])
    with database.session() as session:
        classed = update(DocumentRow).where(DocumentRow.id == hidden[1])
        session.execute(classed.values(data_class="sensitive"))
        left = update(DocumentRow).where(DocumentRow.id == hidden[2])
        session.execute(left.values(status=DocumentStatus.WITHDRAWN.value))
    assert alike.of(seen, maker.scope("an")) == []
    for document_id in hidden:
        with pytest.raises(NotFound):
            alike.of(document_id, maker.scope("an"))
    above = ready(maker, "tinh")
    alike.put(above, [prose(1)])
    assert [each.document.id for each in alike.of(seen, maker.scope("an"))] == [above]

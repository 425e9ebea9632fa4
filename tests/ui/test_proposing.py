"""Questions proposed from a document, taken into a draft by a trainer, within what that trainer may read."""

from __future__ import annotations

from typing import Any

import pytest

from access.principal import Principal
from access.roles import Role
from rag.types import Segment
from records.models import DocumentRow
from records.types import DataClass
from tests.ui.conftest import PASSWORD, House
from tests.ui.web_pages import text
from training_modules.proposals.errors import NotForCourses, ProposalGone
from vanthu.acts import Acts
from vanthu.errors import Forbidden, NotFound

COURSE = "lap-ho-so-dien-tu"
CLAUSES = (
    ("1", "1. Hồ sơ phải nộp vào lưu trữ cơ quan trong thời hạn 17 ngày làm việc kể từ ngày kết thúc."),
    ("2", "2. Người giao nộp hồ sơ không được giữ lại bản chính của tài liệu trong hồ sơ đã giao nộp."),
)


@pytest.fixture
def trainer(house: House) -> Principal:
    person, _ = house.services.accounts.add("day", "Phạm Văn Dạy", "XA-A", [Role.TRAINER], PASSWORD)
    return person


@pytest.fixture
def acts(house: House, trainer: Principal) -> Acts:
    return house.services.acting(trainer)


def add(house: House, owner: Principal) -> int:
    document_id = house.add_document(owner, "21.pdf", "21-QĐ/ĐU", "Quy định mẫu về hồ sơ")
    segments = [
        Segment(n, (), "4", clause, None, words, ((0, len(words), 1, (0.1, 0.2, 0.9, 0.3)),))
        for n, (clause, words) in enumerate(CLAUSES)
    ]
    house.services.passages.replace(document_id, segments, [f"h{n}" for n in range(len(segments))])
    return document_id


def test_a_proposal_is_taken_into_the_draft_and_reaches_nobody_before(
    house: House, acts: Acts, trainer: Principal
) -> None:
    document_id = add(house, house.clerk)
    edition = acts.teaching.draft(COURSE)
    before = len(acts.teaching.questions(edition, "ngan-hang-cau-hoi.yaml"))
    first, second = acts.proposing.proposals(document_id, edition).proposed
    item_id = acts.proposing.take(document_id, edition, first.item.digest)
    bank = acts.teaching.questions(edition, "ngan-hang-cau-hoi.yaml")
    assert len(bank) == before + 1
    assert bank[-1].values["stem"] == first.item.stem
    course = house.services.editions.read(edition, trainer)
    assert course.sources[first.source.id].article == "4"
    assert [each.item for each in acts.proposing.proposals(document_id, edition).proposed] == [second.item]
    with pytest.raises(ProposalGone):
        acts.proposing.take(document_id, edition, first.item.digest)
    offered = house.services.training.library.get(COURSE)
    assert item_id not in {item.id for activity in offered.activities for item in activity.items}
    assert ("question_taken", trainer.account_id, document_id) in house.audited()


def test_a_trainers_own_words_pass_the_same_checks(house: House, acts: Acts) -> None:
    document_id = add(house, house.clerk)
    edition = acts.teaching.draft(COURSE)
    first = acts.proposing.proposals(document_id, edition).proposed[0]
    with pytest.raises(ProposalGone):
        acts.proposing.take(document_id, edition, first.item.digest, "Thời hạn nộp hồ sơ là bao lâu?")
    told = first.item.stem.replace("điền vào chỗ trống", "thời hạn nào còn thiếu trong câu")
    acts.proposing.take(document_id, edition, first.item.digest, told)
    assert acts.teaching.questions(edition, "ngan-hang-cau-hoi.yaml")[-1].values["stem"] == told


def test_what_was_set_aside_is_not_proposed_again(house: House, acts: Acts) -> None:
    document_id = add(house, house.clerk)
    edition = acts.teaching.draft(COURSE)
    first, second = acts.proposing.proposals(document_id, edition).proposed
    acts.proposing.set_aside(document_id, edition, first.item.digest)
    assert [each.item for each in acts.proposing.proposals(document_id, edition).proposed] == [second.item]


def test_only_what_everybody_may_read_and_the_trainer_sees(
    house: House, acts: Acts, trainer: Principal
) -> None:
    edition = acts.teaching.draft(COURSE)
    with pytest.raises(NotFound):
        acts.proposing.proposals(add(house, house.stranger), edition)
    with pytest.raises(NotFound):
        acts.proposing.proposals(10_000, edition)
    document_id = add(house, house.clerk)
    with house.services.db.session() as session:
        session.get_one(DocumentRow, document_id).data_class = DataClass.SENSITIVE.value
    with pytest.raises(NotFound):
        acts.proposing.proposals(document_id, edition)
    house.services.grants.for_uploader(document_id, trainer.account_id)
    granted = house.services.accounts.principal("day")
    with pytest.raises(NotForCourses):
        house.services.acting(granted).proposing.proposals(document_id, edition)
    with pytest.raises(Forbidden):
        house.services.acting(house.official).proposing.proposals(document_id, edition)


def test_the_page_shows_what_can_be_asked(
    house: House, acts: Acts, trainer: Principal, open_page: Any
) -> None:
    add(house, house.clerk)
    acts.teaching.draft(COURSE)
    app = open_page(trainer, "teach")
    app.session_state["teach-tabs"] = "Câu hỏi đề xuất"
    app.run()
    app.selectbox(key="proposed-course").select(COURSE).run()
    app.text_input(key="proposed-number").input("21-QĐ/ĐU").run()
    said = text(app)
    assert "2 câu có thể hỏi" in said
    assert "17 ngày làm việc" in said

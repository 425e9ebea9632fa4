"""What changed under courses, on screen and by the API: for whom it is, and what it leaves behind."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.principal import Principal
from access.roles import Role
from rag.structure import parse
from records.models import DocumentRow
from records.types import DataClass, FieldName, FieldValue
from tests.rag.asked_library import printed
from tests.training_modules.anchored import DAY, DECREE, RULES, course, item, source
from tests.training_modules.finishing import certify
from tests.ui.conftest import PASSWORD, House
from tests.ui.signing_in import signed_in_client
from tests.ui.web_pages import Opener, text
from training_modules.anchors.earned import OldCertificates
from training_modules.anchors.errors import NotToBeSeen
from training_modules.anchors.queue import ChangedSources
from training_modules.anchors.state import stale_items
from training_modules.anchors.watcher import Watcher
from training_modules.certificates.issuing import Issuing
from training_modules.library import CourseLibrary

TAB = """
from ui.web import context, links, navigation
from ui.web.boundary import guarded
from ui.web.screens.teach import changed
import streamlit as st

context.choose_language()
person = context.read_principal()
context.remember_principal(person)
links.remember_pages([*navigation.entries(person), navigation.document_page()])
guarded(changed.draw)()
"""
COURSE = course(item("q2", "k2"), sources=(source("k2"),))


@pytest.fixture
def giang(house: House) -> Principal:
    return house.services.accounts.add("giang", "Lê Văn Giảng", "XA-A", [Role.TRAINER], PASSWORD)[0]


@pytest.fixture
def far(house: House) -> Principal:
    """A trainer of the unit beside."""
    return house.services.accounts.add("xa", "Phạm Thị Xa", "XA-B", [Role.TRAINER], PASSWORD)[0]


@pytest.fixture
def decree(house: House, tmp_path: Path) -> int:
    """A decree of the unit, a course that rests on it, a certificate earned on it, and then a correction."""
    services = house.services
    services.anchors = Watcher(services.db, lambda: [COURSE])
    services.changed_sources = ChangedSources(services.db, lambda: [COURSE], services.catalogue)
    services.old_certificates = OldCertificates(services.db, lambda: [COURSE])
    document_id = house.add_document(house.clerk, "nd30.pdf", DECREE, "Về công tác văn thư")
    values = {FieldName.REFERENCE_NUMBER: DECREE, FieldName.ISSUE_DATE: DAY.isoformat()}
    fields = [FieldValue(name, value, 0.9) for name, value in values.items()]
    services.catalogue.put_fields(document_id, fields, needs_review=False)
    write(house, document_id, RULES)
    services.anchors.look()
    (tmp_path / "none").mkdir()
    issuing = Issuing(CourseLibrary(services.db, tmp_path / "none"))
    certify(services.db, issuing, COURSE, house.official.account_id)
    write(house, document_id, RULES.replace("10 ngày", "15 ngày"))
    services.anchors.look()
    return document_id


def write(house: House, document_id: int, words: str) -> None:
    for page in printed(words):
        house.services.catalogue.put_page(document_id, page, None)
    segments = parse(house.services.system_reads.page_texts(document_id), title="")
    hashes = [hashlib.sha256(segment.text.encode()).hexdigest() for segment in segments]
    house.services.passages.replace(document_id, segments, hashes)
    with house.services.db.session() as session:
        row = session.get_one(DocumentRow, document_id)
        row.indexed_revision = row.revision


def stale(house: House) -> set[str]:
    with house.services.db.session() as session:
        return set(stale_items(session, "khoa"))


def test_a_trainer_compares_and_decides(
    house: House, open_page: Opener, giang: Principal, decree: int
) -> None:
    assert stale(house) == {"q2"}
    open_page(giang, "learn")  # signs the trainer in for the tab below
    app = AppTest.from_string(TAB, default_timeout=20).run()
    said = text(app)
    assert "Khoản 2 Điều 8, 30/2020/NĐ-CP" in said
    assert "<del>10</del>" in said
    assert "<ins>15</ins>" in said
    assert "Trong mấy ngày?" in said
    assert "Trần Văn Minh" in said, "who holds a certificate earned on the old text"
    app.button(key="right-khoa-k2").click().run()
    assert "Chưa ghi lý do" in app.error[0].value
    app.text_input(key="right-why-khoa-k2").set_value("Số ngày không được hỏi.").run()
    app.button(key="right-khoa-k2").click().run()
    assert "Không có thay đổi nào chờ xác nhận" in text(app)
    assert stale(house) == set()
    acts = [action for action, account, _ in house.audited() if account == giang.account_id]
    assert acts.count("sources_view") == 1, "one visit"
    assert "source_decide" in acts


def test_one_decision_for_every_course_on_the_clause_says_how_many_and_is_one_act(
    house: House, open_page: Opener, giang: Principal, decree: int
) -> None:
    services = house.services
    acts = services.acting(giang).anchoring
    acts.still_right([each.compared for each in acts.waiting()], "Đã đối chiếu.")
    both = [COURSE, replace(COURSE, id="khoa-hai", title="Khoá thứ hai")]
    services.anchors = Watcher(services.db, lambda: both)
    services.changed_sources = ChangedSources(services.db, lambda: both, services.catalogue)
    services.anchors.look()
    write(house, decree, RULES.replace("10 ngày", "20 ngày"))
    services.anchors.look()
    before = len(house.audited())
    open_page(giang, "learn")
    app = AppTest.from_string(TAB, default_timeout=20).run()
    every = app.checkbox(key="right-every-khoa-k2")
    assert every.label == "Áp dụng cho cả 2 khoá học: 2 câu hỏi, 2 bài đọc"
    every.check().run()
    app.text_input(key="right-why-khoa-k2").set_value("Số ngày không được hỏi.").run()
    button = app.button(key="right-khoa-k2")
    assert button.label == "Xác nhận vẫn đúng ở 2 khoá học"
    button.click().run()
    assert acts.waiting(again=True) == []
    done = [action for action, *_ in house.audited()[before:]]
    assert done.count("source_decide") == 1


def test_the_api_judges_all_sources_named_or_none(house: House, giang: Principal, decree: int) -> None:
    with signed_in_client(house.services, giang.username) as client:
        (told,) = client.get("/training/sources").json()
        seen = {
            "course_id": "khoa",
            "source_key": "k2",
            "changes": [each["id"] for each in told["happenings"]],
            "reason": "Không dùng nữa.",
        }
        other = {"course_id": "khoa-hai", "source_key": "k2", "changes": []}
        assert client.post("/training/sources/drop-resting", json=seen | {"also": [other]}).status_code == 404
        assert client.post("/training/sources/drop-resting", json=seen).json() == {"questions": 1}


def test_a_trainer_who_may_not_see_the_document_is_shown_nothing_of_it(
    house: House, far: Principal, giang: Principal, decree: int
) -> None:
    acts = house.services.acting(far).anchoring
    (told,) = acts.waiting()
    assert (told.documents, told.old_text, told.new_text, told.decidable) == (frozenset(), None, None, False)
    with pytest.raises(NotToBeSeen):
        acts.still_right([told.compared], "Đúng.")
    assert acts.old_certificates() == [], "people of another unit"
    (theirs,) = house.services.acting(giang).anchoring.waiting()
    assert theirs.documents == {decree}


def test_what_became_restricted_is_withheld_from_now_on(house: House, giang: Principal, decree: int) -> None:
    with house.services.db.session() as session:
        session.get_one(DocumentRow, decree).data_class = DataClass.SENSITIVE.value
    (told,) = house.services.acting(giang).anchoring.waiting()
    assert (told.documents, told.old_text, told.new_text) == (frozenset(), None, None)


def test_the_api_gives_the_same_and_the_list_as_a_file(house: House, giang: Principal, decree: int) -> None:
    with signed_in_client(house.services, giang.username) as client:
        (told,) = client.get("/training/sources").json()
        assert "15 ngày" in told["new_text"]
        table = client.get("/training/sources/certificates/table")
        heads, row = csv.reader(io.StringIO(table.content.decode("utf-8-sig")))
        assert dict(zip(heads, row, strict=True))["Căn cứ đã thay đổi"] == "Khoản 2 Điều 8, 30/2020/NĐ-CP"
        digest = told["resting"][1]["digest"]
        body = {"course_id": "khoa", "digest": digest, "reason": "Không dùng nữa."}
        assert client.post("/training/sources/dropped", json=body).status_code == 200
        assert client.get("/training/sources/dropped").json()[0]["reason"] == "Không dùng nữa."
        assert client.post("/training/sources/dropped", json=body | {"digest": "x"}).status_code == 404
        again = {"course_id": "khoa", "digest": digest}
        assert client.post("/training/sources/taken-back", json=again).status_code == 200

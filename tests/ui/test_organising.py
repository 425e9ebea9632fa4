"""Who is to learn what, on every surface: API, commands, pages, and the thread that applies the rules."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from access.audit_models import AuditEventRow
from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import House, signed_in_client
from tests.ui.web_pages import text
from training_modules.enrolment.models import EnrolmentRow
from ui.cli import organise
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, Reply
from ui.cli.parser import parse
from vanthu.enrolling import Enrolling

COURSE = "phan-loai-truoc-khi-dan"


@pytest.fixture
def trainer(house: House) -> Principal:
    return house.services.accounts.add("giang", "Phạm Văn Giảng", "XA-A", [Role.TRAINER])[0]


@pytest.fixture
def client(house: House, trainer: Principal) -> Iterator[TestClient]:
    with signed_in_client(house, trainer) as client:
        yield client


def enrolled(client: TestClient, **more: object) -> dict[str, Any]:
    reply = client.post("/training/requirements", json={"course": COURSE, "unit": "XA-A", **more})
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


def test_from_a_requirement_to_an_exemption(house: House, client: TestClient) -> None:
    made = enrolled(client, roles=["clerk", "official"], due_days=3)
    assert (made["enrolled"], made["unit_code"], made["yours"]) == (2, "XA-A", True)
    report = client.get("/training/progress").json()
    assert (report["unit"]["code"], report["unit"]["tally"]["not_begun"], report["below"]) == ("XA-A", 2, [])
    found = client.get("/training/progress/people", params={"limit": 1, "state": "not_begun"}).json()
    assert (found["count"], [each["username"] for each in found["people"]]) == (2, ["lan"])
    at = found["people"][0]["enrolment_id"]
    assert client.post("/training/reminders", json={"enrolments": [at]}).json() == {"reminded": 1}
    with signed_in_client(house, house.clerk) as learner:
        own = learner.get("/training/duties").json()
        assert [duty["state"] for duty in own["duties"]] == ["not_begun"]
        (notice,) = own["notices"]
        assert learner.post(f"/training/notices/{notice['id']}/seen").status_code == 200
        assert learner.get("/training/duties").json()["notices"] == []
        assert learner.get("/training/progress").status_code == 403
    assert client.post(f"/training/enrolments/{at}/exemption", json={"reason": " "}).status_code == 422
    assert client.post(f"/training/enrolments/{at}/exemption", json={"reason": "nghỉ ốm"}).status_code == 200
    assert client.get("/training/progress").json()["unit"]["tally"]["exempted"] == 1
    assert client.delete(f"/training/enrolments/{at}/exemption").status_code == 200
    assert client.post(f"/training/requirements/{made['id']}/end").status_code == 200
    assert client.get("/training/requirements").json() == []
    assert len(client.get("/training/requirements", params={"ended": True}).json()) == 1
    actions = [action for action, *_ in house.audited()]
    assert {"enrol_make", "progress_view", "enrol_remind", "enrol_exempt", "enrol_end"} <= set(actions)


def test_the_trail_names_nobody(house: House, client: TestClient) -> None:
    enrolled(client, title="Đợt của chị Lan")
    at = client.get("/training/progress/people").json()["people"][0]["enrolment_id"]
    client.post(f"/training/enrolments/{at}/exemption", json={"reason": "nghỉ ốm ở nhà"})
    client.get("/training/progress/table", params={"people": True})
    with house.services.db.session() as session:
        told = " ".join(session.scalars(select(AuditEventRow.detail)))
    for word in ("Lan", "nghỉ", "lan", "Đợt"):
        assert word not in told


def test_anothers_unit_is_as_absent(house: House, client: TestClient) -> None:
    enrolled(client, due_days=3)
    stranger, _ = house.services.accounts.add("xa.b", "Giảng viên B", "XA-B", [Role.TRAINER])
    people = client.get("/training/progress/people").json()["people"]
    with signed_in_client(house, stranger) as other:
        for path in ("/training/progress", "/training/progress/people", "/training/progress/table"):
            there = other.get(path, params={"unit": "XA-A"})
            absent = other.get(path, params={"unit": "XA-Z"})
            assert there.status_code == absent.status_code == 404
            assert there.content == absent.content
        assert other.get("/training/progress/people").json()["count"] == 0
        asked = {"enrolments": [each["enrolment_id"] for each in people]}
        assert other.post("/training/reminders", json=asked).status_code == 404
        new = {"course": COURSE, "unit": "XA-A"}
        assert other.post("/training/requirements", json=new).status_code == 404
        assert other.post("/training/requirements", json={**new, "unit": "LOCAL"}).status_code == 404
    reply = client.post("/training/requirements", json={"course": "khong-co", "unit": "XA-A"})
    assert (reply.status_code, reply.json()["code"]) == (404, "course_not_offered")


def test_a_list_and_the_tables(client: TestClient) -> None:
    made = enrolled(client, by_name=True)
    address = f"/training/requirements/{made['id']}/names"
    outcome = client.post(address, json={"csv": "username\nlan\nhoa\nlan\n"}).json()
    assert (outcome["added"], outcome["known"], [row["line"] for row in outcome["broken"]]) == (1, 0, [3, 4])
    assert client.post(address, json={"csv": "username\nlan\n"}).json()["known"] == 1
    sheet = client.get("/training/progress/table", params={"people": True})
    units = client.get("/training/progress/table", params={"unit": "XA-A"})
    names = [
        re.findall('filename="(.*?)"', each.headers["content-disposition"])[0] for each in (sheet, units)
    ]
    assert [re.sub(r"_20\d\d-\d\d-\d\d", "_DAY", name) for name in names] == [
        "tien-do-hoc-theo-nguoi_XA-A_DAY.xlsx",
        "tien-do-hoc-theo-don-vi_XA-A_DAY.xlsx",
    ]
    book = load_workbook(io.BytesIO(sheet.content))
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)] == ["lan"]
    table = client.get("/training/progress/table", params={"form": "csv"}).content.decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(table))][1:] == ["XA-A"]


class OverClient:
    """The API of a test, as commands reach it."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def carry(self, method: str, target: str, headers: Mapping[str, str], body: Any) -> Reply:
        reply = self._client.request(method, target.removeprefix("/api"), headers=dict(headers), content=body)
        return Reply(reply.status_code, reply.headers, reply.content)


def test_commands(
    local: TestClient,
    trainer: Principal,
    tmp_path: Path,
    *,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @contextmanager
    def office(as_user: str | None = None) -> Iterator[Office]:
        yield Office(OverClient(local), as_user, served=True)

    monkeypatch.setattr(organise, "open_office", office)

    def said(*arguments: str) -> tuple[int, str]:
        chosen = parse(arguments)
        status = chosen.run(chosen)
        return status, capsys.readouterr().out

    names = tmp_path / "ten.csv"
    names.write_text("Tên đăng nhập\nlan\nkhong.co\n", encoding="utf-8")
    who = ("--as", trainer.username)
    status, out = said("enrol", "new", COURSE, "--role", "clerk", "--due-days", "9", "--json", *who)
    assert (status, json.loads(out)["enrolled"]) == (0, 1)
    status, out = said("enrol", "new", COURSE, "--names", str(names), *who)
    assert (status, out.split()[1:]) == (1, ["1", "0"])
    assert said("enrol", "names", "2", str(names), "--json", *who)[0] == 1
    status, out = said("enrol", "list", "--json", *who)
    assert [each["by_name"] for each in json.loads(out)] == [True, False]
    status, out = said("progress", *who)
    assert out.split("\t")[:3] == ["XA-A", "Đảng uỷ xã A", "2"]
    assert said("progress", "--json")[1].count('"code": "XA-A"') == 1, "the operator sees every unit"
    lines = said("progress", "--people", "--requirement", "1", *who)[1].splitlines()
    assert [line.split("\t")[1] for line in lines] == ["lan"]
    for option, begins in (("--xlsx", b"PK"), ("--csv", b"\xef\xbb\xbf")):
        file = tmp_path / "tien-do"
        assert said("progress", option, str(file), "--people", *who) == (0, f"{file}\n")
        assert file.read_bytes().startswith(begins)
    at = lines[0].split("\t")[0]
    assert said("enrol", "exempt", at, "--reason", "nghỉ", *who)[0] == 0
    assert said("enrol", "end", "1", *who) == (0, "1\n")
    with pytest.raises(CommandFailed) as refused:
        said("enrol", "end", "1", *who)
    assert refused.value.form["code"] == "requirement_ended"
    with pytest.raises(CommandFailed):
        said("enrol", "names", "2", str(tmp_path / "khong.csv"), *who)


def test_the_rules_are_applied_when_an_account_joins(house: House, client: TestClient) -> None:
    enrolled(client, roles=["trainee"])
    services, ending = house.services, threading.Event()
    services.__dict__["enrolling"] = enrolling = Enrolling(services)
    thread = threading.Thread(target=enrolling.keep, args=(ending,))
    thread.start()
    operator = services.acting(services.accounts.local_operator())
    services.accounts.add("moi", "Người mới", "XA-A", [Role.TRAINEE])
    operator.operated("account_add", {})
    until = time.monotonic() + 60
    while client.get("/training/progress").json()["unit"]["tally"]["enrolled"] == 0:
        assert time.monotonic() < until
        time.sleep(0.3)
    ending.set()
    enrolling.poke()
    thread.join(60)
    assert not thread.is_alive()
    assert "enrol_applied" in [action for action, *_ in house.audited()]


ORGANISE = """
from ui.web import context, links, navigation
from ui.web.boundary import guarded
from ui.web.screens.teach import organise
import streamlit as st

context.choose_language()
context.remember_principal(context.read_principal())
guarded(organise.draw)()
"""


def test_without_a_published_course_the_page_says_so(
    house: House, open_page: Any, trainer: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.services.training, "courses", lambda _who: [])
    open_page(trainer, "learn")  # signs the trainer in for the page below
    app = AppTest.from_string(ORGANISE, default_timeout=20).run()
    assert "Chưa có khoá học nào được công bố" in text(app)
    assert not app.selectbox


def test_a_course_is_required_and_its_progress_read_on_the_page(
    house: House, open_page: Any, trainer: Principal
) -> None:
    open_page(trainer, "learn")  # signs the trainer in for the page below
    app = AppTest.from_string(ORGANISE, default_timeout=20).run()
    assert "Chưa giao khoá học nào" in text(app)
    app.selectbox(key="new-course").select(COURSE).run()
    app.radio(key="new-who").set_value("Theo vai trò").run()
    assert app.button(key="new-make").disabled, "no role chosen is not everyone"
    app.radio(key="new-who").set_value("Mọi người").run()
    app.radio(key="new-due").set_value("Sau khi được giao").run()
    app.button(key="new-make").click().run()
    assert "ghi danh 3 người" in app.success[0].value
    said = text(app)
    assert "Đảng uỷ xã A" in said
    assert "tien-do-hoc" not in said
    assert "/api/training/progress/table?unit=XA-A" in said
    assert "Trần Văn Minh" not in said, "people only once they are asked for"
    app.toggle(key="organise-people").set_value(True).run()
    assert "Trần Văn Minh" in text(app)
    with house.services.db.session() as session:
        lan = session.scalar(select(EnrolmentRow.id).where(EnrolmentRow.account_id == house.clerk.account_id))
    app.text_input(key=f"reason-{lan}").set_value("nghỉ ốm").run()
    app.button(key=f"exempt-{lan}").click().run()
    assert "lý do: nghỉ ốm" in text(app)
    app.button(key=f"again-{lan}").click().run()
    app.button(key=f"remind-{lan}").click().run()
    said = text(open_page(house.clerk, "learn"))
    assert "Việc học được giao" in said
    assert "Người tổ chức học nhắc" in said
    assert "còn 30 ngày" in said
    views = [action for action, *_ in house.audited() if action == "progress_view"]
    assert len(views) == 1, "one list of people, opened once"


def test_nothing_is_said_of_duties_where_there_are_none(house: House, open_page: Any) -> None:
    assert "Việc học được giao" not in text(open_page(house.clerk, "learn"))

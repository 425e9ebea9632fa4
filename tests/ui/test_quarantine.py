"""Quarantine through the API and the custodian's page: only its custodian, never stored, decided once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from access.principal import Principal
from access.roles import Role
from ingest.about import About, put_about
from ingest.findings import Finding, Kind, put_findings
from ingest.page_items import image_item
from ingest.types import JobState
from records.types import SecrecyLevel
from tests.ui.conftest import PAGE_IMAGE, House
from tests.ui.signing_in import session_client
from tests.ui.web_pages import text
from vanthu.db import now


@dataclass
class Doubtful:
    """A house with one upload in quarantine and the people about it."""

    house: House
    custodian: Principal
    elsewhere: Principal
    job_id: int

    def client(self, person: Principal) -> TestClient:
        return session_client(self.house.services, person)

    @property
    def state(self) -> JobState:
        return self.house.services.ingest.job(self.job_id, self.house.clerk).state


@pytest.fixture
def doubtful(house: House) -> Doubtful:
    services = house.services
    add = services.accounts.add
    custodian, _ = add("giu", "Phạm Văn Giữ", "XA-A", [Role.CUSTODIAN])
    elsewhere, _ = add("khac", "Lê Thị Khác", "XA-B", [Role.CUSTODIAN])
    tools = services.ingest._tools
    upload = tools.spool.new()
    put_about(tools.spool, upload, About("Kế hoạch.pdf", "application/pdf"))
    finding = Finding(Kind.STAMP, 1, SecrecyLevel.SECRET)
    put_findings(tools.spool, upload, 1, [finding])
    tools.spool.put(upload, image_item(1), PAGE_IMAGE)
    at = now()
    job_id = tools.jobs.add(
        account_id=house.clerk.account_id, unit_id=house.clerk.unit_id, filename="", secrecy="none",
        sensitive=False, created_at=at, updated_at=at, state=JobState.SCREENING.value, upload=upload,
    )  # fmt: skip
    tools.quarantine.hold(job_id, finding)
    return Doubtful(house, custodian, elsewhere, job_id)


def test_the_uploader_is_told_until_when(doubtful: Doubtful) -> None:
    job = doubtful.client(doubtful.house.clerk).get(f"/jobs/{doubtful.job_id}").json()
    assert (job["state"], job["code"], job["filename"]) == ("quarantined", "quarantined", "Kế hoạch.pdf")
    assert "chờ người quản lý dữ liệu xem xét" in job["message"]


def test_the_custodian_sees_what_is_suspected_and_nothing_is_stored(doubtful: Doubtful) -> None:
    client = doubtful.client(doubtful.custodian)
    (waiting,) = client.get("/quarantine").json()
    assert waiting["filename"] is None
    assert waiting["doubts"] == [{"kind": "stamp", "page": 1, "level": "secret", "box": None}]
    picture = client.get(f"/quarantine/{doubtful.job_id}/doubts/0")
    assert (picture.content, picture.headers["cache-control"]) == (PAGE_IMAGE, "no-store")
    assert client.get(f"/quarantine/{doubtful.job_id}/doubts/1").status_code == 404


@pytest.mark.parametrize(("act", "state"), [("release", JobState.QUEUED), ("destroy", JobState.REFUSED)])
def test_a_decision_is_made_once(doubtful: Doubtful, act: str, state: JobState) -> None:
    client = doubtful.client(doubtful.custodian)
    path = f"/quarantine/{doubtful.job_id}"
    assert client.post(f"{path}/{act}").status_code == 204
    assert doubtful.state is state
    for again in ("release", "destroy"):
        assert client.post(f"{path}/{again}").status_code == 404
    assert client.get("/quarantine").json() == []


def test_nobody_else_sees_or_decides(doubtful: Doubtful) -> None:
    path = f"/quarantine/{doubtful.job_id}"
    for person, status in (
        (doubtful.elsewhere, 404),
        (doubtful.house.clerk, 403),
        (doubtful.house.official, 403),
    ):
        client = doubtful.client(person)
        assert client.get(f"{path}/doubts/0").status_code == status
        for act in ("release", "destroy"):
            assert client.post(f"{path}/{act}").status_code == status
    assert doubtful.client(doubtful.elsewhere).get("/quarantine").json() == []
    assert doubtful.state is JobState.QUARANTINED


def test_the_page_shows_and_decides(doubtful: Doubtful, open_page) -> None:
    app = open_page(doubtful.custodian, "keep")
    said = text(app)
    assert "Hình giống dấu chỉ độ mật, trang 1: Tối mật" in said
    assert "Nguyễn Thị Lan" in said
    app.button(key=f"release-{doubtful.job_id}").click().run()
    assert doubtful.state is JobState.QUEUED
    assert "Không có tệp nào chờ xem xét." in text(app)

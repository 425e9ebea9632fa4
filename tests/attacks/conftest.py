"""The whole front of the product over one house: two units, a person of every role, things to reach for."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from starlette.types import ASGIApp

from access.principal import Principal
from access.roles import Role
from rag.talks.types import State
from rag.types import Answer, AnswerSentence, Citation, Hit
from rag.weights import install
from records.dossiers.types import DossierCard, Retention
from tests.training_modules.finishing import finish
from tests.ui.conftest import PASSWORD, House
from training_modules.enrolment.types import NewRequirement, Wanted
from training_modules.review.models import ReviewCard
from ui import server
from ui.api import app as api_app
from ui.door import SESSION_COOKIE, LocalDoor
from vanthu.db import Base
from vanthu.services import Services
from vanthu.settings import Settings, settings

COURSE, LESSON, DRILL = "phan-loai-truoc-khi-dan", "1-mot-lan-dan", "luyen-tap"
ORIGIN = "http://localhost"
SECRET_WORDS = "thu hồi đất bãi bồi sông Cái Lớn"
"""What the hidden documents say; no outsider's answer may hold any of it."""


@dataclass
class Estate:
    """Services, people by name, the applications, and ids of things that stand in unit XA-A."""

    services: Services
    people: dict[str, Principal]
    front: ASGIApp
    api: FastAPI
    ids: dict[str, int] = field(default_factory=dict)

    def client(self, name: str | None, *, front: bool = False) -> TestClient:
        """`name`'s browser (None: nobody's) at the whole front, or at the API alone (errors as answers)."""
        app = self.front if front else self.api
        client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False, follow_redirects=False)
        if name is not None:
            token = self.services.sessions.begin(self.people[name], second_factor=True)
            client.cookies.set(SESSION_COOKIE, token)
        return client

    def local(self) -> TestClient:
        """The API as the Unix socket offers it."""
        return TestClient(LocalDoor(self.api), base_url=ORIGIN, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """Shared by all tests of this folder: they try to break in, they change nothing on purpose."""
    models: Path = settings().models
    install(models)
    services = Services(Settings(data=tmp_path_factory.mktemp("estate") / "data", models=models))
    services.folder.create()
    Base.metadata.create_all(services.db.engine)
    services.units.add("XA-A", "Đảng uỷ xã A")
    services.units.add("XA-B", "Đảng uỷ xã B")
    people = {
        role.value: services.accounts.add(f"a.{role.value}", f"Người {role.value}", "XA-A", [role], PASSWORD)[
            0
        ]
        for role in Role
    }
    people["outsider"], _ = services.accounts.add("hoa", "Lê Thị Hoa", "XA-B", [Role.CLERK], PASSWORD)
    front, _local = server.create_apps(services)
    estate = Estate(services, people, front, api_app.create(services))
    estate.ids = _furnish(estate)
    yield estate
    services.close()


def _furnish(estate: Estate) -> dict[str, int]:
    services, clerk = estate.services, estate.people["clerk"]
    house = House(services, clerk, estate.people["official"], estate.people["outsider"])
    document = house.add_document(clerk, "ke-hoach.pdf", "12-KH/ĐU", f"Kế hoạch {SECRET_WORDS}")
    services.indexer.index(document)
    job = services.acting(clerk).submit(io.BytesIO(SECRET_WORDS.encode()), "ghi-chu.txt")
    attempt = services.training.start_attempt(COURSE, DRILL, estate.people["trainee"])
    official = estate.people["official"]
    finish(services.training, COURSE, official)
    certificate = services.certificates.claim(COURSE, official)
    with services.db.session() as session:
        card = session.scalars(
            select(ReviewCard.id).where(ReviewCard.account_id == official.account_id)
        ).first()
    assert card is not None
    dossier = services.dossiers.add(DossierCard("HS.01", "Hồ sơ bãi bồi", Retention.PERMANENT), clerk)
    services.dossiers.put(dossier, [document], clerk)
    lot = services.quality.open(
        "Lô bãi bồi", [document], estate.people["custodian"], sample_rate=1.0, limit=0.0
    )
    check = services.quality.take(lot, clerk)
    batch = services.ingest.batches.open("Đợt bãi bồi", clerk)
    exchange = services.talks.ask(f"Hỏi về {SECRET_WORDS}", clerk)
    hit = Hit(1, document, "a", "12-KH/ĐU", SECRET_WORDS, "", None, None, 1, SECRET_WORDS, 1.0, ())
    cited = Citation(1, 1, document, "a", "12-KH/ĐU", SECRET_WORDS, "", None, 1, SECRET_WORDS, (), ())
    answer = Answer(SECRET_WORDS, False, None, (AnswerSentence(SECRET_WORDS, (1,)),), (cited,), (hit,))
    services.talks.put_answer(exchange.id, State.ANSWERED, answer)
    services.feedback.give(exchange.id, clerk, good=False, send=True)
    assert check is not None
    organising = services.acting(estate.people["trainer"]).organising
    required, _ = organising.make(NewRequirement(COURSE, "XA-A", roles=("clerk",), due_days=3))
    (enrolled,), _ = organising.people(None, Wanted())
    organising.remind([enrolled.enrolment_id])
    (notice,) = services.duties.notices(clerk)
    grant = services.acting(estate.people["custodian"]).keeping.grant(
        document,
        account_id=estate.people["official"].account_id,
        until_day=services.grants.today(),
        reason="Bãi bồi",
    )
    return {
        "document_id": document,
        "job_id": job.id,
        "attempt_id": attempt.id,
        "dossier_id": dossier,
        "lot_id": lot,
        "check_id": check.id,
        "batch_id": batch,
        "grant_id": grant.id,
        "conversation_id": exchange.talk_id,
        "exchange_id": exchange.id,
        "feedback_id": 1,
        "certificate_id": certificate.id,
        "card_id": card,
        "requirement_id": required.id,
        "edition_id": 1,
        "enrolment_id": enrolled.enrolment_id,
        "notice_id": notice.id,
    }
